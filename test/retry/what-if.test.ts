import { describe, expect, test } from 'vitest'
import type { Repeat } from '../../src/request/index.ts'
import { type Circumstances, decideIf, type KnownFailure, repeats } from '../../src/retry/what-if.ts'

const internal: KnownFailure = { retry: 'transient', documented: true }
const replay: KnownFailure = { retry: 're-sign', documented: true }
const throttle: KnownFailure = { retry: 'throttle', documented: true }

test('the kinds of calls are ordered from harmless to harmful: each may be repeated where the next one may', () => {
  expect(repeats).toEqual(['read', 'idempotent', 'overwrite', 'duplicate'])
  const lost: KnownFailure = { ...internal, delivery: 'in-doubt' }
  expect(repeats.map((repeat) => decideIf(lost, repeat).decision)).toEqual(['retry', 'retry', 'give-up', 'give-up'])
})

describe('by default', () => {
  test.each<[what: string, known: KnownFailure, repeat: Repeat, reason: string, delayMs: number]>([
    ['the failure was answered by the service', internal, 'overwrite', 'internal-fault', 10],
    ['it is the first, and chance is at its lowest', internal, 'read', 'internal-fault', 10],
    ['a short nonce explains a replay', replay, 'duplicate', 'replayed', 0],
    ['a wrong clock can be put right', { retry: 'clock', documented: true }, 'duplicate', 'expired', 0],
    ['a throttle waits by backoff', throttle, 'duplicate', 'throttled', 100],
    ['what a code forbids is forbidden', { retry: 'never', documented: true }, 'read', 'not-retryable', 0],
  ])('%s', (_what, known, repeat, reason, delayMs) => {
    expect(decideIf(known, repeat)).toMatchObject({ reason, delayMs })
  })
})

describe('the decision depends on', () => {
  test.each<[what: string, known: KnownFailure, repeat: Repeat, circumstances: Circumstances, expected: object]>([
    ['how far the request got', { ...internal, delivery: 'not-sent' }, 'duplicate', {}, { reason: 'not-sent' }],
    [
      'whether only a status reports the failure',
      { ...internal, httpOnly: true },
      'read',
      {},
      { reason: 'unavailable' },
    ],
    [
      'whether the disposition is a guess',
      { ...throttle, documented: false },
      'duplicate',
      {},
      { reason: 'could-duplicate' },
    ],
    ['the limit of the code', { ...throttle, maxAttempts: 2 }, 'read', { failed: 2 }, { reason: 'max-attempts' }],
    ['the shortest wait of the code', { ...throttle, minDelayMs: 7_000 }, 'read', {}, { delayMs: 7_000 }],
    ['whether a replay is explained', replay, 'duplicate', { replayExplained: false }, { reason: 'could-duplicate' }],
    [
      'whether an earlier attempt is in doubt',
      replay,
      'duplicate',
      { earlierInDoubt: true },
      { reason: 'could-duplicate' },
    ],
    ['the number of failed attempts', internal, 'read', { failed: 4 }, { reason: 'max-attempts' }],
    ['the number of failed attempts, for the wait', internal, 'read', { failed: 3 }, { delayMs: 40 }],
    ['the time since the call began', internal, 'read', { elapsedMs: 59_991 }, { reason: 'deadline' }],
    ['whether calls are paced', throttle, 'read', { paced: true }, { delayMs: 0 }],
    ['the random number', internal, 'read', { random: 0.5 }, { delayMs: 55 }],
  ])('%s', (_what, known, repeat, circumstances, expected) => {
    expect(decideIf(known, repeat, circumstances)).toMatchObject(expected)
  })
})
