import { findRate } from '../catalog/find-limits.ts'
import type { LimitRow } from '../catalog/tables.ts'
import type { Settings } from '../options/settings.ts'
import type { PacedCall } from '../pacing/pacing-key.ts'
import type { PacingOptions } from '../pacing/pacing-options.ts'
import type { DocumentedRate } from '../pacing/slow-start.ts'
import type { Turns, TurnsSetup } from '../pacing/turns.ts'
import type { Describable, TrustedHosts } from './describe-call.ts'
import { publishLimitEvent } from './publish-limit-event.ts'

/**
 * Where slow start begins at a model endpoint, whose paths are no actions: with the calls at the same time that its document
 * allows, or with its calls a minute. A rate that is learned does not begin with either. TokenHub documents none: each
 * account and model has limits of its own. Source: the documents that request/model-hosts.ts names, and
 * catalog/limits.json.
 */
const documentedByService: ReadonlyMap<string, DocumentedRate> = new Map(
  Object.entries({ cloudbase: 5, hunyuan: 5, yuanqi: 10, lkeap: 15_000 }).map(([service, calls]) => [
    service,
    { calls, periodSeconds: 60 },
  ]),
)

/** Loads the pacing, and what its options need. */
export async function loadTurns(
  client: TrustedHosts,
  pacing: PacingOptions,
): Promise<{ readonly turns: Turns; findLimits(call: Describable): PacedCall | undefined }> {
  const [{ Turns }, { findLimits }, table, fleet, counting] = await Promise.all([
    import('../pacing/turns.ts'),
    import('./find-limits.ts'),
    import('../catalog/generated/limits.ts').catch(() => undefined),
    pacing.fleet && import('../pacing/join-fleet.ts'),
    pacing.limit && 'tpm' in pacing.limit ? import('./count-tokens.ts') : undefined,
  ])
  const tokens = counting && {
    meterTokens: (tpm: number) => new counting.TokenLimiter(tpm),
    readTokens: counting.readTokens,
  }
  const setup = createTurnsSetup(client.settings, pacing, table?.limits)
  return {
    turns: new Turns({ ...setup, joinFleet: fleet?.joinFleet, tokens }),
    findLimits: (call) => findLimits(call, client, counting?.estimateTokens),
  }
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
  documentedRate: (service, action) => action === '' ? documentedByService.get(service) : findRate(limits, service, action),
})
