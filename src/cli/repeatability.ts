import type { Classification } from '../catalog/lookup.ts'
import type { Repeat } from '../request/repeat.ts'
import { decide, type Failure } from '../retry/decide.ts'
import { defaultPolicy } from '../retry/policy.ts'

/** May a call of one kind be repeated after a code? */
export interface Repeatability {
  readonly call: Repeat
  /** How often, by default; 0: not at all; null: until the deadline. */
  readonly repeats: number | null
}

const calls: readonly Repeat[] = ['read', 'idempotent', 'overwrite', 'duplicate']

/** More than any bound on attempts: what is still repeated then is bounded by the deadline alone. */
const many = 20

const noFailures = { throttle: 0, resign: 0, clock: 0, transient: 0, busy: 0, never: 0 }

/**
 * Asks the retry layer's own decision, for a call that can be sent and signed again and of which no earlier attempt is
 * in doubt; a replay counts as explained by a short nonce.
 */
export function repeatabilityOf(found: Classification): readonly Repeatability[] {
  const failure: Failure = {
    disposition: found.retry,
    documented: found.documented,
    delivery: 'answered',
    httpOnly: false,
    needsNewSignature: false,
    replayExplained: true,
    ...(found.maxAttempts !== undefined && { maxAttempts: found.maxAttempts }),
    ...(found.minDelayMs !== undefined && { minDelayMs: found.minDelayMs }),
  }
  const isRepeated = (repeat: Repeat, attempts: number): boolean => {
    const history = {
      failures: { ...noFailures, [found.retry]: attempts },
      earlierInDoubt: false,
      elapsedMs: 0,
      now: 0,
    }
    const call = { repeat, replayable: true, canResign: true, paced: false }
    return decide(failure, call, history, defaultPolicy, 0).decision === 'retry'
  }
  return calls.map((call) => {
    let repeats = 0
    while (repeats < many && isRepeated(call, repeats + 1)) repeats++
    return { call, repeats: repeats < many ? repeats : null }
  })
}
