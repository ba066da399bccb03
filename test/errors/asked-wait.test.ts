import type { TencentCloudFailure } from 'axios-tencentcloud'
import { type Fault, faults } from 'axios-tencentcloud/testing'
import { expect, test } from 'vitest'
import { explainGivingUp } from '../../src/engine/recovery/explain-giving-up.ts'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path } from '../support/kms.ts'

/** A failure whose answer asks for a wait of so many seconds. */
const asking = (seconds: number): Fault =>
  faults.body('<html>wait</html>', { status: 429, headers: { 'Retry-After': String(seconds) } })

async function errorOf(fault: Fault, pacing: false | object): Promise<TencentCloudFailure> {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', ...Array(100).fill(fault))
  return (await rejectionOf(client({ pacing }).get(path, list))) as TencentCloudFailure
}

test.each<[how: string, pacing: false | object]>([
  ['by backoff', false],
  ['for their turn', {}],
])('a wait that the server asks for and that cannot end in time is told, where calls wait %s', async (_how, pacing) => {
  const error = await errorOf(asking(120), pacing)
  expect(error).toMatchObject({ kind: 'transport', reason: 'deadline', retryAfterMs: 120_000 })
  expect(error.message).toContain('gave up: deadline (the server asked for 120 s, 60 s were left), after ')
  expect(error.toJSON()).toMatchObject({ retryAfterMs: 120_000 })
})

test('a wait that was not the reason is a field only', async () => {
  const error = await errorOf(asking(2), false)
  expect(error).toMatchObject({ reason: 'deadline', retryAfterMs: 2_000 })
  const unavailable = await errorOf(faults.body('', { status: 503, headers: { 'Retry-After': '3' } }), false)
  expect(unavailable).toMatchObject({ reason: 'max-attempts', retryAfterMs: 3_000 })
  expect(unavailable.message).not.toContain('asked')
})

test('without such a wait there is no field', async () => {
  expect(await errorOf(faults.body('', { status: 503 }), false)).not.toHaveProperty('retryAfterMs')
})

const timeSpent = { totalMs: 1_500, queuedMs: 0, backoffMs: 1_000, preparingMs: 100, sendingMs: 400 }

test.each([
  [{ askedMs: 2_000, leftMs: 1_550 }, ' (the server asked for 2 s, 1.6 s were left)'],
  [{ askedMs: 900, leftMs: 0 }, ' (the server asked for 900 ms, 0 ms were left)'],
  [{ askedMs: 900, leftMs: 900 }, ''],
  [undefined, ''],
])('of %j the message says %j', (wait, said) => {
  expect(explainGivingUp('deadline', timeSpent, wait)).toBe(
    `gave up: deadline${said}, after 1500 ms (queued 0, backoff 1000, preparing 100, sending 400)`,
  )
})
