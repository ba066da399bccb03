import { isTencentCloudError } from '../errors/index.ts'
import { collectSecrets, redact, redactCause } from '../errors/redact.ts'
import type { RequestShape } from '../request/index.ts'
import { type ObservedCall, publish } from '../telemetry/index.ts'
import type { Call } from './call.ts'

let calls = 0

const noSecrets: ReadonlySet<string> = new Set()
/** Without what looks like a secret. To gather those that the request has would cost each call too much. */
const safe = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : redact(text, noSecrets)

function observe(call: Call<unknown>): ObservedCall {
  const { service, action, region, version, method, target } = call.describe()
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
function safeError(error: unknown, request: RequestShape): unknown {
  try {
    return isTencentCloudError(error) ? error : redactCause(error, collectSecrets(request))
  } catch {
    // An error that cannot be read; its caller gets it as it is.
    return undefined
  }
}

/** Runs a call, and reports it to the listeners: one `start`, and at last one `success` or `give-up`. */
export async function watchCall<Answer>(call: Call<Answer>, run: () => Promise<Answer>): Promise<Answer> {
  const { clock, onEvent } = call.client.settings
  const { log, carrier } = call
  const observed = observe(call)
  const tell: Call<Answer>['tell'] = (event) => publish({ ...event, call: observed, at: clock.now() }, onEvent)
  const end = () => {
    // A signer that a cancelled call no longer waits for may still end: no event follows the last one.
    call.tell = undefined
    return { attempts: [...log.attempts], durationMs: clock.now() - call.startedAt }
  }
  call.tell = tell
  tell({ type: 'start' })
  let answer: Answer
  try {
    answer = await run()
  } catch (error) {
    const cancelled = carrier.cancellation.isCancellation(error)
    tell({ type: 'give-up', ...end(), cancelled, error: safeError(error, carrier.request) })
    throw error
  }
  const handedBack = log.attempts.at(-1)?.decision === 'give-up'
  tell(handedBack ? { type: 'give-up', ...end(), cancelled: false } : { type: 'success', ...end() })
  return answer
}
