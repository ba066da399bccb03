// Asks `decide` about a failure that has not happened, for the command and the explorer.
import type { Disposition } from '../catalog/entry.ts'
import type { Repeat } from '../request/repeat.ts'
import { type Decision, type Delivery, decide, type Failure, noFailures } from './decide.ts'
import { defaultPolicy } from './policy.ts'

/** The facts that a catalog entry or an HTTP status gives about a failure. */
export interface KnownFailure {
  readonly retry: Disposition
  /** False if a rule guessed the disposition from the code's name. */
  readonly documented: boolean
  readonly maxAttempts?: number
  readonly minDelayMs?: number
  /** Default: answered. */
  readonly delivery?: Delivery
  /** Only an HTTP status reports the failure, and no envelope. Default: false. */
  readonly httpOnly?: boolean
}

/** The other facts on which the decision depends. */
export interface Circumstances {
  /** A short nonce or a wrong clock explains a replay. Default: true. */
  readonly replayExplained?: boolean
  /** An earlier attempt may have run. Default: false. */
  readonly earlierInDoubt?: boolean
  /** The number of failed attempts, including this one. Default: 1. */
  readonly failed?: number
  /** Milliseconds since the call began. Default: 0. */
  readonly elapsedMs?: number
  /** A pacer schedules the attempts. Default: false, so that throttles are followed by a backoff. */
  readonly paced?: boolean
  /** In [0, 1), for the jitter. Default: 0, the shortest wait. */
  readonly random?: number
}

/** The kinds of calls, from harmless to harmful; without those to large models, which few products have. */
export const repeats: readonly Repeat[] = ['read', 'idempotent', 'overwrite', 'duplicate']

/** Asks `decide` about a call that can be sent and signed again, under the default policy. */
export function decideIf(known: KnownFailure, repeat: Repeat, circumstances: Circumstances = {}): Decision {
  const { retry, documented, delivery = 'answered', httpOnly = false, maxAttempts, minDelayMs } = known
  const { replayExplained = true, earlierInDoubt = false, failed = 1, elapsedMs = 0, paced = false } = circumstances
  const failure: Failure = {
    disposition: retry,
    documented,
    delivery,
    httpOnly,
    needsNewSignature: false,
    replayExplained,
    ...(minDelayMs !== undefined && { minDelayMs }),
    ...(maxAttempts !== undefined && { maxAttempts }),
  }
  const call = { repeat, replayable: true, canSignAgain: true, paced }
  const history = { failures: { ...noFailures, [retry]: failed }, earlierInDoubt, elapsedMs, now: 0 }
  return decide(failure, call, history, defaultPolicy, circumstances.random ?? 0)
}
