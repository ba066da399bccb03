import { setMaxListeners } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { queryObjects } from 'node:v8'
import axios, {
  type AxiosAdapter,
  AxiosError,
  type AxiosInstance,
  type InternalAxiosRequestConfig,
  isCancel,
} from 'axios'
import { textLoaders } from '../../src/catalog/generated/text-loaders.ts'
import { attachTencentCloud, attemptsOf, isTencentCloudError, type TencentCloudOptions } from '../../src/index.ts'
import { PacedKey } from '../../src/pacing/paced-key.ts'
import { PacingGate } from '../../src/pacing/pacing-gate.ts'
import { RetryBudget } from '../../src/retry/budget.ts'
import { VirtualTime } from '../pacing/simulator.ts'
import { countDependents } from '../support/dependents.ts'
import { seeded } from '../support/seeded.ts'

await Promise.all([...textLoaders.values()].map((load) => load()))

export interface SoakPlan {
  /** Calls begun in each second of virtual time. */
  readonly perSecond: number
  readonly seconds: number
  readonly options: TencentCloudOptions
  /** Of the requests, how many end in each fault; the rest succeed. */
  readonly faults: Readonly<Record<string, number>>
  /** Has each call a host, an action and an account of its own, up to 100,000 of them? */
  readonly isDistinct?: boolean
}

/** What is held after a second of virtual time; after a garbage collection where `gc` is exposed. */
export interface Sample {
  readonly second: number
  readonly heapBytes: number
  readonly handles: number
  /** What is attached to a signal that nearly all calls share. */
  readonly listeners: number
  /** Timers on the virtual clock. */
  readonly sleeping: number
  readonly pending: number
  /** Attempts that the gate counts as in flight. */
  readonly inFlight: number
  /** Hosts and actions whose limits are remembered; counted when asked for, which takes a third of a second. */
  readonly limits: number
  /** Hosts whose retry budget is short; counted when asked for. */
  readonly budgets: number
}

export interface SoakResult {
  readonly samples: readonly Sample[]
  readonly calls: number
  readonly succeeded: number
  readonly failed: number
  readonly requests: number
  /** The most attempts that one call kept a record of. */
  readonly mostAttempts: number
  readonly unexpected: readonly string[]
}

const hosts = Array.from({ length: 400 }, (_, at) => `p${at}.tencentcloudapi.com`)
const distinct = 100_000
const actions = ['DescribeThings', 'ListThings', 'ModifyThing', 'DeleteThing', 'RunThings', 'CreateThing']

const failure = (code: string) => JSON.stringify({ Response: { Error: { Code: code, Message: 'm' }, RequestId: 'r' } })
const success = JSON.stringify({ Response: { RequestId: 'r' } })

const bodies: Readonly<Record<string, string>> = {
  throttled: failure('RequestLimitExceeded'),
  internal: failure('InternalError'),
  busy: failure('ResourceInUse.TaskRunning'),
  expired: failure('AuthFailure.SignatureExpire'),
  refused: failure('InvalidParameter'),
  unheard: failure('NeverHeardOf.Code'),
}

/** Answers after a while of virtual time: with success, or a fault by chance. */
function faultyAdapter(
  time: VirtualTime,
  random: () => number,
  faults: SoakPlan['faults'],
  onRequest: () => void,
): AxiosAdapter {
  const pick = (): string | undefined => {
    let left = random()
    return Object.keys(faults).find((name) => {
      left -= faults[name] ?? 0
      return left < 0
    })
  }
  return async (config: InternalAxiosRequestConfig) => {
    onRequest()
    await time.delay(20 + 60 * random())
    const fault = pick()
    if (fault === 'reset') throw Object.assign(new AxiosError('socket hang up', 'ECONNRESET', config))
    const status = fault === 'status' ? 502 : 200
    const headers = { date: new Date(time.now() + (fault === 'expired' ? 600_000 : 0)).toUTCString() }
    const data = fault === undefined ? success : (bodies[fault] ?? '<html>')
    const response = { data, status, statusText: '', headers, config }
    if (status === 200) return response
    throw new AxiosError('bad gateway', 'ERR_BAD_RESPONSE', config, undefined, response)
  }
}

const collected = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

/** Notes the gates that attempts pass, until it is told to stop. */
function noteGates(): { readonly gates: ReadonlySet<PacingGate>; stop(): void } {
  const gates = new Set<PacingGate>()
  const { pass } = PacingGate.prototype
  PacingGate.prototype.pass = function passNoted(passenger) {
    gates.add(this)
    return pass.call(this, passenger)
  }
  return {
    gates,
    stop() {
      PacingGate.prototype.pass = pass
    },
  }
}

const noTally = { calls: 0, succeeded: 0, failed: 0, requests: 0 }

/** An application that makes calls through one attachment, and counts what comes of them. */
class Caller {
  readonly tally = { ...noTally, mostAttempts: 0 }
  readonly unexpected: string[] = []
  readonly signal = new AbortController().signal
  readonly #random: () => number
  readonly #http: AxiosInstance
  readonly #isDistinct: boolean
  readonly #time: VirtualTime
  pending = 0

  constructor(time: VirtualTime, random: () => number, { faults, options, isDistinct = false }: SoakPlan) {
    setMaxListeners(0, this.signal)
    this.#isDistinct = isDistinct
    this.#time = time
    this.#random = random
    this.#http = axios.create({ adapter: faultyAdapter(time, random, faults, () => this.tally.requests++) })
    // A key for each host is derived in real time, in which virtual time would run on: those calls are not signed.
    const credentials = !isDistinct && { secretId: 'AKIDexample', secretKey: 'k' }
    attachTencentCloud(this.#http, { ...(credentials && { credentials }), clock: time, ...options })
  }

  begin(number: number): void {
    this.tally.calls++
    this.pending++
    // Mostly a few hosts; and all others, one after the other.
    const shared = hosts[number % 10 === 0 ? Math.floor(number / 10) % hosts.length : number % 3]
    const host = this.#isDistinct ? `q${number % distinct}.tencentcloudapi.com` : shared
    const action = `${actions[Math.floor(this.#random() * actions.length)]}${this.#isDistinct ? number % distinct : ''}`
    const request = {
      method: 'POST',
      url: `https://${host}/`,
      data: { n: number },
      headers: { 'X-TC-Action': action, 'X-TC-Version': '2017-03-12' },
      // What tells the accounts of unsigned requests apart.
      ...(this.#isDistinct && { params: { SecretId: `AKIDexample${number % distinct}` } }),
    }
    // A part of the calls is aborted while it runs, and most have a deadline, which links their signal to another.
    const own = number % 50 === 0 ? new AbortController() : undefined
    if (own) this.#time.at(100 * this.#random(), () => own.abort())
    const tencentCloud = number % 5 === 0 ? {} : { deadlineMs: 30_000 }
    this.#http.request({ ...request, tencentCloud, signal: own?.signal ?? this.signal }).then(
      (response) => {
        this.tally.succeeded++
        this.#ended(response)
      },
      (error: unknown) => {
        this.tally.failed++
        const isExpected = isTencentCloudError(error) || (own && isCancel(error))
        if (!isExpected && this.unexpected.length < 5) this.unexpected.push(String(error))
        this.#ended(error)
      },
    )
  }

  #ended(outcome: unknown): void {
    this.pending--
    this.tally.mostAttempts = Math.max(this.tally.mostAttempts, attemptsOf(outcome).length)
  }
}

/** Makes calls at an even pace through one attachment, and tells every so many seconds what is held. */
export async function soak(
  plan: SoakPlan,
  sampleEvery: number,
  onSample: (sample: Sample) => void = () => {},
): Promise<SoakResult> {
  const { perSecond, seconds } = plan
  const random = seeded(20_260_301)
  const time = new VirtualTime(random)
  const caller = new Caller(time, random, plan)
  const { gates, stop } = noteGates()
  const samples: Sample[] = []

  const takeSample = (second: number): Sample => ({
    second,
    heapBytes: collected(),
    handles: process.getActiveResourcesInfo().length,
    listeners: countDependents(caller.signal),
    sleeping: time.sleeping,
    pending: caller.pending,
    inFlight: [...gates].reduce((sum, gate) => sum + gate.inFlight, 0),
    get limits() {
      return queryObjects(PacedKey, { format: 'count' })
    },
    get budgets() {
      return queryObjects(RetryBudget, { format: 'count' })
    },
  })
  const settle = async () => {
    while (caller.pending > 0) {
      await setImmediate()
      await time.delayAndRun(10)
    }
  }

  // What is loaded at the first call, and at the first failures, takes real time, in which virtual time must not run on.
  for (let number = 0; number < 500; number++) {
    caller.begin(number)
    await settle()
  }
  Object.assign(caller.tally, noTally)

  for (let second = 1; second <= seconds; second++) {
    for (let at = 0; at < perSecond; at++) time.at((1_000 * at) / perSecond, () => caller.begin(caller.tally.calls))
    // What is loaded late takes real time, in which calls would queue up.
    for (let part = 0; part < 20; part++) {
      await time.delayAndRun(50)
      await setImmediate()
    }
    if (second % sampleEvery !== 0) continue
    await setImmediate()
    const sample = takeSample(second)
    samples.push(sample)
    onSample(sample)
  }
  // What is under way may end: nothing may be left of it then.
  await settle()
  samples.push(takeSample(seconds + 1))
  stop()
  return { ...caller.tally, samples, unexpected: caller.unexpected }
}

const usual = { internal: 0.02, busy: 0.005, reset: 0.01, status: 0.005, expired: 0.001, refused: 0.01, unheard: 0.002 }

/** The same hour in three ways. */
export const soaks: Readonly<Record<string, Omit<SoakPlan, 'perSecond' | 'seconds'>>> = {
  'pacing: false': { options: { pacing: false }, faults: { ...usual, throttled: 0.02 } },
  'learned pacing, nothing throttled': { options: {}, faults: usual },
  '100,000 hosts, each with an action of its own': { options: {}, faults: usual, isDistinct: true },
  'learned pacing, throttled now and then': { options: {}, faults: { ...usual, throttled: 0.000_2 } },
}
