import type { Repeat } from '../request/repeat.ts'
import { decideIf, type KnownFailure, repeats as kinds } from '../retry/what-if.ts'

/** May a call of one kind be repeated after a code? */
export interface Repeatability {
  readonly call: Repeat
  /** How often, by default; 0: not at all; null: until the deadline. */
  readonly repeats: number | null
}

/** More than any bound on attempts: what is still repeated then is bounded by the deadline alone. */
const many = 20

/**
 * Asks the retry layer's own decision, for a call that can be sent and signed again and of which no earlier attempt is
 * in doubt; a replay counts as explained by a short nonce.
 */
export function repeatabilityOf(known: KnownFailure): readonly Repeatability[] {
  return kinds.map((call) => {
    let repeats = 0
    while (repeats < many && decideIf(known, call, { failed: repeats + 1 }).decision === 'retry') repeats++
    return { call, repeats: repeats < many ? repeats : null }
  })
}
