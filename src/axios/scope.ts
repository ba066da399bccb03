import { type AxiosResponse, type InternalAxiosRequestConfig, isCancel } from 'axios'
import { noteSuccess } from './attempts-of.ts'
import type { CallState } from './call-state.ts'
import { sendAttempt } from './send-attempt.ts'
import { EncodedRequest } from './snapshot.ts'
import { unexplainedError } from './unexplained-error.ts'

/**
 * Stands in for the adapter of a call: sends the first attempt as it stands, and goes on only if that fails. What
 * happens then is loaded at the first failure; a success never carries it.
 */
export async function runCall(call: CallState, config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
  const encoded = new EncodedRequest(config)
  const ended = await sendAttempt(call, config, encoded, 1)
  const { outcome } = ended
  if (outcome.kind === 'answered' && outcome.envelope === undefined) {
    noteSuccess(call, ended, outcome.response)
    return outcome.response
  }
  if (outcome.kind === 'failed' && isCancel(outcome.rejection)) throw outcome.rejection
  const recovery = await import('./recovery.ts').catch(() => undefined)
  if (recovery) return recovery.recoverCall(call, ended, encoded, config)
  const error = unexplainedError(call, ended)
  if (error !== undefined) throw error
  if (outcome.kind !== 'answered') throw outcome.rejection
  return outcome.response
}
