import { type AxiosResponse, type InternalAxiosRequestConfig, isCancel } from 'axios'
import { publish } from '../telemetry/index.ts'
import { attemptsOf } from './attempts-of.ts'
import type { CallState } from './call-state.ts'
import { describeCall } from './describe-call.ts'
import { EncodedRequest } from './snapshot.ts'

let calls = 0

function observe(call: CallState, config: InternalAxiosRequestConfig) {
  const { service, action, region, version, method, target } = describeCall(call, new EncodedRequest(config))
  const url = target && `${target.origin}${target.path}`
  return { id: ++calls, service, action, region, version, method, url, startedAt: call.startedAt }
}

/** Runs a call, and tells its listeners what becomes of it: one `start`, and at last one `success` or `give-up`. */
export async function watchCall(
  call: CallState,
  config: InternalAxiosRequestConfig,
  run: () => Promise<AxiosResponse>,
): Promise<AxiosResponse> {
  const { clock, onEvent } = call.attachment.settings
  const observed = observe(call, config)
  call.tell = (event) => publish({ ...event, call: observed, at: clock.now() }, onEvent)
  call.tell({ type: 'start' })
  const end = () => ({ attempts: [...call.attempts], durationMs: clock.now() - call.startedAt })
  try {
    const response = await run()
    const handedBack = attemptsOf(response).at(-1)?.decision === 'give-up'
    call.tell(handedBack ? { type: 'give-up', ...end(), cancelled: false } : { type: 'success', ...end() })
    return response
  } catch (error) {
    call.tell({ type: 'give-up', ...end(), cancelled: isCancel(error), error })
    throw error
  }
}
