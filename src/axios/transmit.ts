import axios, {
  type AxiosAdapter,
  AxiosError,
  AxiosHeaders,
  type AxiosResponse,
  getAdapter,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios'
import type { Answered, CarrierOutcome } from '../engine/ports.ts'
import type { Envelope } from '../envelope/envelope.ts'
import { discardStream } from '../envelope/streams.ts'
import { ConfigCancellation } from './cancellation.ts'
import { readResponse } from './read-response.ts'
import type { ResponseReading } from './read-unread.ts'

/** A response of an adapter. */
export class AxiosAnswer implements Answered<AxiosResponse> {
  readonly kind = 'response'
  readonly answer: AxiosResponse
  readonly accepted: boolean
  readonly envelope: Envelope | undefined
  readonly excerpt: string
  readonly rejection: unknown

  /** @param rejection what the adapter rejected with; undefined for a status that was accepted */
  constructor(answer: AxiosResponse, { envelope, data, excerpt = '' }: ResponseReading, rejection?: unknown) {
    answer.data = data
    this.answer = answer
    this.accepted = rejection === undefined
    this.envelope = envelope
    this.excerpt = excerpt
    this.rejection = rejection
  }

  get status(): number {
    return this.answer.status
  }

  get statusText(): string {
    return this.answer.statusText ?? ''
  }

  get headers(): Record<string, string> {
    const fields = AxiosHeaders.from(this.answer.headers as Record<string, string>).toJSON()
    const texts = Object.entries(fields).filter(([, value]) => typeof value === 'string')
    return Object.fromEntries(texts.map(([name, value]) => [name.toLowerCase(), String(value)]))
  }

  discard(): void {
    discardStream(this.answer.data)
  }
}

/** An adapter, or adapters to choose from; undefined: axios' own. */
type Adapter = InternalAxiosRequestConfig['adapter'] | undefined

type AxiosOutcome = CarrierOutcome<AxiosResponse>

/** Sends a request once, and reads of the answer what is needed to judge it. Never rejects. */
export function transmit(
  adapter: Adapter,
  config: InternalAxiosRequestConfig,
  signal: AbortSignal | undefined,
): Promise<AxiosOutcome> {
  let chosen: AxiosAdapter
  try {
    chosen = getAdapter(adapter || axios.defaults.adapter, config)
  } catch (rejection) {
    return Promise.resolve({ kind: 'no-response', rejection, isMistake: true })
  }
  if (!signal) return exchange(chosen, config)
  const restore = linkSignal(config, signal)
  // The request may go on for a while after the signal; the config is the caller's again at once.
  signal.addEventListener('abort', restore)
  return exchange(chosen, config).finally(() => {
    signal.removeEventListener('abort', restore)
    restore()
  })
}

function exchange(adapter: AxiosAdapter, config: InternalAxiosRequestConfig): Promise<AxiosOutcome> {
  return send(adapter, config).then(
    (response) => readAnswer(response, config),
    (rejection) => readRejection(rejection, config),
  )
}

/**
 * Calls the adapter. One of the caller's own may throw, or return no promise. axios' own would send a call that was
 * cancelled before, and would never end with a body that failed before.
 */
function send(adapter: AxiosAdapter, config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
  try {
    const broken: unknown = config.data?.pipe && config.data.errored
    const reason = new ConfigCancellation(config).reason() ?? broken
    // Reported as axios reports a stream that fails while it is sent.
    if (reason && reason === broken && reason instanceof Error) throw AxiosError.from(reason, undefined, config)
    if (reason) throw reason
    return Promise.resolve(adapter(config))
  } catch (error) {
    return Promise.reject(error)
  }
}

/** What an accepted response says. A body that cannot be read to its end is a rejection. */
export function readAnswer(
  response: AxiosResponse,
  config: InternalAxiosRequestConfig,
): AxiosOutcome | Promise<AxiosOutcome> {
  const accept = (reading: ResponseReading) => new AxiosAnswer(response, reading)
  const reject = (rejection: unknown) => readRejection(rejection, config)
  try {
    const reading = readResponse(response, config, false)
    return reading instanceof Promise ? reading.then(accept).catch(reject) : accept(reading)
  } catch (error) {
    return reject(error)
  }
}

/** What a rejection of the adapter stands for: a refused status, or no answer. */
export async function readRejection(rejection: unknown, config: InternalAxiosRequestConfig): Promise<AxiosOutcome> {
  const response = refusedResponse(rejection, config)
  if (!response) return { kind: 'no-response', rejection }
  try {
    return new AxiosAnswer(response, await readResponse(response, config, true), rejection)
  } catch {
    // The status is known all the same.
    return new AxiosAnswer(response, { data: response.data }, rejection)
  }
}

/** The response of a status that was not accepted; a body that broke off under an accepted one is none. */
function refusedResponse(rejection: unknown, { validateStatus }: InternalAxiosRequestConfig) {
  const response = isAxiosError(rejection) ? rejection.response : undefined
  return response && validateStatus && !validateStatus(response.status) ? response : undefined
}

/**
 * Lets the caller's signal and the engine's end the request. axios' `timeout` is idle time in Node, so that a body which
 * drips would outlive a deadline. Joined signals hold no listener: a stream may outlive the call.
 */
function linkSignal(config: InternalAxiosRequestConfig, end: AbortSignal): () => void {
  const { signal } = config
  const restore = () => {
    if (signal === undefined) delete config.signal
    else config.signal = signal
  }
  if (!signal || signal instanceof AbortSignal) {
    config.signal = signal ? AbortSignal.any([signal, end]) : end
    return restore
  }
  const joined = new AbortController()
  const abort = () => joined.abort()
  if (signal.aborted || end.aborted) abort()
  end.addEventListener('abort', abort)
  signal.addEventListener?.('abort', abort)
  config.signal = joined.signal
  return () => {
    end.removeEventListener('abort', abort)
    signal.removeEventListener?.('abort', abort)
    restore()
  }
}
