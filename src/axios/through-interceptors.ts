import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { untilCancelled } from '../engine/cancellation.ts'
import type { Client } from '../engine/client.ts'
import type { AttemptPlan, Cancellation, CarrierOutcome } from '../engine/ports.ts'
import { PreparedAttempt } from './prepared-attempt.ts'
import type { EncodedRequest } from './snapshot.ts'
import { readAnswer, readRejection } from './transmit.ts'

/**
 * Runs a config through the instance's request interceptors and then calls the adapter. No response interceptor runs.
 */
export type SendThroughInterceptors = (
  config: InternalAxiosRequestConfig,
  adapter: AxiosAdapter,
) => Promise<AxiosResponse>

type Outcome = CarrierOutcome<AxiosResponse>

interface Rendezvous {
  readonly client: Client
  /** The request before the interceptors, which run on it. */
  readonly config: InternalAxiosRequestConfig
  /** The request of the previous attempt, shown if the interceptors never call our adapter. */
  readonly before: EncodedRequest
  readonly send: SendThroughInterceptors
  readonly cancellation: Cancellation
  /** Does a request bear a signature that the server has refused? */
  readonly isSpent: AttemptPlan['isSpent'] | undefined
  /** Signs the request that came out of the interceptors, and makes it ready to be sent. */
  finish(config: InternalAxiosRequestConfig): PreparedAttempt | Promise<PreparedAttempt>
}

/**
 * Prepares a retry by running the caller's request interceptors again.
 *
 * In axios, interceptors and adapter are one promise chain. An attempt here has two steps: it is prepared, and when its
 * turn has come and its signature was checked, it is sent. This function joins the two. The interceptors run until they
 * call the adapter, which is ours. There the chain pauses, and this function resolves with the request that came out of
 * the interceptors. `send` continues the chain: the adapter sends, and passes the real response or rejection on, so
 * that an interceptor that has wrapped the adapter (a cache, a logger) gets what it would get on a first attempt. The
 * outcome is what the whole chain ends with: the same response, or another that such a wrapper has put in its place.
 *
 * If an interceptor sets an adapter of its own that answers, ours is never called; `send` then gives that response.
 */
export function prepareThroughInterceptors(rendezvous: Rendezvous): Promise<PreparedAttempt> {
  const { client, config, before, cancellation, isSpent, send, finish } = rendezvous
  return new Promise((resolve, reject) => {
    let isReached = false
    let dropped: { readonly reason: unknown } | undefined
    let cut: AbortSignal | undefined

    const adapter: AxiosAdapter = async (final) => {
      // Response transforms run once, on the response that the call ends with.
      final.transformResponse = []
      const ready = await finish(final)
      // A wrapper that calls the adapter again gets another exchange, which belongs to the same attempt and its bounds.
      if (isReached) {
        if (dropped) throw dropped.reason
        if (isSpent?.(ready.request)) throw new Error('the signature of the attempt was refused')
        return settle(await ready.send(cut))
      }
      isReached = true
      return new Promise<AxiosResponse>((proceed, stop) => {
        const sendOn = async (signal: AbortSignal | undefined): Promise<Outcome> => {
          cut = signal
          const outcome = await ready.send(signal)
          if (outcome.kind === 'response' && outcome.accepted) proceed(outcome.answer)
          else stop(outcome.rejection)
          const ended = whole.then(
            (response) => (isAnswer(outcome, response) ? outcome : readAnswer(response, final, client)),
            (rejection) => (rejection === outcome.rejection ? outcome : readRejection(rejection, final, client)),
          )
          // A wrapper may go on waiting after the call was cancelled.
          return untilCancelled(cancellation, () => ended).catch((rejection) => ({ kind: 'no-response', rejection }))
        }
        const drop = (reason: unknown) => {
          dropped = { reason }
          stop(reason)
        }
        resolve(new PreparedAttempt(ready, { send: sendOn, drop, lacksTransforms: true }))
      })
    }

    const whole = send(config, adapter)
    whole.then((response) => {
      if (isReached) return
      const send = async () => readAnswer(response, { ...config, transformResponse: [] }, client)
      resolve(new PreparedAttempt({ unsigned: before, sent: before }, { send, isAnswered: true }))
    }, reject)
  })
}

const isAnswer = (outcome: Outcome, response: AxiosResponse): boolean =>
  outcome.kind === 'response' && outcome.answer === response

function settle(outcome: Outcome): AxiosResponse {
  if (outcome.kind === 'response' && outcome.accepted) return outcome.answer
  throw outcome.rejection
}
