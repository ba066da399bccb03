// Runs in the page: what the tests' functions find there as `kit`.
import axios, { type AxiosInstance, type CreateAxiosDefaults } from 'axios'
import * as library from 'axios-tencentcloud'
import { createTencentCloudFetch, type TencentCloudFetchOptions } from 'axios-tencentcloud/fetch'

/** How a call ended, in words that can leave the page. */
export interface Outcome {
  /** The data read to its end, as text where it came unparsed. */
  readonly content?: unknown
  /** The data's built-in class: `Object`, `Blob`, `ReadableStream`. */
  readonly dataType?: string
  readonly error?: Failure
  readonly attempts: readonly library.Attempt[]
}

interface Failure {
  readonly name: string
  readonly isTencentCloudError: boolean
  readonly isAxiosError: boolean
  readonly isCancel: boolean
  /** The exported classes that it is an instance of. */
  readonly classes: readonly string[]
  /** In full, of a TencentCloudError: axios cannot turn its own CanceledError into JSON when a cancelToken holds it. */
  readonly json: Record<string, unknown>
  /** All that a TencentCloudError prints, and its causes with it. */
  readonly printed: string
}

/** Waits take no real time. */
const instantClock: library.Clock = {
  now: Date.now,
  sleep: async (_ms, signal) => signal.throwIfAborted(),
  random: () => 0.5,
}

/** A clock that is `offMs` ahead of the real one (negative: behind) and stands still, but for the waits. */
function standingClock(offMs = 0): library.Clock {
  let now = Date.now() + offMs
  return {
    ...instantClock,
    now: () => now,
    async sleep(ms, signal) {
      signal.throwIfAborted()
      now += ms
    },
  }
}

/** A client with the package attached, on the real clock. */
function realTimeClient(config: CreateAxiosDefaults, options: library.TencentCloudOptions = {}): AxiosInstance {
  const http = axios.create(config)
  library.attachTencentCloud(http, { service: 'kms', ...options })
  return http
}

const client = (config: CreateAxiosDefaults, options: library.TencentCloudOptions = {}): AxiosInstance =>
  realTimeClient(config, { clock: instantClock, ...options })

const readableOf = (data: unknown): BodyInit | undefined =>
  data instanceof Blob || data instanceof ArrayBuffer || data instanceof ReadableStream ? data : undefined

async function contentOf(data: unknown): Promise<unknown> {
  const readable = readableOf(data)
  return readable === undefined ? data : new Response(readable).text()
}

const classOf = (data: unknown): string => Object.prototype.toString.call(data).slice(8, -1)

function printedOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  return [
    String(error),
    error.stack,
    JSON.stringify(error),
    library.isTencentCloudError(error) && JSON.stringify(error.toJSON({ full: true })),
    error.cause && printedOf(error.cause),
  ].join('\n')
}

const classesOf = (error: unknown): string[] =>
  Object.entries(library)
    .filter(([name, value]) => name.endsWith('Error') && 'errorName' in value)
    .filter(([, value]) => error instanceof (value as typeof library.TencentCloudError))
    .map(([name]) => name)

const failureOf = (error: unknown): Failure => ({
  name: error instanceof Error ? error.name : typeof error,
  isTencentCloudError: library.isTencentCloudError(error),
  isAxiosError: axios.isAxiosError(error),
  isCancel: axios.isCancel(error),
  classes: classesOf(error),
  ...(library.isTencentCloudError(error)
    ? { json: JSON.parse(JSON.stringify(error.toJSON({ full: true }))), printed: printedOf(error) }
    : { json: {}, printed: '' }),
})

const dataOf = async (data: unknown) =>
  data === undefined ? {} : { dataType: classOf(data), content: await contentOf(data) }

/** Waits for a call's end, whatever that is. */
async function outcomeOf(call: Promise<{ readonly data: unknown }>): Promise<Outcome> {
  try {
    const response = await call
    return { attempts: library.attemptsOf(response), ...(await dataOf(response.data)) }
  } catch (error) {
    const response = axios.isAxiosError(error) ? error.response : undefined
    return { attempts: library.attemptsOf(error), error: failureOf(error), ...(await dataOf(response?.data)) }
  }
}

/** A fetch that trusts an address and the hosts beside it. */
const fetchFor = (baseURL: string, options: TencentCloudFetchOptions = {}) =>
  createTencentCloudFetch(undefined, {
    service: 'kms',
    clock: instantClock,
    hosts: [new URL(baseURL).origin],
    ...options,
  })

/** Waits for a fetch's end; `content` is the response's text. */
async function fetchOutcomeOf(call: Promise<Response>): Promise<Outcome> {
  try {
    const response = await call
    return { attempts: library.attemptsOf(response), dataType: classOf(response), content: await response.text() }
  } catch (error) {
    return { attempts: library.attemptsOf(error), error: failureOf(error) }
  }
}

const tools = { axios, fetchFor, fetchOutcomeOf, client, realTimeClient, standingClock, outcomeOf }

declare global {
  /** Only in the page. */
  var kit: typeof tools
}

globalThis.kit = tools
