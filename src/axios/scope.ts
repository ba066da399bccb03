import { type AxiosResponse, type InternalAxiosRequestConfig, isCancel } from 'axios'
import { channel } from '../telemetry/channel.ts'
import type { CallState } from './call-state.ts'
import { untilCancelled } from './cancellation.ts'
import { DeadlineCut, prepareWithin } from './deadline.ts'
import { noteSuccess } from './note-success.ts'
import { enterPacing } from './pacing/call-pass.ts'
import { unexplainedError } from './recovery/unexplained-error.ts'
import { type EndedAttempt, sendAttempt, signsItself } from './send-attempt.ts'
import { EncodedRequest } from './snapshot.ts'

/**
 * Stands in for the adapter of a call: sends the first attempt as it stands, and goes on only if that fails. What
 * happens then is loaded at the first failure; a success never carries it, nor the frames of async functions.
 */
export function runCall(call: CallState, config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
  const { clientToken, onEvent } = call.attachment.settings
  // A stream that fails while the call waits, when no adapter listens to it yet, would end the process.
  if (config.data?.pipe) config.data.on?.('error', () => {})
  if (!clientToken && !onEvent && !channel?.hasSubscribers) return runFirst(call, config, config)
  return runPrepared(call, config)
}

/** A call that is given a ClientToken, or is watched: what does that is loaded first. */
async function runPrepared(call: CallState, config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
  // Without it nothing is repeated either, so that a token is not missed.
  const loaded = await import('./second-half.ts').catch(() => undefined)
  if (!loaded) return runFirst(call, config, config)
  return loaded.watchCall(call, config, async () => runFirst(call, config, await loaded.withClientToken(call, config)))
}

function runFirst(
  call: CallState,
  config: InternalAxiosRequestConfig,
  toSend: InternalAxiosRequestConfig,
): Promise<AxiosResponse> {
  const encoded = new EncodedRequest(toSend)
  const fail = (error: unknown): AxiosResponse | Promise<AxiosResponse> => {
    if (error instanceof DeadlineCut) {
      const { startedAt } = call
      const endedAt = call.attachment.settings.clock.now()
      const outcome = { kind: 'failed', rejection: error } as const
      return finish(call, { number: 1, encoded, sent: encoded, startedAt, endedAt, outcome }, config)
    }
    call.pass?.end('failed')
    throw error
  }
  try {
    const wait = enterPacing(call, encoded, config, signsItself(call))
    const ended = wait ? wait.then(() => sendFirst(call, toSend, encoded)) : sendFirst(call, toSend, encoded)
    return ended.then((first) => finish(call, first, config), fail)
  } catch (error) {
    return Promise.reject(error).catch(fail)
  }
}

const sendFirst = (
  call: CallState,
  toSend: InternalAxiosRequestConfig,
  encoded: EncodedRequest,
): Promise<EndedAttempt> =>
  signsItself(call) ? sendSigned(call, toSend, encoded) : sendAttempt(call, toSend, encoded, 1)

function finish(
  call: CallState,
  ended: EndedAttempt,
  config: InternalAxiosRequestConfig,
): Promise<AxiosResponse> | AxiosResponse {
  const { outcome } = ended
  if (outcome.kind === 'answered') {
    // A response's config sent again is a new call, which gets a token of its own.
    if (call.clientToken !== undefined) outcome.response.config = config
    if (outcome.envelope === undefined) {
      noteSuccess(call, ended, outcome.response)
      return outcome.response
    }
  }
  // The last word for whatever ended without one.
  return recover(call, ended, config).finally(() => call.pass?.end('failed'))
}

async function recover(
  call: CallState,
  ended: EndedAttempt,
  config: InternalAxiosRequestConfig,
): Promise<AxiosResponse> {
  const { outcome } = ended
  if (outcome.kind === 'failed' && isCancel(outcome.rejection)) throw outcome.rejection
  const recovery = await import('./second-half.ts').catch(() => undefined)
  if (recovery) return recovery.recoverCall(call, ended, config)
  const error = call.attachment.settings.throwErrors ? unexplainedError(call, ended) : undefined
  if (error !== undefined) throw error
  if (outcome.kind !== 'answered') throw outcome.rejection
  call.pass?.end('accepted')
  return outcome.response
}

/** The first attempt of a call that has to be signed: that may take its time, and the call may end meanwhile. */
const sendSigned = (
  call: CallState,
  config: InternalAxiosRequestConfig,
  encoded: EncodedRequest,
): Promise<EndedAttempt> =>
  untilCancelled(config, () => prepareWithin(call, (begin) => sendAttempt(call, config, encoded, 1, { begin })))
