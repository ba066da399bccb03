import { modelServices } from '../request/model-hosts.ts'
import { type Repeat, resolveRepeat } from '../request/repeat.ts'
import { decideIf, type KnownFailure, repeats as kinds } from '../retry/what-if.ts'
import type { Call } from './question.ts'

export type { Repeat }

/** Whether a call of one kind may be repeated after a failure. */
export interface Repeatability {
  /** The kind of call. */
  readonly call: Repeat
  /** How often, with default options; 0: never; `until-deadline`: as often as the time allows. */
  readonly repeats: number | 'until-deadline'
}

/** Above every limit on attempts: a call that is still repeated then is limited by the deadline alone. */
const many = 20

function countRepeatsOf(known: KnownFailure, call: Repeat): Repeatability {
  let repeats = 0
  while (repeats < many && decideIf(known, call, { failed: repeats + 1 }).decision === 'retry') repeats++
  return { call, repeats: repeats < many ? repeats : 'until-deadline' }
}

/** The kinds of calls of a product: few have models. */
const listKinds = (service = ''): readonly Repeat[] => (modelServices.has(service) ? ['generate', ...kinds] : kinds)

/**
 * Counts the repeats that the retry layer's own `decide` allows: for the action if one is named, else for each kind of call.
 * Assumes a call that can be sent and signed again, no earlier attempt in doubt, and for a replay a short nonce as its
 * explanation.
 */
export async function countRepeats(known: KnownFailure, { action, service }: Call): Promise<readonly Repeatability[]> {
  if (!action) return listKinds(service).map((call) => countRepeatsOf(known, call))
  return [countRepeatsOf(known, await resolveRepeat({ actions: [action], service, method: 'POST' }))]
}
