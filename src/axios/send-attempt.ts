import { type AxiosAdapter, type AxiosResponse, getAdapter, type InternalAxiosRequestConfig } from 'axios'
import type { Envelope } from '../envelope/index.ts'
import type { Clock } from '../retry/index.ts'
import type { CallState } from './call-state.ts'
import { onCancel } from './cancellation.ts'
import { encodeData, isEncodable } from './encode-data.ts'
import type { Resign } from './options.ts'
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

/** What came of an attempt: a response, with or without an envelope that may be a failure; or a rejection. */
export type Outcome =
  | { readonly response: AxiosResponse; readonly envelope: Envelope | undefined }
  | { readonly response: undefined; readonly rejection: unknown }

export type EndedAttempt = SentAttempt & Outcome

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
  try {
    const response = await deliver(call, outgoing)
    const result = readResponse(response, outgoing, false)
    const { envelope, data } = result instanceof Promise ? await result : result
    response.data = data
    return { number, sent, config: outgoing, startedAt, endedAt: clock.now(), response, envelope }
  } catch (rejection) {
    return { number, sent, config: outgoing, startedAt, endedAt: clock.now(), response: undefined, rejection }
  }
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

function deliver(call: CallState, config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
  const adapter = getAdapter(call.adapter, config)
  const { cutAfterMs } = call.retry
  if (cutAfterMs === undefined || cutAfterMs === Number.POSITIVE_INFINITY) return adapter(config)
  const { clock } = call.attachment.settings
  const left = call.startedAt + cutAfterMs - clock.now()
  return sendWithin(adapter, config, left, clock, new DeadlineCut(cutAfterMs))
}

/**
 * Sends with a limit on the time: axios' `timeout` is idle time in Node, and a body that drips outlives it.
 *
 * @throws DeadlineCut at the limit, whatever the adapter does with its signal
 */
function sendWithin(
  adapter: AxiosAdapter,
  config: InternalAxiosRequestConfig,
  leftMs: number,
  clock: Clock,
  cut: DeadlineCut,
): Promise<AxiosResponse> {
  const { signal, cancelToken } = config
  const request = new AbortController()
  const timer = new AbortController()
  const stopListening = onCancel(config, () => request.abort())
  if (signal?.aborted) request.abort()
  config.signal = request.signal
  delete config.cancelToken
  return new Promise<AxiosResponse>((resolve, reject) => {
    clock.sleep(Math.max(0, leftMs), timer.signal).then(
      () => {
        reject(cut)
        request.abort()
      },
      () => {},
    )
    adapter(config).then(resolve, reject)
  }).finally(() => {
    timer.abort()
    stopListening()
    if (signal === undefined) delete config.signal
    else config.signal = signal
    if (cancelToken !== undefined) config.cancelToken = cancelToken
  })
}
