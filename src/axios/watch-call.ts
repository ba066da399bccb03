import { type AxiosResponse, type InternalAxiosRequestConfig, isCancel } from 'axios'
import { isTencentCloudError } from '../errors/index.ts'
import { collectSecrets, redact, redactCause } from '../errors/redact.ts'
import { channel } from '../telemetry/channel.ts'
import { type ObservedCall, publish } from '../telemetry/index.ts'
import type { CallState } from './call-state.ts'
import { describeCall } from './describe-call.ts'
import { EncodedRequest } from './snapshot.ts'

let calls = 0

const noSecrets: ReadonlySet<string> = new Set()
/** Without what looks like a secret. To gather those that the request has would cost each call too much. */
const safe = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : redact(text, noSecrets)

function observe(call: CallState, encoded: EncodedRequest): ObservedCall {
  const { service, action, region, version, method, target } = describeCall(call, encoded)
  return {
    id: ++calls,
    service: safe(service),
    action: safe(action),
    region: safe(region),
    version: safe(version),
    method,
    url: safe(target && `${target.origin}${target.path}`),
    startedAt: call.startedAt,
  }
}

/** Errors of axios' own, and of interceptors and signers, show the request as it was sent. */
function safeError(error: unknown, encoded: EncodedRequest): unknown {
  try {
    return isTencentCloudError(error) ? error : redactCause(error, collectSecrets(encoded.shape))
  } catch {
    // An error that does not let itself be read; its caller gets it as it is.
    return undefined
  }
}

/** Runs a call, and tells its listeners what becomes of it: one `start`, and at last one `success` or `give-up`. */
export async function watchCall(
  call: CallState,
  config: InternalAxiosRequestConfig,
  run: () => Promise<AxiosResponse>,
): Promise<AxiosResponse> {
  const { clock, onEvent } = call.attachment.settings
  // A call that is only given a ClientToken comes this way too.
  if (!onEvent && !channel?.hasSubscribers) return run()
  const encoded = new EncodedRequest(config)
  const observed = observe(call, encoded)
  const tell: CallState['tell'] = (event) => publish({ ...event, call: observed, at: clock.now() }, onEvent)
  const end = () => {
    // A signer that a cancelled call no longer waits for may still come to its end: no event follows the last one.
    call.tell = undefined
    return { attempts: [...call.attempts], durationMs: clock.now() - call.startedAt }
  }
  call.tell = tell
  tell({ type: 'start' })
  let response: AxiosResponse
  try {
    response = await run()
  } catch (error) {
    tell({ type: 'give-up', ...end(), cancelled: isCancel(error), error: safeError(error, encoded) })
    throw error
  }
  const handedBack = call.attempts.at(-1)?.decision === 'give-up'
  tell(handedBack ? { type: 'give-up', ...end(), cancelled: false } : { type: 'success', ...end() })
  return response
}
