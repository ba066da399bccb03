import { findRate } from '../catalog/find-limits.ts'
import type { LimitRow } from '../catalog/tables.ts'
import type { Settings } from '../options/settings.ts'
import type { PacingOptions } from '../pacing/pacing-options.ts'
import type { DocumentedRate } from '../pacing/slow-start.ts'
import type { TurnsSetup } from '../pacing/turns.ts'
import { publishLimitEvent } from './publish-limit-event.ts'

/**
 * Calls at the same time, where a model endpoint documents them. Source: the documents that request/model-hosts.ts names.
 */
const callsInFlight: ReadonlyMap<string, number> = new Map([
  ['cloudbase', 5],
  ['hunyuan', 5],
  ['yuanqi', 10],
])

function findModelLimit(service: string): DocumentedRate | undefined {
  const calls = callsInFlight.get(service)
  // Slow start begins with as many; a rate that is learned does not begin with it.
  return calls === undefined ? undefined : { calls, periodSeconds: 60 }
}

/**
 * What the pacing of a client needs of it.
 *
 * @param limits the documented limits; undefined if they could not be loaded, and then every action starts alike
 */
export const createTurnsSetup = (
  settings: Settings,
  options: PacingOptions,
  limits: readonly LimitRow[] = [],
): TurnsSetup => ({
  clock: settings.clock,
  options,
  publish: (event) => publishLimitEvent(event, settings),
  documentedRate: (service, action) => (action === '' ? findModelLimit(service) : findRate(limits, service, action)),
})
