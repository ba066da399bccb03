import axios, { type AxiosAdapter, getAdapter } from 'axios'
import { attachTencentCloud, type Clock, type TencentCloudOptions } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { InstantClock } from './clocks.ts'
import { seeded } from './seeded.ts'
// What an attempt with a stream or a deadline loads, and a code without a text of its own.
import '../../src/axios/exchange-until.ts'
import '../../src/axios/read-unread.ts'
import '../../src/catalog/describe-name.ts'
import { textLoaders } from '../../src/catalog/generated/text-loaders.ts'

/** Loads what calls load when they first need it: that takes real time, in which an idle clock would run on. */
async function loadAll(): Promise<void> {
  const body = (code: string) => `{"Response":{"Error":{"Code":"${code}","Message":""},"RequestId":"r"}}`
  const credentials = { secretId: 'AKIDexample', secretKey: 'example' }
  const clock = new InstantClock()
  const optionsOfClients: readonly TencentCloudOptions[] = [
    {},
    { credentials, clientToken: 'inject', onEvent() {} },
    { sign() {} },
  ]
  for (const options of optionsOfClients) {
    const answers = ['RequestLimitExceeded', 'NeverHeardOf'].map(body)
    const http = axios.create({
      baseURL: 'https://cvm.tencentcloudapi.com',
      adapter: async (config) => ({ data: answers.shift(), status: 200, statusText: 'OK', headers: {}, config }),
    })
    attachTencentCloud(http, { ...options, clock })
    const params = { Action: 'RunInstances', Version: '2017-03-12', Region: 'ap-guangzhou' }
    await http.get('/', { params }).catch(() => {})
  }
  const fetchOnce = createTencentCloudFetch(async () => new Response(body('NeverHeardOf')), { sign() {}, clock })
  await fetchOnce('https://cvm.tencentcloudapi.com/?Action=DescribeInstances').catch(() => {})
  await Promise.all([...textLoaders.values()].map((load) => load()))
}

await loadAll()

interface Sleeper {
  readonly wakeAt: number
  readonly number: number
  wake(): void
}

/**
 * A clock for real HTTP: time stands still while a request is on its way, and jumps to the next waiter's moment when
 * there is none. So round trips take no time, waits take no real time, and everything happens in the right order.
 */
export class IdleClock implements Clock {
  readonly startedAt = 1_772_323_200_000
  readonly #sleepers = new Set<Sleeper>()
  #time = this.startedAt
  #number = 0
  #inFlight = 0
  #watching = false

  now = (): number => this.#time
  random = seeded(1)

  /** Milliseconds since it was made. */
  get elapsedMs(): number {
    return this.#time - this.startedAt
  }

  /** How many wait now. */
  get sleeping(): number {
    return this.#sleepers.size
  }

  sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const end = (act: () => void) => {
        this.#sleepers.delete(sleeper)
        signal.removeEventListener('abort', onAbort)
        act()
      }
      const onAbort = () => end(() => reject(signal.reason))
      const sleeper = { wakeAt: this.#time + Math.max(0, ms), number: this.#number++, wake: () => end(resolve) }
      signal.addEventListener('abort', onAbort)
      this.#sleepers.add(sleeper)
      this.#watch()
    })

  /** An adapter whose requests this clock waits for. */
  adapter: AxiosAdapter = (config) => this.#during(() => getAdapter(axios.defaults.adapter, config)(config))

  /** A fetch whose requests this clock waits for, to the end of their bodies. */
  fetch = (url: string, init: RequestInit): Promise<Response> =>
    this.#during(async () => {
      const response = await fetch(url, init)
      return new Response(await response.arrayBuffer(), response)
    })

  async #during<T>(request: () => Promise<T>): Promise<T> {
    this.#inFlight++
    try {
      return await request()
    } finally {
      this.#inFlight--
      this.#watch()
    }
  }

  /** For the fake's own waits: a request that the server holds back is none on its way. */
  held = async (ms: number, signal: AbortSignal): Promise<void> => {
    this.#inFlight--
    try {
      await this.sleep(ms, signal)
    } finally {
      this.#inFlight++
    }
  }

  /** Moves on once nothing has happened for some turns of the event loop. */
  #watch(): void {
    if (this.#watching) return
    this.#watching = true
    let quiet = 0
    const look = () => {
      quiet = this.#inFlight <= 0 ? quiet + 1 : 0
      if (this.#inFlight > 0) this.#watching = false
      else if (quiet < 4) setImmediate(look)
      else {
        this.#watching = false
        this.#wakeNext()
      }
    }
    setImmediate(look)
  }

  #wakeNext(): void {
    const next = [...this.#sleepers].sort((a, b) => a.wakeAt - b.wakeAt || a.number - b.number)[0]
    if (!next) return
    this.#time = Math.max(this.#time, next.wakeAt)
    next.wake()
    this.#watch()
  }
}
