import axios, { type AxiosResponse } from 'axios'
import { attachTencentCloud } from 'axios-tencentcloud'
import { createFleet, type FleetOptions } from 'axios-tencentcloud/fleet'
import { onTestFinished, vi } from 'vitest'
import type { Limit } from '../pacing/simulator.ts'
import { ModelStore } from './store-model.ts'

const success = '{"Response":{"RequestId":"r-1"}}'
const throttle = '{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"too many"},"RequestId":"r-1"}}'

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** A service with one limit, and all requests that it got. */
export class LimitedService {
  readonly acceptedAt: number[] = []
  readonly rejectedAt: number[] = []
  readonly #limit: Limit
  readonly #random: () => number
  readonly #workMs: number
  readonly #startedAt = Date.now()

  /** @param workMs duration of an accepted call, beside a round trip of 40 to 60 ms */
  constructor(limit: Limit, random: () => number, workMs = 0) {
    this.#limit = limit
    this.#random = random
    this.#workMs = workMs
  }

  get requests(): number {
    return this.acceptedAt.length + this.rejectedAt.length
  }

  /** Milliseconds since the service was made. */
  get elapsedMs(): number {
    return Date.now() - this.#startedAt
  }

  async request(): Promise<string> {
    const oneWay = () => 20 + this.#random() * 10
    await sleep(oneWay())
    const isAccepted = this.#limit.admit(this.elapsedMs)
    const times = isAccepted ? this.acceptedAt : this.rejectedAt
    times.push(this.elapsedMs)
    await sleep((isAccepted ? this.#workMs : 0) + oneWay())
    return isAccepted ? success : throttle
  }
}

/** A process of a fleet, in this one: a fleet and an attachment of its own. Without a client of Redis it is alone. */
export class LearningProcess {
  succeeded = 0
  failed = 0
  readonly events: string[] = []
  readonly #http

  constructor(
    service: { request(): Promise<string> },
    redis: FleetOptions['redis'] | undefined,
    { qps, ...options }: Omit<FleetOptions, 'redis'> & { readonly qps?: number } = {},
  ) {
    this.#http = axios.create({
      baseURL: 'https://cvm.tencentcloudapi.com',
      adapter: async (config): Promise<AxiosResponse> => {
        const data = await service.request()
        return { status: 200, statusText: 'OK', headers: {}, config, data }
      },
    })
    const limit = qps !== undefined && { limit: { qps } }
    attachTencentCloud(this.#http, {
      pacing: { ...limit, ...(redis && { fleet: createFleet({ redis, ...options }) }) },
      retry: { maxRetryTimeMs: Number.POSITIVE_INFINITY },
      onEvent: (event) => {
        if (event.call === undefined) this.events.push(event.type === 'fallback' ? event.state : event.type)
      },
    })
  }

  async callOnce(): Promise<void> {
    await this.#http.get('/', { params: { Action: 'DescribeInstances' } }).then(
      () => this.succeeded++,
      () => this.failed++,
    )
  }

  /** Makes this many calls, all at once, or by that many workers. */
  async call(count: number, workers = count): Promise<void> {
    let left = count
    const work = async () => {
      while (left-- > 0) await this.callOnce()
    }
    await Promise.all(Array.from({ length: Math.min(workers, count) }, work))
  }
}

/** From here on timers run by virtual time, which only `pass` moves, until the test ends. */
export async function startLearning(): Promise<void> {
  // What is loaded at the first call and at the first throttle takes real time.
  for (const redis of [new ModelStore().client, undefined]) {
    let requests = 0
    const process = new LearningProcess({ request: async () => (++requests === 1 ? throttle : success) }, redis)
    await process.call(1)
  }
  vi.useFakeTimers({ now: 1_700_000_000_000 })
  onTestFinished(() => void vi.useRealTimers())
}
