import { limits } from 'axios-tencentcloud/testing'
import { expect, test } from 'vitest'
import { startIdleCloud } from '../support/idle-cloud.ts'
import { path } from '../support/kms.ts'

const batch = { retry: { maxRetryTimeMs: Number.POSITIVE_INFINITY } }
const callOf = (Action: string) => ({ params: { Action } })

/**
 * Calls an action of 2/s a hundred times at once.
 *
 * @param before an action that is throttled before, so that the pacing is loaded
 * @returns the rejected requests
 */
async function countRejected(action: string, before?: string): Promise<number> {
  const { fake, client } = await startIdleCloud('ocr')
  fake.limit(action, limits.fixedWindow({ max: 2 }))
  const http = client(batch)
  if (before !== undefined) {
    fake.limit(before, limits.fixedWindow({ max: 1 }))
    await Promise.all([http.get(path, callOf(before)), http.get(path, callOf(before))])
  }
  const earlier = fake.requests.length
  await Promise.all(Array.from({ length: 100 }, () => http.get(path, callOf(action))))
  expect(fake.executionsOf(action)).toHaveLength(100)
  return fake.requests.length - earlier - 100
}

// Its document says 2/s.
const documented = 'QuestionOCR'
const other = 'SomethingOCR'

test('an action begins with as many calls as its document allows in a second, once the pacing is loaded', async () => {
  const [with2, without] = [await countRejected(documented, 'FirstOCR'), await countRejected(other, 'FirstOCR')]
  console.log(`rejected of a burst of 100 at 2/s: ${without} without a documented limit, ${with2} with it`)
  expect(with2).toBeLessThan(0.65 * without)
})

test('of the first burst of a client the gate has let 20 calls through before, whatever their action', async () => {
  const [with2, without] = [await countRejected(documented), await countRejected(other)]
  console.log(`rejected of a first burst of 100 at 2/s: ${without} without a documented limit, ${with2} with it`)
  expect(with2).toBeGreaterThanOrEqual(18)
  expect(with2).toBeLessThanOrEqual(without)
})
