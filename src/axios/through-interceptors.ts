import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import type { CarrierOutcome } from '../engine/ports.ts'
import { PreparedAttempt } from './prepared-attempt.ts'
import type { EncodedRequest } from './snapshot.ts'
import { readAnswer, readRejection } from './transmit.ts'

/** Sends a config through the instance's request interceptors and then to the adapter; through no response interceptor. */
export type SendThroughInterceptors = (
  config: InternalAxiosRequestConfig,
  adapter: AxiosAdapter,
) => Promise<AxiosResponse>

type Outcome = CarrierOutcome<AxiosResponse>

interface Rendezvous {
  /** The request before the interceptors; goes through them. */
  readonly config: InternalAxiosRequestConfig
  /** The request of the attempt before, shown where no interceptor hands one over. */
  readonly before: EncodedRequest
  readonly send: SendThroughInterceptors
  /** Signs what the interceptors made of the request, and makes it ready to be sent. */
  finish(config: InternalAxiosRequestConfig): PreparedAttempt | Promise<PreparedAttempt>
}

/**
 * Prepares a retry by running the caller's request interceptors once more.
 *
 * Interceptors and adapter are one promise chain of axios', but an attempt has two halves: it is prepared, and when its
 * turn has come and its signature was looked at, it is sent. The two meet here. The interceptors run until they hand the
 * config to the adapter, which is ours: there the chain is stopped, and this function resolves with the request that came
 * out of them. `send` lets the chain go on: the adapter sends, and gives the interceptors the real response or rejection,
 * so that one that has wrapped the adapter (a cache, a logger) sees what it would see on a first attempt. What the whole
 * chain ends with is the outcome: the same response, or another that such a wrapper put in its place.
 *
 * An interceptor that answers by an adapter of its own never reaches ours; its response is then what `send` finds.
 */
export function prepareThroughInterceptors({ config, before, send, finish }: Rendezvous): Promise<PreparedAttempt> {
  return new Promise((resolve, reject) => {
    let isReached = false

    const adapter: AxiosAdapter = async (final) => {
      // The response's transforms run once, on what the call ends with.
      final.transformResponse = []
      const ready = await finish(final)
      // A wrapper that asks again gets another exchange, which belongs to the same attempt.
      if (isReached) return settle(await ready.send(undefined))
      isReached = true
      return new Promise<AxiosResponse>((proceed, stop) => {
        const sendOn = async (signal: AbortSignal | undefined): Promise<Outcome> => {
          const outcome = await ready.send(signal)
          if (outcome.kind === 'response' && outcome.accepted) proceed(outcome.answer)
          else stop(outcome.rejection)
          return whole.then(
            (response) => (isAnswer(outcome, response) ? outcome : readAnswer(response, final)),
            (rejection) => (rejection === outcome.rejection ? outcome : readRejection(rejection, final)),
          )
        }
        resolve(new PreparedAttempt(ready, { send: sendOn, drop: stop }))
      })
    }

    const whole = send(config, adapter)
    whole.then((response) => {
      if (isReached) return
      const send = async () => readAnswer(response, { ...config, transformResponse: [] })
      resolve(new PreparedAttempt({ unsigned: before, sent: before }, { send, isTransformed: true }))
    }, reject)
  })
}

const isAnswer = (outcome: Outcome, response: AxiosResponse): boolean =>
  outcome.kind === 'response' && outcome.answer === response

function settle(outcome: Outcome): AxiosResponse {
  if (outcome.kind === 'response' && outcome.accepted) return outcome.answer
  throw outcome.rejection
}
