import { setTimeout as sleep } from 'node:timers/promises'
import { burst } from '../test/pacing/scenarios.ts'
import { bucketMs } from './load/protocol.ts'
import { type Result, runLoad } from './load/run-load.ts'
import { ownName, sides } from './load/sides.ts'
import type { Chart, Row, Suite } from './suite.ts'

interface Scenario {
  readonly name: string
  readonly limiter: 'fixed window' | 'sliding window' | 'token bucket'
  readonly qps: number
  readonly calls: number
  readonly workers?: number
  readonly processes?: number
  /** The limit is configured, for sides that have a setting for it. */
  readonly isGiven?: true
  readonly hasChart?: true
}

const limiters = [
  { limiter: 'fixed window', name: 'fixed one-second windows' },
  { limiter: 'sliding window', name: 'a sliding window of one second' },
  { limiter: 'token bucket', name: 'a token bucket' },
] as const

const scenarios: readonly Scenario[] = [
  ...limiters.map(
    ({ limiter, name }): Scenario => ({
      name: `500 calls at once, 20/s, ${name}`,
      limiter,
      qps: 20,
      calls: 500,
      hasChart: true,
    }),
  ),
  { name: '1,500 calls at once, 100/s, fixed one-second windows', limiter: 'fixed window', qps: 100, calls: 1_500 },
  { name: '150 calls at once, 5/s, fixed one-second windows', limiter: 'fixed window', qps: 5, calls: 150 },
  ...limiters.map(
    ({ limiter, name }): Scenario => ({
      name: `500 calls by 50 workers, 20/s, ${name}`,
      limiter,
      qps: 20,
      calls: 500,
      workers: 50,
    }),
  ),
  ...limiters.map(
    ({ limiter, name }): Scenario => ({
      name: `4 processes with 125 calls at once each, 20/s, ${name}`,
      limiter,
      qps: 20,
      calls: 500,
      processes: 4,
      ...(limiter === 'fixed window' && { hasChart: true }),
    }),
  ),
  ...limiters.map(
    ({ limiter, name }): Scenario => ({
      name: `500 calls at once, 20/s given, ${name}`,
      limiter,
      qps: 20,
      calls: 500,
      isGiven: true,
    }),
  ),
]

const quickScenarios: readonly Scenario[] = [
  { name: '60 calls at once, 20/s, fixed one-second windows', limiter: 'fixed window', qps: 20, calls: 60 },
]

const latencyMs = [40, 60] as const
const capMs = 75_000
const quickCapMs = 5_000

const idealMs = ({ calls, qps }: Scenario) => burst(calls, qps)

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)

/** The smallest of the sorted values that at least `share` of them do not exceed. */
const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN

function timeRatio(scenario: Scenario, { timeMs, failed, unfinished }: Result): string {
  const ratio = (timeMs / idealMs(scenario)).toFixed(2)
  if (unfinished > 0) return `>${ratio} †`
  return failed > 0 ? `${ratio} †` : ratio
}

function describeFailures({ failed, unfinished }: Result): string {
  return unfinished > 0 ? `${failed + unfinished} (${unfinished} cut off)` : String(failed)
}

function toRow(scenario: Scenario, result: Result): Row {
  const succeeded = result.calls - result.failed - result.unfinished
  const requests = total(result.accepted) + total(result.rejected)
  return {
    scenario: scenario.name,
    side: result.side,
    'time ÷ ideal': timeRatio(scenario, result),
    'requests ÷ success': succeeded > 0 ? (requests / succeeded).toFixed(2) : '∞',
    'failed calls': describeFailures(result),
    'wait p50, ms': percentile(result.waitsMs, 0.5).toFixed(0),
    'wait p99, ms': percentile(result.waitsMs, 0.99).toFixed(0),
  }
}

const notApplicable = (scenario: Scenario): Row => ({
  scenario: scenario.name,
  side: 'the others: no setting for a limit',
  'time ÷ ideal': 'n/a',
  'requests ÷ success': 'n/a',
  'failed calls': 'n/a',
  'wait p50, ms': 'n/a',
  'wait p99, ms': 'n/a',
})

function toChart(scenario: Scenario, results: readonly Result[]): Chart {
  return {
    title: scenario.name,
    caption: `Requests in each second as the server counted them. The line is the limit, ${scenario.qps} a second.`,
    bucketMs,
    limit: scenario.qps,
    seconds: Math.floor((idealMs(scenario) * 2.5) / 1_000),
    panels: results.map((result) => {
      const { timeMs, failed, unfinished, accepted, rejected } = result
      const time = unfinished > 0 ? `cut off after ${capMs / 1_000} s` : `${(timeMs / 1_000).toFixed(1)} s`
      const failures = failed + unfinished > 0 ? `, ${failed + unfinished} calls failed` : ''
      return {
        name: result.side,
        summary: `${time}; ${total(accepted)} accepted, ${total(rejected)} rejected${failures}`,
        accepted,
        rejected,
      }
    }),
  }
}

/** Time between the starts of two scenarios, in ms: enough to start the processes and send the first burst. */
const staggerMs = 2_500

/** Runs the scenarios of a side concurrently, with staggered starts, because nearly all of the time is waiting. */
function measureSide(side: string, chosen: readonly Scenario[], cap: number): Promise<readonly Result[]> {
  return Promise.all(
    chosen.map(async ({ limiter, qps, calls, processes = 1, workers, isGiven }, at) => {
      await sleep(at * staggerMs)
      const rule = { kind: limiter, qps }
      return runLoad({ side, rule, latencyMs, calls, processes, workers, qps: isGiven ? qps : undefined, capMs: cap })
    }),
  )
}

/** Runs one side after the other, so that each has the machine to itself. */
async function measureAll(chosen: readonly Scenario[], cap: number): Promise<ReadonlyMap<Scenario, readonly Result[]>> {
  const results = new Map<Scenario, Result[]>(chosen.map((scenario) => [scenario, []]))
  for (const { name } of sides) {
    const own = chosen.filter(({ isGiven }) => !isGiven || name === ownName)
    const measured = await measureSide(name, own, cap)
    for (const [at, scenario] of own.entries()) results.get(scenario)?.push(...measured.slice(at, at + 1))
  }
  return results
}

/** Measures how well a client uses a rate limit that is not configured. */
export const goodput: Suite = {
  name: 'goodput',
  title: 'Goodput under a rate limit',
  method: 'one run over loopback HTTP, with real waits',
  notes: [
    'One side after the other has the machine to itself. Its scenarios start 2.5 s apart and then run concurrently, because nearly all of the time is waiting. Server and clients are separate processes. Answers take 40 to 60 ms. Every call is a read, and every accepted request a success.',
    'Ideal: a client that knows the limiter and fills each window as soon as it opens: 24.05 s for 500 calls at 20/s. It is the same for the three limiters (the bucket holds the calls of one second). Windows start with the first request of a side, so that no side profits from a short first window.',
    'The API rejects with HTTP 200 and `{"Response":{"Error":{"Code":"RequestLimitExceeded"}}}`, which the other packages would take for a success. All of them get the same small interceptor, which turns this answer into a rejection, and the same condition for retrying it. axios-tencentcloud needs neither.',
    'Settings are the defaults of each package, except those in the name of the side: axios-retry and retry-axios with exponential delays from 100 ms, p-retry from 1 s, cockatiel from 128 ms, @smithy/util-retry in the token loop of its middleware, with throttles marked as such. axios-tencentcloud: `retry: { maxRetryTimeMs: Infinity }`. "Full jitter until done" is the formula of the AWS Architecture Blog without a last attempt.',
    `† Not all calls succeeded. The time is that until the last call had a result, which is short if a side gives up early. Runs are cut off after ${capMs / 1_000} s; calls without a result by then count as failed.`,
    'Wait: the time from a call to its result, success or failure. With 500 calls at once, the median of the ideal is about 12 s.',
    '"Given": the limit is configured, `pacing: { limit: { qps: 20 } }`. The other packages have no such setting.',
  ],
  async run({ quick }, add) {
    const chosen = quick ? quickScenarios : scenarios
    const measured = await measureAll(chosen, quick ? quickCapMs : capMs)
    const lateness = (some: readonly Result[]) => Math.max(...some.map(({ loopDelayMs }) => loopDelayMs)).toFixed(0)
    const all = [...measured.values()].flat()
    const own = all.filter(({ side }) => side === ownName)
    add.note(
      `In this run the timers of the busiest process fired up to ${lateness(all)} ms late (99th percentile; with axios-tencentcloud ${lateness(own)} ms). Above about 50 ms the machine was too busy for the times to mean much.`,
    )
    return chosen.flatMap((scenario) => {
      const results = measured.get(scenario) ?? []
      if (scenario.hasChart) add.chart(toChart(scenario, results))
      const rows = results.map((result) => toRow(scenario, result))
      return scenario.isGiven ? [...rows, notApplicable(scenario)] : rows
    })
  },
}
