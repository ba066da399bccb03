// For people's tools, the command and the explorer: what `decide` would say of a failure that has not happened.
import type { Disposition } from '../catalog/entry.ts'
import type { Repeat } from '../request/repeat.ts'
import { type Decision, type Delivery, decide, type Failure, noFailures } from './decide.ts'
import { defaultPolicy } from './policy.ts'

/** What is known of a failure. */
export interface KnownFailure {
  readonly retry: Disposition
  readonly documented: boolean
  readonly maxAttempts?: number
  readonly minDelayMs?: number
  /** Default: answered. */
  readonly delivery?: Delivery
  /** An HTTP status spoke, and no envelope. Default: false. */
  readonly httpOnly?: boolean
}

/** What else the decision depends on. */
export interface Circumstances {
  /** A nonce too short, or a wrong clock, explains a replay. Default: true. */
  readonly replayExplained?: boolean
  /** Default: false. */
  readonly earlierInDoubt?: boolean
  /** Failed attempts, this one included. Default: 1. */
  readonly failed?: number
  /** Milliseconds since the call began. Default: 0. */
  readonly elapsedMs?: number
  /** Default: false, so that waits are those of backoff. */
  readonly paced?: boolean
  /** 0 to 1, for the jitter. Default: 0. */
  readonly random?: number
}

/** The kinds of calls, from harmless to harmful. */
export const repeats: readonly Repeat[] = ['read', 'idempotent', 'overwrite', 'duplicate']

/** Asks `decide`, of a call that can be sent and signed again, under the default policy. */
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
