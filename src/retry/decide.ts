import type { Disposition } from '../catalog/index.ts'
import type { Repeat } from '../request/index.ts'
import type { GiveUpReason, RetryReason } from './attempt.ts'
import { type BackoffKind, backoffMs } from './backoff.ts'
import type { RetryPolicy } from './policy.ts'

/** How far the request got. */
export type Delivery =
  /** The request was never sent: it cannot have run. */
  | 'not-sent'
  /** The request was sent, and it is unknown whether it ran. */
  | 'in-doubt'
  /** The service answered. */
  | 'answered'

/** The facts of a failed attempt on which the decision depends. */
export interface Failure {
  readonly disposition: Disposition
  /** False if a rule guessed the disposition from the code's name. */
  readonly documented: boolean
  readonly delivery: Delivery
  /** True if only an HTTP status reports the failure, and no envelope. */
  readonly httpOnly: boolean
  /** The shortest wait in milliseconds: the larger of Retry-After and the code's own minimum. */
  readonly minDelayMs?: number
  /** The code's own limit on failed attempts, for codes that can also mean a hard quota. */
  readonly maxAttempts?: number
  /** The signature cannot be sent again: it was refused, or its nonce is used up. */
  readonly needsNewSignature: boolean
  /** For `re-sign` only: a nonce that is too short to be unique, or a wrong clock, explains the replay. */
  readonly replayExplained?: boolean
  /**
   * For `re-sign` and `clock` only: the signature has no nonce and counts seconds, so a new one needs the next second.
   */
  readonly nonceless?: boolean
}

/** The facts of the call on which the decision depends. */
export interface Repeatability {
  readonly repeat: Repeat
  /** False if the first attempt has consumed the body. */
  readonly replayable: boolean
  /** False if it is known that no new signature can be made. */
  readonly canSignAgain: boolean
  /** True if a pacer schedules each attempt, so that a throttled one needs no backoff. */
  readonly paced: boolean
}

/** The call so far, including the failed attempt. */
export interface History {
  /** The number of failed attempts by disposition. */
  readonly failures: Readonly<Record<Disposition, number>>
  /** True if an attempt before the failed one may have been executed. */
  readonly earlierInDoubt: boolean
  /** Milliseconds since the call began. */
  readonly elapsedMs: number
  /** Epoch milliseconds. */
  readonly now: number
}

/** The counts of a call without failures. */
export const noFailures: History['failures'] = { throttle: 0, 're-sign': 0, clock: 0, transient: 0, busy: 0, never: 0 }

/** The decision after a failed attempt and its reason. `delayMs` is in milliseconds. */
export type Decision =
  | {
      readonly decision: 'retry'
      /** Why a repeat can succeed. */
      readonly reason: RetryReason
      /** The wait before the next attempt; 0 if a pacer schedules it. */
      readonly delayMs: number
    }
  | {
      readonly decision: 'give-up'
      /** Why a repeat is not allowed, or would not help. */
      readonly reason: GiveUpReason
      /** Always 0: no attempt follows. */
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
  /** Which kinds of calls may be repeated? */
  readonly may: Readonly<Record<Repeat, boolean>>
}

const row = (
  reason: RetryReason,
  read: boolean,
  idempotent: boolean,
  generate: boolean,
  overwrite: boolean,
  duplicate: boolean,
): Rule => ({
  reason,
  may: { read, idempotent, generate, overwrite, duplicate },
})

/**
 * The rule table: which calls may be sent again in which situation. Columns: read, idempotent, generate,
 * overwrite, duplicate.
 */
const rules: Readonly<Record<Situation, Rule>> = {
  throttle: row('throttled', true, true, true, true, true),
  'throttle-guessed': row('throttled', true, true, true, true, false),
  busy: row('busy', true, true, true, true, true),
  'busy-guessed': row('busy', true, true, true, true, false),
  're-sign': row('replayed', true, true, true, true, true),
  're-sign-in-doubt': row('replayed', true, true, true, true, false),
  clock: row('expired', true, true, true, true, true),
  internal: row('internal-fault', true, true, true, true, false),
  unavailable: row('unavailable', true, true, true, true, false),
  'in-doubt': row('in-doubt', true, true, true, false, false),
  'not-sent': row('not-sent', true, true, true, true, true),
}

/** Finds the row that applies; undefined for a failure that a repeat cannot fix. */
function classifySituation(failure: Failure, history: History): Situation | undefined {
  switch (failure.disposition) {
    case 'never':
      return undefined
    case 'throttle':
      return failure.documented ? 'throttle' : 'throttle-guessed'
    case 'busy':
      return failure.documented ? 'busy' : 'busy-guessed'
    case 're-sign':
      // With a long nonce and a correct clock, the network delivered the request twice: the other copy may have run.
      return history.earlierInDoubt || failure.replayExplained !== true ? 're-sign-in-doubt' : 're-sign'
    case 'clock':
      return 'clock'
    case 'transient':
      if (failure.delivery !== 'answered') return failure.delivery
      return failure.httpOnly ? 'unavailable' : 'internal'
  }
}

/** The attempts of a call that generates, if it is in doubt whether they ran: each may have cost tokens. */
const mostGenerated = 3

/** The number of failed attempts after which a call gives up. `re-sign` is repeated twice, `clock` once. */
function maxAttemptsFor(failure: Failure, policy: RetryPolicy, repeat: Repeat): number {
  const limits: Readonly<Record<Disposition, number>> = {
    throttle: Number.POSITIVE_INFINITY,
    transient: policy.maxAttempts,
    busy: policy.maxAttempts,
    're-sign': 3,
    clock: 2,
    never: 1,
  }
  const isCostly = repeat === 'generate' && failure.delivery === 'in-doubt'
  const most = isCostly ? mostGenerated : Number.POSITIVE_INFINITY
  return Math.min(limits[failure.disposition], most, failure.maxAttempts ?? Number.POSITIVE_INFINITY)
}

/**
 * Counts the failures that are compared with the limit. Transient and busy failures are added up, so that a service
 * that alternates between them does not get twice the attempts.
 */
function countFailures(disposition: Disposition, failures: History['failures']): number {
  const shared = disposition === 'transient' || disposition === 'busy'
  return shared ? failures.transient + failures.busy : failures[disposition]
}

const backoffKinds: Readonly<Partial<Record<Disposition, BackoffKind>>> = {
  throttle: 'throttle',
  transient: 'transient',
  busy: 'busy',
}

/** Milliseconds added to a wait for the next second, which must have begun: timers may fire a millisecond early. */
const timerSlackMs = 10

/**
 * Chooses the backoff in milliseconds. Without a nonce, a new signature needs the next second, so that is waited for.
 */
function chooseBackoffMs(failure: Failure, history: History, policy: RetryPolicy, random: number): number {
  const kind = backoffKinds[failure.disposition]
  const count = history.failures[failure.disposition]
  if (kind) return backoffMs(kind, count, policy, random)
  const untilNextSecond = failure.nonceless ? 1000 - (history.now % 1000) + timerSlackMs : 0
  return Math.max(untilNextSecond, count > 1 ? backoffMs('transient', count - 1, policy, random) : 0)
}

/** Makes the decision not to try again. */
export const giveUp = (reason: GiveUpReason): Decision => ({ decision: 'give-up', reason, delayMs: 0 })

/**
 * Decides whether a failed call is sent again, and after which wait. Pure: the same arguments give the same decision.
 *
 * @param policy undefined if retrying is turned off
 * @param random in [0, 1), for the jitter
 */
export function decide(
  failure: Failure,
  call: Repeatability,
  history: History,
  policy: RetryPolicy | undefined,
  random: number,
): Decision {
  const situation = classifySituation(failure, history)
  if (!situation) return giveUp('not-retryable')
  if (!policy) return giveUp('retry-disabled')
  const rule = rules[situation]
  if (!rule.may[call.repeat]) return giveUp(call.repeat === 'duplicate' ? 'could-duplicate' : 'could-overwrite')
  if (!call.replayable) return giveUp('not-replayable')
  if (failure.needsNewSignature && !call.canSignAgain) return giveUp('cannot-re-sign')
  const failed = countFailures(failure.disposition, history.failures)
  if (failed >= maxAttemptsFor(failure, policy, call.repeat)) return giveUp('max-attempts')
  const waitsForTurn = call.paced && failure.disposition === 'throttle'
  const backoff = waitsForTurn ? 0 : chooseBackoffMs(failure, history, policy, random)
  const delayMs = Math.max(backoff, failure.minDelayMs ?? 0)
  if (history.elapsedMs + delayMs > policy.maxRetryTimeMs) return giveUp('deadline')
  return { decision: 'retry', reason: rule.reason, delayMs }
}
