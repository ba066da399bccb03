import { setImmediate } from 'node:timers/promises'
import type { AxiosAdapter } from 'axios'
import { seeded } from '../test/support/seeded.ts'
import { toBody } from './load/answers.ts'
import { makeCalls } from './load/make-calls.ts'
import type { Side } from './load/side.ts'
import { ownName, sides } from './load/sides.ts'
import type { Additions, Row, Suite } from './suite.ts'

interface Scenario {
  readonly name: string
  /** The share of requests that fail. */
  readonly share: number
  readonly calls: number
}

const scenarios: readonly Scenario[] = [
  { name: 'Total outage', share: 1, calls: 6_000 },
  { name: '10 % of all requests fail', share: 0.1, calls: 20_000 },
  { name: '50 % of all requests fail', share: 0.5, calls: 6_000 },
]

const workers = 1_000
/** Waits are shortened to a thousandth, because only the number of requests is measured. */
const waitFactor = 0.001
const seed = 20_080_801

interface Result {
  readonly requests: number
  readonly failed: number
}

/** Makes the calls of one side, answered in memory; over HTTP this many requests would take several minutes. */
async function measure(side: Side, { share, calls }: Scenario): Promise<Result> {
  const random = seeded(seed)
  let requests = 0
  const adapter: AxiosAdapter = async (config) => {
    requests++
    const data = toBody(random() < share ? 'InternalError' : undefined)
    await setImmediate() // lets timers run
    return { data, status: 200, statusText: 'OK', headers: { 'content-type': 'application/json' }, config }
  }
  const call = side.connect({ url: 'http://127.0.0.1', waitFactor, adapter })
  const { failed } = await makeCalls(call, { calls, workers, capMs: 600_000 })
  return { requests, failed }
}

/** Three decimals, but never rounded up to 100 %. */
function percent(part: number, whole: number): string {
  return part === whole ? '100 %' : `${Math.min(99.999, (100 * part) / whole).toFixed(3)} %`
}

async function toRow(scenario: Scenario, side: Side, add: Additions): Promise<Row> {
  const start = { scenario: scenario.name, side: side.name }
  if (side.endless && scenario.share === 1) {
    return { ...start, 'requests ÷ calls': '∞', 'calls that succeed': 'never ends' }
  }
  const { requests, failed } = await measure(side, scenario)
  if (side.name === ownName) {
    if (scenario.share === 1) add.figure('dead backend: requests', requests / scenario.calls)
    if (scenario.share === 0.1) add.figure('10 % fail: succeed', (100 * (scenario.calls - failed)) / scenario.calls)
  }
  return {
    ...start,
    'requests ÷ calls': (requests / scenario.calls).toFixed(3),
    'calls that succeed': percent(scenario.calls - failed, scenario.calls),
  }
}

/** Measures the load of retries on a service that is down, and their benefit while a service fails in part. */
export const outage: Suite = {
  name: 'outage',
  title: 'Retries in outages and brown-outs',
  method: 'one run, answered in memory, waits shortened to a thousandth',
  notes: [
    `The service answers InternalError (HTTP 200, in the API's envelope) to all requests, or to random ones by a seeded generator. ${workers.toLocaleString('en')} workers make the calls. Every call is a read, so that repeating it is safe.`,
    'The answers come from an axios adapter in memory, the same for all sides. Over HTTP this many requests would take several minutes, and their number would be the same.',
    'Only numbers of requests are compared, so waits are shortened: the base and the cap of every delay are a thousandth of the default. axios-tencentcloud gets a `clock` whose sleeps take a thousandth of the time, the others corresponding settings.',
    'Sides, their settings and the interceptor that turns failures into rejections are those of the suite goodput. Retry budgets and quotas have their default sizes; the capacity of 500 tokens limits @smithy/util-retry even with 10 attempts.',
    'Requests ÷ calls in a total outage is the load on a service that tries to recover; 1 means no load besides the calls themselves.',
  ],
  async run({ quick }, add) {
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0 // some hundred thousand stacks would take most of the time
    const rows: Row[] = []
    for (const full of scenarios) {
      const calls = quick ? full.calls / 20 : full.calls
      const scenario = { ...full, name: `${full.name}, ${calls.toLocaleString('en')} calls`, calls }
      rows.push(...(await Promise.all(sides.map((side) => toRow(scenario, side, add)))))
    }
    Error.stackTraceLimit = stackTraceLimit
    return rows
  },
}
