import { setTimeout as sleep } from 'node:timers/promises'
import { burst } from '../test/pacing/scenarios.ts'
import { measureBelowLimit } from './goodput/below-limit.ts'
import { quickScenarios, type Scenario, scenarios } from './goodput/scenarios.ts'
import { bucketMs } from './load/protocol.ts'
import { type Result, runLoad } from './load/run-load.ts'
import { ownName, sides } from './load/sides.ts'
import type { Additions, Chart, Row, Suite } from './suite.ts'

const latencyMs = [40, 60] as const
const capMs = 75_000
const quickCapMs = 5_000

/** A smooth limiter has no windows: it lets a tenth of a second's calls in, and then one after the other. */
function idealMs({ limiter, calls, qps, workMs = 0 }: Scenario): number {
  if (limiter !== 'smooth') return burst(calls, qps) + workMs
  return ((calls - Math.max(1, qps / 10)) * 1_000) / qps + burst(1, 1) + workMs
}

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

function requestsRatio({ calls, failed, unfinished, accepted, rejected }: Result): number {
  return (total(accepted) + total(rejected)) / (calls - failed - unfinished)
}

const warmSuffix = ', after a warm-up call'

function toRow(scenario: Scenario, result: Result, isWarm: boolean): Row {
  const ratio = requestsRatio(result)
  return {
    scenario: scenario.name,
    side: isWarm ? result.side + warmSuffix : result.side,
    'time ÷ ideal': timeRatio(scenario, result),
    'requests ÷ success': Number.isFinite(ratio) ? ratio.toFixed(2) : '∞',
    'failed calls': describeFailures(result),
    'busiest second': String(result.busiestSecond),
    'wait p50, ms': percentile(result.waitsMs, 0.5).toFixed(0),
    'wait p99, ms': percentile(result.waitsMs, 0.99).toFixed(0),
  }
}

function addFigures(scenario: Scenario, result: Result, add: Additions): void {
  if (!scenario.figure || result.side !== ownName) return
  add.figure(`${scenario.figure}: time`, result.timeMs / idealMs(scenario))
  add.figure(`${scenario.figure}: requests`, requestsRatio(result))
  add.figure(`${scenario.figure}: failed`, result.failed + result.unfinished)
}

const notApplicable = (scenario: Scenario): Row => ({
  scenario: scenario.name,
  side: 'the others: no setting for a limit',
  'time ÷ ideal': 'n/a',
  'requests ÷ success': 'n/a',
  'failed calls': 'n/a',
  'busiest second': 'n/a',
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

/** A run of a scenario by one side. */
interface Task {
  readonly scenario: Scenario
  readonly isWarm: boolean
}

const toTasks = (chosen: readonly Scenario[]): readonly Task[] =>
  [false, true].flatMap((isWarm) =>
    chosen.filter(({ hasWarmRow }) => !isWarm || hasWarmRow).map((scenario) => ({ scenario, isWarm })),
  )

/** Runs the tasks of a side concurrently, with staggered starts, because nearly all of the time is waiting. */
function measureSide(side: string, tasks: readonly Task[], cap: number): Promise<readonly Result[]> {
  return Promise.all(
    tasks.map(async ({ scenario, isWarm }, at) => {
      await sleep(at * staggerMs)
      const { limiter, qps, calls, processes = 1, workers, workMs = 0, isGiven } = scenario
      return runLoad({
        side,
        rule: { kind: limiter, qps },
        latencyMs,
        workMs,
        calls,
        processes,
        workers,
        qps: isGiven ? qps : undefined,
        warmUp: isWarm,
        isBatch: false,
        capMs: cap,
      })
    }),
  )
}

/** Runs one side after the other, so that each has the machine to itself. */
async function measureAll(tasks: readonly Task[], cap: number): Promise<ReadonlyMap<Task, readonly Result[]>> {
  const results = new Map<Task, Result[]>(tasks.map((task) => [task, []]))
  for (const { name } of sides) {
    const own = tasks.filter(({ scenario }) => name === ownName || !(scenario.isGiven || scenario.isOwn))
    const measured = await measureSide(name, own, cap)
    for (const [at, task] of own.entries()) results.get(task)?.push(...measured.slice(at, at + 1))
  }
  return results
}

/** Measures how well a client uses a rate limit that is not configured. */
export const goodput: Suite = {
  name: 'goodput',
  title: 'Goodput under a rate limit',
  method: 'one run over loopback HTTP, with real waits',
  notes: [
    'Cold: each run has new processes on plain Node.js, which have imported the packages and made no call; axios-tencentcloud is the built package, whose parts load when they are needed. So is every row, except those "after a warm-up call", whose processes have made a call that was throttled once.',
    'One side after the other has the machine to itself. Its scenarios start 2.5 s apart and then run concurrently, because nearly all of the time is waiting. Server and clients are separate processes. Answers take 40 to 60 ms. Every call is a read, and every accepted request a success.',
    "Ideal: a client that knows the limiter and fills each window as soon as it opens: 19.05 s for 400 calls at 20/s. It is the same for all limiters (the bucket holds the calls of one second), except the smooth one, which has one slot in each 1/limit of a second, and allows bursts of a tenth of a second's calls. Windows start with the first request of a side, so that no side profits from a short first window.",
    'The API rejects with HTTP 200 and `{"Response":{"Error":{"Code":"RequestLimitExceeded"}}}`, which the other packages would take for a success. All of them get the same small interceptor, which turns this answer into a rejection, and the same condition for retrying it. axios-tencentcloud needs neither.',
    'Settings are the defaults of each package, except those in the name of the side: axios-retry and retry-axios with exponential delays from 100 ms, p-retry from 1 s, cockatiel from 128 ms, @smithy/util-retry in the token loop of its middleware, with throttles marked as such. axios-tencentcloud: none, so that a call may take 60 s. "Full jitter until done" is the formula of the AWS Architecture Blog without a last attempt.',
    `† Not all calls succeeded. The time is that until the last call had a result, which is short if a side gives up early. Runs are cut off after ${capMs / 1_000} s; calls without a result by then count as failed.`,
    'Wait: the time from a call to its result, success or failure. With 400 calls at once, the median of the ideal is about 9 s. Busiest second: the most requests that the server received in any 1,000 ms.',
    'Scenarios without other sides are those that only this package is meant for. Latency below the limit: calls arrive at random moments (a Poisson process) for 30 s; "backoff alone" is axios-tencentcloud with `pacing: false`.',
    '"Given": the limit is configured, `pacing: { limit: { qps: 20 } }`. The other packages have no such setting.',
  ],
  async run({ quick }, add) {
    const chosen = quick ? quickScenarios : scenarios
    const tasks = toTasks(chosen)
    const measured = await measureAll(tasks, quick ? quickCapMs : capMs)
    const lateness = (some: readonly Result[]) => Math.max(...some.map(({ loopDelayMs }) => loopDelayMs)).toFixed(0)
    const all = [...measured.values()].flat()
    const own = all.filter(({ side }) => side === ownName)
    add.note(
      `In this run the timers of the busiest process fired up to ${lateness(all)} ms late (99th percentile; with axios-tencentcloud ${lateness(own)} ms). Above about 50 ms the machine was too busy for the times to mean much.`,
    )
    const rows = chosen.flatMap((scenario) => {
      const resultsOf = (warm: boolean) =>
        [...measured].flatMap(([task, results]) => (task.scenario === scenario && task.isWarm === warm ? results : []))
      const cold = resultsOf(false)
      for (const result of cold) addFigures(scenario, result, add)
      if (scenario.hasChart) add.chart(toChart(scenario, cold))
      return [
        ...cold.map((result) => toRow(scenario, result, false)),
        ...resultsOf(true).map((result) => toRow(scenario, result, true)),
        ...(scenario.isGiven ? [notApplicable(scenario)] : []),
      ]
    })
    return quick ? rows : [...rows, ...(await measureBelowLimit())]
  },
}
