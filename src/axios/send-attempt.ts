import axios, {
  type AxiosAdapter,
  type AxiosResponse,
  getAdapter,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios'
import type { Envelope } from '../envelope/index.ts'
import type { Credentials } from '../signing/index.ts'
import type { CallState } from './call-state.ts'
import { cancelReason, onCancel } from './cancellation.ts'
import { cutBeforeSending, cutInMs, DeadlineCut } from './deadline.ts'
import { type ResponseReading, readResponse } from './response/read-response.ts'
import { EncodedRequest } from './snapshot.ts'

/** An attempt as it went out. Times in epoch milliseconds. */
export interface SentAttempt {
  /** From 1. */
  readonly number: number
  /** The request as it reached this package, unsigned if it is this package that has it signed. */
  readonly encoded: EncodedRequest
  /** The request as it was sent. */
  readonly sent: EncodedRequest
  /** With which it was signed, if it was by this package. */
  readonly credentials?: Credentials | undefined
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
      /** The beginning of the body, if it is text. */
      readonly excerpt: string
    }
  /** No answer, or none that could be read to its end. */
  | { readonly kind: 'failed'; readonly rejection: unknown }

export type EndedAttempt = SentAttempt & { readonly outcome: Outcome }

/** What a retry watches. */
interface SendWatch {
  /** Looks at the signed request, and throws if it is not to be sent. */
  check?(sent: EncodedRequest): void
  /** The request is handed to the adapter now. */
  begin?(): void
}

/**
 * Sends one attempt, signed if it is this package that signs, and reads what comes back. What the adapter rejects
 * with is part of the outcome.
 *
 * @param encoded what `config` looked like before an adapter touched it
 * @throws AuthenticationError for want of credentials; what the user's signer, or `watch.check`, throws
 */
export function sendAttempt(
  call: CallState,
  config: InternalAxiosRequestConfig,
  encoded: EncodedRequest,
  number: number,
  watch: SendWatch = {},
): Promise<EndedAttempt> {
  if (call.adapter) config.adapter = call.adapter
  if (!signsItself(call)) return sendAsIs(call, config, { number, encoded, sent: encoded }, watch)
  return signAttempt(call, encoded, number).then(async (signed) => {
    if (!signed) return sendAsIs(call, config, { number, encoded, sent: encoded }, watch)
    const { credentials } = signed
    const sent = new EncodedRequest(signed.config)
    const ended = await sendAsIs(call, signed.config, { number, encoded, sent, credentials }, watch)
    showUnsigned(ended.outcome, config)
    return ended
  })
}

function sendAsIs(
  call: CallState,
  config: InternalAxiosRequestConfig,
  attempt: Pick<SentAttempt, 'number' | 'encoded' | 'sent' | 'credentials'>,
  watch: SendWatch,
): Promise<EndedAttempt> {
  const { clock } = call.attachment.settings
  watch.check?.(attempt.sent)
  watch.begin?.()
  call.pass?.begin()
  const startedAt = clock.now()
  const late = cutBeforeSending(call, attempt.number)
  const { number, encoded, sent, credentials } = attempt
  const end = (outcome: Outcome): EndedAttempt => {
    return { number, encoded, sent, credentials, startedAt, endedAt: clock.now(), outcome }
  }
  if (late) return Promise.resolve(end({ kind: 'failed', rejection: late }))
  call.tell?.({ type: 'attempt', number })
  return deliver(call, config).then(end)
}

/** Is it this package that has the request signed, with credentials or by the user's signer? */
export const signsItself = ({ attachment }: CallState): boolean =>
  attachment.signer !== undefined || attachment.settings.sign !== undefined

async function signAttempt(
  call: CallState,
  encoded: EncodedRequest,
  number: number,
): Promise<{ config: InternalAxiosRequestConfig; credentials?: Credentials } | undefined> {
  const { signer } = call.attachment
  if (signer) return (await signer()).sign(call, encoded)
  const { signWithOwnSigner } = await import('./second-half.ts')
  return { config: await signWithOwnSigner(call, encoded, number) }
}

/** What an attempt ends with shows the request unsigned: sent again, it is signed anew, and no signature lies about. */
function showUnsigned(outcome: Outcome, config: InternalAxiosRequestConfig): void {
  if (outcome.kind !== 'failed') outcome.response.config = config
  if (outcome.kind !== 'answered' && isAxiosError(outcome.rejection)) outcome.rejection.config = config
}

function deliver(call: CallState, config: InternalAxiosRequestConfig): Promise<Outcome> {
  const adapter = getAdapter(call.adapter || axios.defaults.adapter, config)
  const leftMs = cutInMs(call)
  return leftMs === undefined ? transmit(adapter, config) : transmitWithin(adapter, config, leftMs, call)
}

/** Sends a request, and reads of the answer what is needed to judge it. */
function transmit(adapter: AxiosAdapter, config: InternalAxiosRequestConfig): Promise<Outcome> {
  const reject = (rejection: unknown): Outcome | Promise<Outcome> => {
    const response = refusedResponse(rejection, config)
    return response ? readRefused(rejection, response, config) : { kind: 'failed', rejection }
  }
  return sending(adapter, config).then((response) => {
    const accept = ({ envelope, data }: ResponseReading): Outcome => {
      response.data = data
      return { kind: 'answered', response, envelope }
    }
    try {
      const reading = readResponse(response, config, false)
      return reading instanceof Promise ? reading.then(accept).catch(reject) : accept(reading)
    } catch (error) {
      return reject(error)
    }
  }, reject)
}

/**
 * An adapter of the user's may throw, or return what is no promise. axios' own would send a call that was cancelled before,
 * and never end with a body that failed before.
 */
function sending(adapter: AxiosAdapter, config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
  try {
    const reason = cancelReason(config) ?? (config.data?.pipe && config.data.errored)
    if (reason) throw reason
    return Promise.resolve(adapter(config))
  } catch (error) {
    return Promise.reject(error)
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
  { attachment, retry }: CallState,
): Promise<Outcome> {
  const { signal } = config
  const cut = new AbortController()
  const timer = new AbortController()
  const stopListening = linkSignal(config, cut)
  return new Promise<Outcome>((resolve, reject) => {
    attachment.settings.clock.sleep(leftMs, timer.signal).then(
      () => {
        resolve({ kind: 'failed', rejection: new DeadlineCut(retry.cutAfterMs ?? leftMs, true) })
        cut.abort()
      },
      () => {},
    )
    transmit(adapter, config).then(resolve, reject)
  }).finally(() => {
    timer.abort()
    stopListening()
    if (signal === undefined) delete config.signal
    else config.signal = signal
  })
}

/** Lets the user's signal and the cut end the request. Joined signals hold no listener: a stream may outlive the call. */
function linkSignal(config: InternalAxiosRequestConfig, cut: AbortController): () => void {
  const { signal } = config
  if (!signal || signal instanceof AbortSignal) {
    config.signal = signal ? AbortSignal.any([signal, cut.signal]) : cut.signal
    return () => {}
  }
  if (signal.aborted) cut.abort()
  config.signal = cut.signal
  return onCancel({ signal }, () => cut.abort())
}
