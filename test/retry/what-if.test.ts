import { describe, expect, test } from 'vitest'
import type { Repeat } from '../../src/request/index.ts'
import { type Circumstances, decideIf, type KnownFailure, repeats } from '../../src/retry/what-if.ts'

const internal: KnownFailure = { retry: 'transient', documented: true }
const replay: KnownFailure = { retry: 're-sign', documented: true }
const throttle: KnownFailure = { retry: 'throttle', documented: true }

test('the kinds of calls go from harmless to harmful: each allows what the next one allows', () => {
  expect(repeats).toEqual(['read', 'idempotent', 'overwrite', 'duplicate'])
  const lost: KnownFailure = { ...internal, delivery: 'in-doubt' }
  expect(repeats.map((repeat) => decideIf(lost, repeat).decision)).toEqual(['retry', 'retry', 'give-up', 'give-up'])
})

describe('unless more is said', () => {
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

describe('what is said is heard', () => {
  test.each<[what: string, known: KnownFailure, repeat: Repeat, circumstances: Circumstances, expected: object]>([
    ['how it arrived', { ...internal, delivery: 'not-sent' }, 'duplicate', {}, { reason: 'not-sent' }],
    ['that only a status spoke', { ...internal, httpOnly: true }, 'read', {}, { reason: 'unavailable' }],
    ['that a code is a guess', { ...throttle, documented: false }, 'duplicate', {}, { reason: 'could-duplicate' }],
    ['a bound of the code', { ...throttle, maxAttempts: 2 }, 'read', { failed: 2 }, { reason: 'max-attempts' }],
    ['a wait of the code', { ...throttle, minDelayMs: 7_000 }, 'read', {}, { delayMs: 7_000 }],
    ['that nothing explains a replay', replay, 'duplicate', { replayExplained: false }, { reason: 'could-duplicate' }],
    [
      'that an earlier attempt is in doubt',
      replay,
      'duplicate',
      { earlierInDoubt: true },
      { reason: 'could-duplicate' },
    ],
    ['how many failed', internal, 'read', { failed: 4 }, { reason: 'max-attempts' }],
    ['how many failed, for the wait', internal, 'read', { failed: 3 }, { delayMs: 40 }],
    ['how long it has taken', internal, 'read', { elapsedMs: 59_991 }, { reason: 'deadline' }],
    ['that calls are paced', throttle, 'read', { paced: true }, { delayMs: 0 }],
    ['chance', internal, 'read', { random: 0.5 }, { delayMs: 55 }],
  ])('%s', (_what, known, repeat, circumstances, expected) => {
    expect(decideIf(known, repeat, circumstances)).toMatchObject(expected)
  })
})
