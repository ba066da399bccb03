import axios, {
  type AxiosAdapter,
  AxiosError,
  AxiosHeaders,
  type AxiosResponse,
  getAdapter,
  type InternalAxiosRequestConfig,
  isAxiosError,
  isCancel,
} from 'axios'
import type { Client } from '../engine/client.ts'
import type { Answered, CarrierOutcome } from '../engine/ports.ts'
import type { Envelope } from '../envelope/envelope.ts'
import { discardStream } from '../envelope/streams.ts'
import { ConfigCancellation } from './cancellation.ts'
import { readResponse } from './read-response.ts'
import type { ResponseReading } from './response-reading.ts'

/** A response of an adapter. */
export class AxiosAnswer implements Answered<AxiosResponse> {
  readonly kind = 'response'
  readonly answer: AxiosResponse
  readonly accepted: boolean
  readonly envelope: Envelope | undefined
  readonly excerpt: string
  readonly rejection: unknown
  readonly open: Promise<unknown> | undefined

  /** @param rejection what the adapter rejected with; undefined for a status that was accepted */
  constructor(answer: AxiosResponse, { envelope, data, excerpt = '', open }: ResponseReading, rejection?: unknown) {
    this.open = open
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

  get body(): unknown {
    return this.answer.data
  }

  get headers(): Record<string, string> {
    const fields = Object.entries(AxiosHeaders.from(this.answer.headers as Record<string, string>).toJSON(true))
    return Object.fromEntries(fields.map(([name, value]) => [name.toLowerCase(), String(value)]))
  }

  discard(): void {
    discardStream(this.answer.data)
  }
}

/** An adapter, or adapters to choose from; undefined: axios' own. */
type Adapter = InternalAxiosRequestConfig['adapter'] | undefined

type AxiosOutcome = CarrierOutcome<AxiosResponse>

/** Sends a request once, and reads as much of the response as is needed to judge it. Never rejects. */
export function transmit(
  adapter: Adapter,
  config: InternalAxiosRequestConfig,
  client: Client,
  signal: AbortSignal | undefined,
): Promise<AxiosOutcome> {
  let chosen: AxiosAdapter
  try {
    chosen = getAdapter(adapter || axios.defaults.adapter, config)
  } catch (rejection) {
    return Promise.resolve({ kind: 'no-response', rejection, isMistake: true })
  }
  const ask = () => send(chosen, config)
  const read = (sending: Promise<AxiosResponse>) =>
    sending.then(
      (response) => readAnswer(response, config, client),
      (rejection) => readRejection(rejection, config, client),
    )
  return signal ? exchangeUntil(signal, config, ask, read) : read(ask())
}

/**
 * Sends a request that the deadline may end, and reads its response. Where the code for it cannot be loaded, the call
 * still ends at its deadline, but the request runs on.
 */
async function exchangeUntil(
  signal: AbortSignal,
  config: InternalAxiosRequestConfig,
  ask: () => Promise<AxiosResponse>,
  read: (sending: Promise<AxiosResponse>) => Promise<AxiosOutcome>,
): Promise<AxiosOutcome> {
  const loaded = await import('./exchange-until.ts').catch(() => undefined)
  return loaded ? loaded.exchangeUntil(signal, config, ask, read) : read(ask())
}

/**
 * Calls the adapter. A custom adapter may throw, or return something other than a promise. The checks before the call
 * are needed for axios' own adapters: they would send a call that was cancelled earlier, and would wait for ever for a
 * body stream that failed earlier.
 */
function send(adapter: AxiosAdapter, config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
  try {
    const broken: unknown = config.data?.pipe && config.data.errored
    const { signal, cancelToken } = config
    const isCancelled = signal?.aborted || cancelToken?.reason
    const reason = isCancelled ? new ConfigCancellation(config).reason() : broken
    // The error that axios gives for a stream that fails while it is sent.
    if (reason && reason === broken && reason instanceof Error) throw AxiosError.from(reason, undefined, config)
    if (reason) throw reason
    return Promise.resolve(adapter(config))
  } catch (error) {
    return Promise.reject(error)
  }
}

/** Reads an accepted response. A body that cannot be read to its end becomes a rejection. */
export function readAnswer(
  response: AxiosResponse,
  config: InternalAxiosRequestConfig,
  client: Client,
): AxiosOutcome | Promise<AxiosOutcome> {
  const accept = (reading: ResponseReading) => new AxiosAnswer(response, reading)
  const reject = (rejection: unknown) => readRejection(rejection, config, client)
  try {
    const reading = readResponse(response, config, client, false)
    return reading instanceof Promise ? reading.then(accept).catch(reject) : accept(reading)
  } catch (error) {
    return reject(error)
  }
}

/** Reads a rejection of the adapter: a refused status, or no response. */
export async function readRejection(
  rejection: unknown,
  config: InternalAxiosRequestConfig,
  client: Client,
): Promise<AxiosOutcome> {
  const response = refusedResponse(rejection, config)
  if (!response) return { kind: 'no-response', rejection }
  try {
    return new AxiosAnswer(response, await readResponse(response, config, client, true), rejection)
  } catch (error) {
    if (isCancel(error)) return { kind: 'no-response', rejection: error }
    // The body cannot be read, but the status is known.
    return new AxiosAnswer(response, { data: response.data }, rejection)
  }
}

/** The response whose status was not accepted; undefined for a body that broke off under an accepted status. */
function refusedResponse(rejection: unknown, { validateStatus }: InternalAxiosRequestConfig) {
  const response = isAxiosError(rejection) ? rejection.response : undefined
  return response && validateStatus && !validateStatus(response.status) ? response : undefined
}
