import { describe, expect, test } from 'vitest'
import type { Disposition } from '../../src/catalog/index.ts'
import type { Repeat } from '../../src/request/index.ts'
import { decide, defaultPolicy, type Failure, type History, type Repeatability } from '../../src/retry/index.ts'

const columns: readonly Repeat[] = ['read', 'idempotent', 'overwrite', 'duplicate']
const noFailures: Record<Disposition, number> = { throttle: 0, 're-sign': 0, clock: 0, transient: 0, busy: 0, never: 0 }

const failure = (over: Partial<Failure>): Failure => ({
  disposition: 'transient',
  documented: true,
  delivery: 'answered',
  httpOnly: false,
  needsNewSignature: false,
  ...over,
})
const call = (over: Partial<Repeatability> = {}): Repeatability => ({
  paced: false,
  repeat: 'read',
  replayable: true,
  canSignAgain: true,
  ...over,
})
const following = (disposition: Disposition, over: Partial<History> = {}, count = 1): History => ({
  failures: { ...noFailures, [disposition]: count },
  earlierInDoubt: false,
  elapsedMs: 0,
  now: 0,
  ...over,
})

const yes = true
const no = false

/** The rule table as documented, with a row for each situation and a column for each kind of call. */
const table: [what: string, failure: Partial<Failure>, history: Partial<History>, reason: string, may: boolean[]][] = [
  ['a listed throttle', { disposition: 'throttle' }, {}, 'throttled', [yes, yes, yes, yes]],
  ['HTTP 429', { disposition: 'throttle', httpOnly: true }, {}, 'throttled', [yes, yes, yes, yes]],
  ['a guessed throttle', { disposition: 'throttle', documented: false }, {}, 'throttled', [yes, yes, yes, no]],
  ['a listed busy', { disposition: 'busy' }, {}, 'busy', [yes, yes, yes, yes]],
  ['a guessed busy', { disposition: 'busy', documented: false }, {}, 'busy', [yes, yes, yes, no]],
  [
    'a replay that a short nonce or the clock explains',
    { disposition: 're-sign', replayExplained: true },
    {},
    'replayed',
    [yes, yes, yes, yes],
  ],
  [
    'a replay after an attempt in doubt',
    { disposition: 're-sign', replayExplained: true },
    { earlierInDoubt: true },
    'replayed',
    [yes, yes, yes, no],
  ],
  [
    'a replay that nothing explains',
    { disposition: 're-sign', replayExplained: false },
    {},
    'replayed',
    [yes, yes, yes, no],
  ],
  ['an expired request', { disposition: 'clock' }, {}, 'expired', [yes, yes, yes, yes]],
  ['an internal fault that the service reports', {}, {}, 'internal-fault', [yes, yes, yes, no]],
  ['HTTP 503 without an envelope', { httpOnly: true }, {}, 'unavailable', [yes, yes, yes, no]],
  [
    'a timeout, a reset, or HTTP 408, 499 or any 5xx but 503',
    { delivery: 'in-doubt', httpOnly: true },
    {},
    'in-doubt',
    [yes, yes, no, no],
  ],
  ['a request that was never sent', { delivery: 'not-sent', httpOnly: true }, {}, 'not-sent', [yes, yes, yes, yes]],
]

describe('the rule table', () => {
  const cells = table.flatMap(([what, over, history, reason, may]) =>
    columns.map((repeat, at) => ({ what, repeat, over, history, reason, may: may[at] })),
  )
  test.each(cells)('after $what, $repeat: repeated $may', ({ over, history, repeat, reason, may }) => {
    const given = failure(over)
    const decision = decide(given, call({ repeat }), following(given.disposition, history), defaultPolicy, 0.5)
    if (may) expect(decision).toMatchObject({ decision: 'retry', reason })
    else
      expect(decision).toEqual({
        decision: 'give-up',
        reason: repeat === 'duplicate' ? 'could-duplicate' : 'could-overwrite',
        delayMs: 0,
      })
  })

  test.each(columns)('a code with the disposition never is not repeated, %s', (repeat) => {
    const decision = decide(failure({ disposition: 'never' }), call({ repeat }), following('never'), defaultPolicy, 0.5)
    expect(decision).toEqual({ decision: 'give-up', reason: 'not-retryable', delayMs: 0 })
  })
})

describe('limits', () => {
  const bounded: [Disposition, number][] = [
    ['transient', 3],
    ['busy', 3],
    ['re-sign', 2],
    ['clock', 1],
  ]
  test.each(bounded)('%s is repeated at most %i times', (disposition, repeats) => {
    const given = failure({ disposition, replayExplained: true })
    for (let count = 1; count <= repeats; count++) {
      expect(decide(given, call(), following(disposition, {}, count), defaultPolicy, 0.5).decision).toBe('retry')
    }
    expect(decide(given, call(), following(disposition, {}, repeats + 1), defaultPolicy, 0.5).reason).toBe(
      'max-attempts',
    )
  })

  test('throttles are bounded by the deadline alone', () => {
    const given = failure({ disposition: 'throttle' })
    expect(
      decide(
        given,
        call(),
        following('throttle', {}, 500),
        { ...defaultPolicy, maxRetryTimeMs: Number.POSITIVE_INFINITY },
        0.5,
      ).decision,
    ).toBe('retry')
    expect(decide(given, call(), following('throttle', { elapsedMs: 59_990 }, 2), defaultPolicy, 0.5).reason).toBe(
      'deadline',
    )
  })

  test('a code that can also mean a hard quota has its own limit', () => {
    const given = failure({ disposition: 'throttle', maxAttempts: 5 })
    expect(decide(given, call(), following('throttle', {}, 4), defaultPolicy, 0.5).decision).toBe('retry')
    expect(decide(given, call(), following('throttle', {}, 5), defaultPolicy, 0.5).reason).toBe('max-attempts')
  })

  test('a service that alternates between busy and internal faults is not tried twice as often', () => {
    const failures = { ...noFailures, transient: 2, busy: 2 }
    for (const disposition of ['transient', 'busy'] as const) {
      const given = failure({ disposition })
      expect(decide(given, call(), { ...following(disposition), failures }, defaultPolicy, 0.5).reason).toBe(
        'max-attempts',
      )
    }
  })

  test('throttled attempts do not count against the attempts for internal faults', () => {
    const failures = { ...noFailures, throttle: 30, transient: 1 }
    expect(decide(failure({}), call(), { ...following('transient'), failures }, defaultPolicy, 0.5).decision).toBe(
      'retry',
    )
  })

  test('retry: false gives up on everything', () => {
    expect(decide(failure({ disposition: 'throttle' }), call(), following('throttle'), undefined, 0.5).reason).toBe(
      'retry-disabled',
    )
  })

  test('a body that is consumed, and a signature that cannot be renewed, are not sent again', () => {
    expect(decide(failure({}), call({ replayable: false }), following('transient'), defaultPolicy, 0.5).reason).toBe(
      'not-replayable',
    )
    const spent = failure({ disposition: 'throttle', needsNewSignature: true })
    expect(decide(spent, call({ canSignAgain: false }), following('throttle'), defaultPolicy, 0.5).reason).toBe(
      'cannot-re-sign',
    )
    expect(decide(spent, call({ canSignAgain: true }), following('throttle'), defaultPolicy, 0.5).decision).toBe(
      'retry',
    )
  })
})

describe('waits', () => {
  const delay = (over: Partial<Failure>, count: number, random: number, history: Partial<History> = {}) => {
    const given = failure(over)
    return decide(
      given,
      call(),
      following(given.disposition, history, count),
      { ...defaultPolicy, maxAttempts: 9_999, maxRetryTimeMs: Number.POSITIVE_INFINITY },
      random,
    ).delayMs
  }

  test.each([
    ['transient', 100],
    ['throttle', 1_000],
    ['busy', 2_000],
  ] as const)(
    '%s: full jitter below %i ms doubling, never less than a tenth, never above the cap',
    (disposition, base) => {
      expect(delay({ disposition }, 1, 0)).toBe(base / 10)
      expect(delay({ disposition }, 1, 0.999999)).toBe(base)
      expect(delay({ disposition }, 3, 0.999999)).toBe(base * 4)
      expect(delay({ disposition }, 50, 0.999999)).toBe(20_000)
      expect(delay({ disposition }, 5_000, 0)).toBe(2_000)
    },
  )

  test('Retry-After and a code’s own minimum are a floor that the cap does not lower', () => {
    expect(delay({ disposition: 'throttle', minDelayMs: 30_000 }, 1, 0.5)).toBe(30_000)
  })

  test('a throttled call that is paced waits for its turn and not for a backoff; minimum waits still apply, and so does the backoff of other failures', () => {
    const delayOf = (given: Partial<Failure>) => {
      const { disposition } = failure(given)
      return decide(failure(given), call({ paced: true }), following(disposition), defaultPolicy, 0.5).delayMs
    }
    expect(delayOf({ disposition: 'throttle' })).toBe(0)
    expect(delayOf({ disposition: 'throttle', minDelayMs: 2_000 })).toBe(2_000)
    expect(delayOf({ disposition: 'transient' })).toBe(55)
  })

  test('a wait that would end after the deadline is not begun', () => {
    const given = failure({ minDelayMs: 60_001 })
    expect(decide(given, call(), following('transient'), defaultPolicy, 0.5)).toEqual({
      decision: 'give-up',
      reason: 'deadline',
      delayMs: 0,
    })
    const last = failure({ minDelayMs: 40_000 })
    expect(decide(last, call(), following('transient', { elapsedMs: 20_000 }), defaultPolicy, 0.5).delayMs).toBe(40_000)
  })

  test('a second replay waits as an internal fault does, without a nonce at least until the next second', () => {
    const replay = { disposition: 're-sign', replayExplained: true } as const
    expect(delay(replay, 2, 0)).toBe(10)
    expect(delay(replay, 2, 0.999999)).toBe(100)
    expect(delay({ ...replay, nonceless: true }, 2, 0, { now: 1_700_000_000_250 })).toBe(760)
    expect(delay({ ...replay, nonceless: true }, 2, 0.999999, { now: 1_700_000_000_985 })).toBe(100)
  })

  test('a replay is sent again at once, without a nonce in the next second', () => {
    const replay = { disposition: 're-sign', replayExplained: true } as const
    expect(delay(replay, 1, 0.5)).toBe(0)
    expect(delay({ ...replay, nonceless: true }, 1, 0.5, { now: 1_700_000_000_250 })).toBe(760)
  })
})
