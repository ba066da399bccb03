import type { Disposition } from '../catalog/index.ts'
import type { Repeat } from '../request/index.ts'
import type { GiveUpReason, RetryReason } from './attempt.ts'
import { type BackoffKind, backoffMs } from './backoff.ts'
import type { RetryPolicy } from './policy.ts'

/** How far the request got. */
export type Delivery =
  /** It never left: nothing can have run. */
  | 'not-sent'
  /** It left, and no word came back whether it ran. */
  | 'in-doubt'
  /** The service answered. */
  | 'answered'

/** A failed attempt, as far as the decision needs it. */
export interface Failure {
  readonly disposition: Disposition
  /** False when a rule merely guessed the disposition from the code's name. */
  readonly documented: boolean
  readonly delivery: Delivery
  /** True when an HTTP status spoke, not an envelope. */
  readonly httpOnly: boolean
  /** Wait at least this long, in milliseconds: the larger of Retry-After and the code's own minimum. */
  readonly minDelayMs?: number
  /** The code's own bound on failed attempts, for codes that can also be a hard quota. */
  readonly maxAttempts?: number
  /** The signature that was sent cannot be sent again: it was refused, or its nonce is spent. */
  readonly needsNewSignature: boolean
  /** `re-sign` only: a nonce too short to be unique, or a clock that is off, explains the replay. */
  readonly replayExplained?: boolean
  /** `re-sign` and `clock` only: the signature counts seconds and has no nonce, so a new one needs the next second. */
  readonly nonceless?: boolean
}

/** What the decision needs to know of the call. */
export interface Repeatability {
  readonly repeat: Repeat
  /** False when the body is used up by the first attempt. */
  readonly replayable: boolean
  /** False when it is known that no new signature can be made. */
  readonly canSignAgain: boolean
  /** A pacer gives each attempt its turn, so that a throttled one needs no backoff. */
  readonly paced: boolean
}

/** What happened so far, the failed attempt included. */
export interface History {
  /** Failed attempts by disposition. */
  readonly failures: Readonly<Record<Disposition, number>>
  /** True when an attempt before the failed one may have been executed. */
  readonly earlierInDoubt: boolean
  readonly elapsedMs: number
  /** Epoch milliseconds. */
  readonly now: number
}

/** Of a call of which nothing failed yet. */
export const noFailures: History['failures'] = { throttle: 0, 're-sign': 0, clock: 0, transient: 0, busy: 0, never: 0 }

/** What is decided after a failed attempt, and why; `delayMs` in milliseconds, 0 when the call is given up. */
export type Decision =
  | {
      readonly decision: 'retry'
      /** What makes a repeat worth while. */
      readonly reason: RetryReason
      /** The wait before the next attempt; 0 where a pacer gives it its turn. */
      readonly delayMs: number
    }
  | {
      readonly decision: 'give-up'
      /** What forbids a repeat, or makes it useless. */
      readonly reason: GiveUpReason
      /** Nothing is waited for. */
      readonly delayMs: 0
    }

/** The rows of the rule table. */
type Situation =
  | 'throttle'
  | 'throttle-guessed'
  | 'busy'
  | 'busy-guessed'
  | 're-sign'
  | 're-sign-in-doubt'
  | 'clock'
  | 'internal'
  | 'unavailable'
  | 'in-doubt'
  | 'not-sent'

interface Rule {
  readonly reason: RetryReason
  /** May each kind of call be repeated? */
  readonly may: Readonly<Record<Repeat, boolean>>
}

const row = (
  reason: RetryReason,
  read: boolean,
  idempotent: boolean,
  overwrite: boolean,
  duplicate: boolean,
): Rule => ({
  reason,
  may: { read, idempotent, overwrite, duplicate },
})

/** The rule table: when a failed call may be sent again. Columns: read, idempotent, overwrite, duplicate. */
const rules: Readonly<Record<Situation, Rule>> = {
  throttle: row('throttled', true, true, true, true),
  'throttle-guessed': row('throttled', true, true, true, false),
  busy: row('busy', true, true, true, true),
  'busy-guessed': row('busy', true, true, true, false),
  're-sign': row('replayed', true, true, true, true),
  're-sign-in-doubt': row('replayed', true, true, true, false),
  clock: row('expired', true, true, true, true),
  internal: row('internal-fault', true, true, true, false),
  unavailable: row('unavailable', true, true, true, false),
  'in-doubt': row('in-doubt', true, true, false, false),
  'not-sent': row('not-sent', true, true, true, true),
}

/** Which row applies; undefined for a failure that no repeat can mend. */
function situationOf(failure: Failure, history: History): Situation | undefined {
  switch (failure.disposition) {
    case 'never':
      return undefined
    case 'throttle':
      return failure.documented ? 'throttle' : 'throttle-guessed'
    case 'busy':
      return failure.documented ? 'busy' : 'busy-guessed'
    case 're-sign':
      // A long nonce and a right clock: the network sent the request twice, and its twin may have run.
      return history.earlierInDoubt || failure.replayExplained !== true ? 're-sign-in-doubt' : 're-sign'
    case 'clock':
      return 'clock'
    case 'transient':
      if (failure.delivery !== 'answered') return failure.delivery
      return failure.httpOnly ? 'unavailable' : 'internal'
  }
}

/** Failed attempts after which each disposition gives up: `re-sign` is repeated twice, `clock` once. */
function limitOf(failure: Failure, policy: RetryPolicy): number {
  const limits: Readonly<Record<Disposition, number>> = {
    throttle: Number.POSITIVE_INFINITY,
    transient: policy.maxAttempts,
    busy: policy.maxAttempts,
    're-sign': 3,
    clock: 2,
    never: 1,
  }
  return Math.min(limits[failure.disposition], failure.maxAttempts ?? Number.POSITIVE_INFINITY)
}

/** Transient and busy attempts share one count, so that a service that alternates between them is not tried twice as often. */
function countOf(disposition: Disposition, failures: History['failures']): number {
  const shared = disposition === 'transient' || disposition === 'busy'
  return shared ? failures.transient + failures.busy : failures[disposition]
}

const backoffKinds: Readonly<Partial<Record<Disposition, BackoffKind>>> = {
  throttle: 'throttle',
  transient: 'transient',
  busy: 'busy',
}

/** Timers may fire a millisecond early, and the next second must have begun. */
const timerSlackMs = 10

function backoffOf(failure: Failure, history: History, policy: RetryPolicy, random: number): number {
  const kind = backoffKinds[failure.disposition]
  const count = history.failures[failure.disposition]
  if (kind) return backoffMs(kind, count, policy, random)
  const untilNextSecond = failure.nonceless ? 1000 - (history.now % 1000) + timerSlackMs : 0
  return Math.max(untilNextSecond, count > 1 ? backoffMs('transient', count - 1, policy, random) : 0)
}

/** The decision not to try again. */
export const giveUp = (reason: GiveUpReason): Decision => ({ decision: 'give-up', reason, delayMs: 0 })

/**
 * Decides whether a failed call is sent again, and after which wait. Pure: the same arguments give the same answer.
 *
 * @param policy undefined: retrying is turned off
 * @param random in [0, 1), for the jitter
 */
export function decide(
  failure: Failure,
  call: Repeatability,
  history: History,
  policy: RetryPolicy | undefined,
  random: number,
): Decision {
  const situation = situationOf(failure, history)
  if (!situation) return giveUp('not-retryable')
  if (!policy) return giveUp('retry-disabled')
  const rule = rules[situation]
  if (!rule.may[call.repeat]) return giveUp(call.repeat === 'duplicate' ? 'could-duplicate' : 'could-overwrite')
  if (!call.replayable) return giveUp('not-replayable')
  if (failure.needsNewSignature && !call.canSignAgain) return giveUp('cannot-re-sign')
  if (countOf(failure.disposition, history.failures) >= limitOf(failure, policy)) return giveUp('max-attempts')
  const waitsForTurn = call.paced && failure.disposition === 'throttle'
  const backoff = waitsForTurn ? 0 : backoffOf(failure, history, policy, random)
  const delayMs = Math.max(backoff, failure.minDelayMs ?? 0)
  if (history.elapsedMs + delayMs > policy.deadlineMs) return giveUp('deadline')
  return { decision: 'retry', reason: rule.reason, delayMs }
}
