import axios, {
  type AxiosAdapter,
  type AxiosInstance,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios'
import { attachTencentCloud, isTencentCloudError } from 'axios-tencentcloud'
import { VirtualTime } from '../../test/pacing/simulator.ts'
import { seeded } from '../../test/support/seeded.ts'
import { toBody } from '../load/answers.ts'
import { type Cell, countWorkers } from './cells.ts'
import { idealMs } from './ideal.ts'
import { limiters } from './limiters.ts'

/** What one run of a cell showed. */
export interface RunOfCell {
  readonly timeRatio: number
  readonly requests: number
  readonly succeeded: number
  /** Calls that were refused their turn: `deadline` or `queue-full`. */
  readonly refused: number
  /** Calls that failed in another way, or never ended. */
  readonly lost: number
  /** Most requests that arrived in any 1,000 ms. */
  readonly busiestSecond: number
  /** Milliseconds from each call to its result, sorted. */
  readonly waitsMs: readonly number[]
}

/** Part by which a way through the network, and the work, differ from their mean. */
const spread = 0.2
/** Processes start within this time, in ms. */
const startWithinMs = 200
/** Virtual time after which calls without a result count as lost, in ms. */
const capMs = 300_000

/** The engine's promises settle before the next macrotask, however long their chains are. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

const refusals: ReadonlySet<unknown> = new Set(['deadline', 'queue-full'])

function countBusiestSecond(times: readonly number[]): number {
  let oldest = 0
  let most = 0
  for (const [at, time] of times.entries()) {
    while ((times[oldest] ?? time) <= time - 1_000) oldest++
    most = Math.max(most, at + 1 - oldest)
  }
  return most
}

/** When the calls are made, in ms and in order. Each process starts at a moment of its own. */
function drawArrivals({ load, qps, calls, processes }: Cell, random: () => number): readonly number[] {
  if (typeof load === 'object') {
    let at = 0
    return Array.from({ length: calls }, () => (at += (-Math.log(1 - random()) * 1_000) / (qps * load.timesLimit)))
  }
  const starts = Array.from({ length: processes }, (_, process) => (process === 0 ? 0 : random() * startWithinMs))
  return Array.from({ length: calls }, (_, call) => starts[call % processes] ?? 0)
}

const baseURL = 'https://cvm.tencentcloudapi.com'

const read = (http: AxiosInstance | undefined) =>
  http?.get('/', { params: { Action: 'DescribeInstances', Version: '2017-03-12' } })

const answer = (code: 'RequestLimitExceeded' | undefined, config: InternalAxiosRequestConfig): AxiosResponse => {
  const headers = { 'content-type': 'application/json' }
  return { data: toBody(code), status: 200, statusText: 'OK', headers, config }
}

let loaded: Promise<unknown> | undefined

/** Makes a call that is throttled once, without long waits, so that what is imported dynamically is loaded. */
async function loadAll(): Promise<void> {
  let requests = 0
  const adapter: AxiosAdapter = async (config) => answer(requests++ === 0 ? 'RequestLimitExceeded' : undefined, config)
  const http = axios.create({ baseURL, adapter })
  attachTencentCloud(http, { clock: { now: Date.now, sleep: () => settle().then(() => {}), random: Math.random } })
  await read(http)
}

/** Runs a cell once, in virtual time: each process is an axios instance with an attachment of its own. */
export async function simulateCell(cell: Cell, seed: number): Promise<RunOfCell> {
  loaded ??= loadAll()
  await loaded
  const { qps, calls, processes, latency, load, pacing } = cell
  const random = seeded(seed)
  const time = new VirtualTime(random, settle)
  const start = time.now()
  const elapsed = () => time.now() - start
  const limiter = limiters[cell.limiter](qps, random())
  const vary = (ms: number) => ms * (1 - spread + 2 * spread * random())
  const requestTimes: number[] = []

  const adapter: AxiosAdapter = async (config) => {
    await time.delay(vary(latency.roundTripMs / 2))
    requestTimes.push(elapsed())
    const isAdmitted = limiter.admit(elapsed())
    await time.delay(vary(latency.roundTripMs / 2) + (isAdmitted ? vary(latency.workMs) : 0))
    return answer(isAdmitted ? undefined : 'RequestLimitExceeded', config)
  }
  const connect = (): AxiosInstance => {
    const http = axios.create({ baseURL, adapter })
    attachTencentCloud(http, { clock: time, ...(!pacing && { pacing: false }) })
    return http
  }
  const clients = Array.from({ length: processes }, connect)

  const waitsMs: number[] = []
  let [succeeded, refused, failed, endedAt] = [0, 0, 0, 0]
  async function call(number: number): Promise<void> {
    const madeAt = elapsed()
    try {
      await read(clients[number % processes])
      succeeded++
    } catch (error) {
      if (isTencentCloudError(error) && refusals.has(error.reason)) refused++
      else failed++
    }
    endedAt = elapsed()
    waitsMs.push(endedAt - madeAt)
  }

  const arrivals = drawArrivals(cell, random)
  if (load === 'workers') {
    // A worker belongs to a process and makes the calls of that process, whose numbers are `processes` apart.
    const next = Array.from({ length: processes }, (_, process) => process)
    const work = async (process: number): Promise<void> => {
      for (let number = next[process] ?? calls; number < calls; number = next[process] ?? calls) {
        next[process] = number + processes
        await call(number)
      }
    }
    for (let worker = 0; worker < Math.min(countWorkers(cell), calls); worker++)
      time.at(arrivals[worker] ?? 0, () => void work(worker % processes))
  } else for (const [number, at] of arrivals.entries()) time.at(at, () => void call(number))

  await time.run(() => waitsMs.length === calls || elapsed() > capMs)
  return {
    timeRatio: endedAt / idealMs(cell, arrivals),
    requests: requestTimes.length,
    succeeded,
    refused,
    lost: failed + calls - waitsMs.length,
    busiestSecond: countBusiestSecond(requestTimes),
    waitsMs: waitsMs.toSorted((a, b) => a - b),
  }
}
