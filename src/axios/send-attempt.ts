import { type AxiosAdapter, type AxiosResponse, getAdapter, type InternalAxiosRequestConfig, isAxiosError } from 'axios'
import type { Envelope } from '../envelope/index.ts'
import type { Clock } from '../retry/index.ts'
import type { CallState } from './call-state.ts'
import { onCancel } from './cancellation.ts'
import { encodeData, isEncodable } from './encode-data.ts'
import type { Resign } from './options.ts'
import { isStream } from './peek-stream.ts'
import { readResponse } from './read-response.ts'
import { EncodedRequest } from './snapshot.ts'

/** The call's deadline cut a running attempt. */
export class DeadlineCut extends Error {
  constructor(afterMs: number) {
    super(`no answer within the deadline of ${afterMs} ms`)
  }
}

/** An attempt as it went out. Times in epoch milliseconds. */
export interface SentAttempt {
  /** From 1. */
  readonly number: number
  readonly sent: EncodedRequest
  readonly config: InternalAxiosRequestConfig
  readonly startedAt: number
  readonly endedAt: number
}

/** What came of an attempt. An envelope may be a failure: that depends on the host and the catalog. */
export type Outcome =
  /** The status was accepted. */
  | { readonly kind: 'answered'; readonly response: AxiosResponse; readonly envelope: Envelope | undefined }
  /** The status was not accepted. */
  | {
      readonly kind: 'refused'
      readonly rejection: unknown
      readonly response: AxiosResponse
      readonly envelope: Envelope | undefined
      /** The first characters of the body, if it is text. */
      readonly excerpt: string
    }
  /** No answer, or none that could be read to its end. */
  | { readonly kind: 'failed'; readonly rejection: unknown }

export type EndedAttempt = SentAttempt & { readonly outcome: Outcome }

/**
 * Sends one attempt, signed by the user's signer if there is one, and reads what comes back. What the adapter rejects
 * with is part of the outcome.
 *
 * @param encoded what `config` looked like before an adapter touched it
 * @param check looks at the signed request and throws if it is not to be sent
 */
export async function sendAttempt(
  call: CallState,
  config: InternalAxiosRequestConfig,
  encoded: EncodedRequest,
  number: number,
  check?: (sent: EncodedRequest) => void,
): Promise<EndedAttempt> {
  const { clock, resign } = call.attachment.settings
  if (call.adapter !== undefined) config.adapter = call.adapter
  const outgoing = resign ? await resignRequest(encoded.copy(), resign, number, clock.now()) : config
  const sent = resign ? new EncodedRequest(outgoing) : encoded
  check?.(sent)
  const startedAt = clock.now()
  const outcome = await deliver(call, outgoing)
  return { number, sent, config: outgoing, startedAt, endedAt: clock.now(), outcome }
}

/** Runs the user's signer on a request; what it makes of `data` is encoded as axios would. */
async function resignRequest(
  config: InternalAxiosRequestConfig,
  resign: Resign,
  attempt: number,
  now: number,
): Promise<InternalAxiosRequestConfig> {
  const before: unknown = config.data
  const signed = (await resign(config, { attempt, now })) ?? config
  if (signed.data !== before && isEncodable(signed.data)) encodeData(signed)
  return signed
}

function deliver(call: CallState, config: InternalAxiosRequestConfig): Promise<Outcome> {
  const adapter = getAdapter(call.adapter, config)
  const { cutAfterMs } = call.retry
  if (cutAfterMs === undefined || cutAfterMs === Number.POSITIVE_INFINITY) return transmit(adapter, config)
  const { clock } = call.attachment.settings
  const left = call.startedAt + cutAfterMs - clock.now()
  return transmitWithin(adapter, config, left, clock, new DeadlineCut(cutAfterMs))
}

/** Sends a request, and reads of the answer what is needed to judge it. */
async function transmit(adapter: AxiosAdapter, config: InternalAxiosRequestConfig): Promise<Outcome> {
  try {
    const response = await adapter(config)
    const reading = readResponse(response, config, false)
    const { envelope, data } = reading instanceof Promise ? await reading : reading
    response.data = data
    return { kind: 'answered', response, envelope }
  } catch (rejection) {
    const response = refusedResponse(rejection, config)
    return response ? readRefused(rejection, response, config) : { kind: 'failed', rejection }
  }
}

/** The response of a status that was not accepted; a body that broke off under an accepted one is none. */
function refusedResponse(rejection: unknown, config: InternalAxiosRequestConfig): AxiosResponse | undefined {
  const response = isAxiosError(rejection) ? rejection.response : undefined
  const { validateStatus } = config
  return response && validateStatus && !validateStatus(response.status) ? response : undefined
}

async function readRefused(
  rejection: unknown,
  response: AxiosResponse,
  config: InternalAxiosRequestConfig,
): Promise<Outcome> {
  try {
    const { envelope, data, excerpt = '' } = await readResponse(response, config, true)
    response.data = data
    return { kind: 'refused', rejection, response, envelope, excerpt }
  } catch {
    // The status is known all the same.
    return { kind: 'refused', rejection, response, envelope: undefined, excerpt: '' }
  }
}

/**
 * Sends with a limit on the time: axios' `timeout` is idle time in Node, and a body that drips outlives it. At the limit
 * the outcome is a DeadlineCut, whatever the adapter does with its signal.
 */
function transmitWithin(
  adapter: AxiosAdapter,
  config: InternalAxiosRequestConfig,
  leftMs: number,
  clock: Clock,
  cut: DeadlineCut,
): Promise<Outcome> {
  const { signal, cancelToken } = config
  const request = new AbortController()
  const timer = new AbortController()
  let streams = false
  const stopListening = onCancel(config, () => request.abort())
  if (signal?.aborted) request.abort()
  config.signal = request.signal
  delete config.cancelToken
  return new Promise<Outcome>((resolve) => {
    clock.sleep(Math.max(0, leftMs), timer.signal).then(
      () => {
        resolve({ kind: 'failed', rejection: cut })
        request.abort()
      },
      () => {},
    )
    transmit(adapter, config).then((outcome) => {
      // The rest of a stream is still under way, and its reader's to cancel.
      streams = outcome.kind === 'answered' && isStream(outcome.response.data)
      resolve(outcome)
    })
  }).finally(() => {
    timer.abort()
    if (!streams) stopListening()
    if (signal === undefined) delete config.signal
    else config.signal = signal
    if (cancelToken !== undefined) config.cancelToken = cancelToken
  })
}
