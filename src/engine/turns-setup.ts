import { findRate } from '../catalog/find-limits.ts'
import type { LimitRow } from '../catalog/tables.ts'
import type { Settings } from '../options/settings.ts'
import type { PacedCall } from '../pacing/pacing-key.ts'
import type { PacingOptions } from '../pacing/pacing-options.ts'
import type { DocumentedRate } from '../pacing/slow-start.ts'
import type { TokenSetup, Turns, TurnsSetup } from '../pacing/turns.ts'
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

type Counting = typeof import('./count-tokens.ts')

/** Loads the pacing, and what its options need. */
export async function loadTurns(
  client: TrustedHosts,
  pacing: PacingOptions,
): Promise<{ readonly turns: Turns; findLimits(call: Describable): PacedCall | undefined }> {
  let counting: Counting | undefined
  const loadTokens = async (): Promise<TokenSetup> => {
    counting ??= await import('./count-tokens.ts')
    const { TokenLimiter, LearnedTokens, readTokens } = counting
    return {
      meterTokens: (tpm) => new TokenLimiter(tpm),
      learnTokens: (now) => new LearnedTokens(now),
      readTokens,
    }
  }
  const { limit, fleet } = pacing
  const [{ Turns }, { findLimits }, table, joined, tokens] = await Promise.all([
    import('../pacing/turns.ts'),
    import('./find-limits.ts'),
    import('../catalog/generated/limits.ts').catch(() => undefined),
    fleet && import('../pacing/join-fleet.ts'),
    limit && 'tpm' in limit ? loadTokens() : undefined,
  ])
  const setup = createTurnsSetup(client.settings, pacing, table?.limits)
  return {
    // A fleet learns rates alone.
    turns: new Turns({ ...setup, joinFleet: joined?.joinFleet, tokens, loadTokens: fleet ? undefined : loadTokens }),
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
  documentedRate: (service, action) =>
    action === '' ? documentedByService.get(service) : findRate(limits, service, action),
})
