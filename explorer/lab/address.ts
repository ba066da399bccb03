import { bounds, defaultScenario, type LimiterKind, limiterKinds, type Scenario } from './scenario.ts'

/** The settings of a run in its address; those of the default scenario are left out. */
const names = {
  limiter: 'limiter',
  limit: 'limit',
  calls: 'calls',
  workers: 'at-once',
  roundTripMs: 'round-trip-ms',
  deadlineMs: 'deadline-ms',
  seed: 'seed',
} as const satisfies Readonly<Record<keyof Scenario, string>>

const keys = Object.keys(names) as (keyof Scenario)[]

/** Brings a number into its range; the default for what is no number. */
export function toAllowed(name: keyof typeof bounds, value: number): number {
  const [least, most] = bounds[name]
  if (!Number.isFinite(value)) return defaultScenario[name]
  return Math.min(most, Math.max(least, Math.round(value)))
}

const isLimiter = (text: string | null): text is LimiterKind => limiterKinds.some((kind) => kind === text)

/** Reads the settings from the query of an address. What is missing or wrong is as in the default scenario. */
export function parseScenario(search: string): Scenario {
  const params = new URLSearchParams(search)
  const read = (name: keyof typeof bounds): number => {
    const text = params.get(names[name]) ?? ''
    return toAllowed(name, text.trim() === '' ? Number.NaN : Number(text))
  }
  const limiter = params.get(names.limiter)
  return {
    limiter: isLimiter(limiter) ? limiter : defaultScenario.limiter,
    limit: read('limit'),
    calls: read('calls'),
    workers: read('workers'),
    roundTripMs: read('roundTripMs'),
    deadlineMs: read('deadlineMs'),
    seed: read('seed'),
  }
}

/** Returns the address of a run, which reproduces it. */
export function labHref(scenario: Scenario): string {
  const changed = keys.filter((key) => scenario[key] !== defaultScenario[key])
  const params = new URLSearchParams(changed.map((key) => [names[key], String(scenario[key])]))
  return params.size > 0 ? `#/lab?${params}` : '#/lab'
}
