import { findRate } from '../catalog/find-limits.ts'
import type { LimitRow } from '../catalog/tables.ts'
import type { Settings } from '../options/settings.ts'
import type { PacingOptions } from '../pacing/pacing-options.ts'
import type { TurnsSetup } from '../pacing/turns.ts'
import { publishLimitEvent } from './publish-limit-event.ts'

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
  documentedRate: (service, action) => findRate(limits, service, action),
})
