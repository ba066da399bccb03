import { modelServices } from '../request/model-hosts.ts'
import type { Repeat } from '../request/repeat.ts'
import { decideIf, type KnownFailure, repeats as kinds } from '../retry/what-if.ts'

/** Whether a call of one kind may be repeated after a code. */
export interface Repeatability {
  readonly call: Repeat
  /** How often, with default options; 0: never; null: until the deadline. */
  readonly repeats: number | null
}

/** Above every limit on attempts: a call that is still repeated then is limited by the deadline alone. */
const many = 20

/**
 * Counts the repeats that the retry layer's own `decide` allows each kind of call. Assumes a call that can be sent and
 * signed again, no earlier attempt in doubt, and for a replay a short nonce as its explanation.
 */
export function countRepeats(known: KnownFailure & { readonly service: string }): readonly Repeatability[] {
  const all: readonly Repeat[] = modelServices.has(known.service) ? ['generate', ...kinds] : kinds
  return all.map((call) => {
    let repeats = 0
    while (repeats < many && decideIf(known, call, { failed: repeats + 1 }).decision === 'retry') repeats++
    return { call, repeats: repeats < many ? repeats : null }
  })
}
