import { limits } from 'axios-tencentcloud/testing'
import { expect, test, vi } from 'vitest'
import { startIdleCloud } from '../support/idle-cloud.ts'
import { path } from '../support/kms.ts'

vi.mock('../../src/catalog/generated/limits.ts', () => {
  throw new TypeError('Failed to fetch dynamically imported module')
})

test('calls are paced though the documented limits cannot be loaded', async () => {
  const { clock, fake, client } = await startIdleCloud('ocr')
  fake.limit('QuestionOCR', limits.fixedWindow({ max: 5 }))
  const http = client({ retry: { maxRetryTimeMs: Number.POSITIVE_INFINITY } })
  await Promise.all(Array.from({ length: 50 }, () => http.get(path, { params: { Action: 'QuestionOCR' } })))
  expect(fake.executionsOf('QuestionOCR')).toHaveLength(50)
  expect(fake.requests.length).toBeLessThan(100)
  expect(clock.elapsedMs).toBeLessThan(12_000)
})
