import { isTencentCloudError } from '../errors/index.ts'
import { toPrintableName } from '../errors/printable.ts'
import { collectSecrets, redact, redactCause } from '../errors/redact.ts'
import type { RequestShape } from '../request/index.ts'
import { streamOutcome } from '../streams/outcome.ts'
import { type ObservedCall, publish } from '../telemetry/index.ts'
import type { Call } from './call.ts'
import { describeCall } from './describe-call.ts'

let calls = 0

const noSecrets: ReadonlySet<string> = new Set()
/** Redacts what looks like a secret. Collecting the request's own secrets would cost each call too much. */
const safe = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : redact(text, noSecrets)

const safeName = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : toPrintableName(redact(text, noSecrets))

function observe(call: Call<unknown>): ObservedCall {
  const { service, action, region, version, method, target } = describeCall(call.carrier, call.client)
  return {
    id: ++calls,
    service: safeName(service),
    action: safeName(action),
    region: safeName(region),
    version: safeName(version),
    method,
    url: safe(target && `${target.origin}${target.path}`),
    startedAt: call.startedAt,
  }
}

/** Redacts errors of axios, of interceptors and of signers, because they show the request as it was sent. */
function safeError(error: unknown, request: RequestShape): unknown {
  try {
    return isTencentCloudError(error) ? error : redactCause(error, collectSecrets(request))
  } catch {
    // The error cannot be read. The event goes without it; the caller gets it unchanged.
    return undefined
  }
}

/** Runs a call, and publishes its events: one `start` first, one `success` or `give-up` last, and the end of a stream after it. */
export async function watchCall<Answer>(call: Call<Answer>, run: () => Promise<Answer>): Promise<Answer> {
  const { clock, onEvent } = call.client.settings
  const { log, carrier } = call
  const observed = observe(call)
  const tell: Call<Answer>['tell'] = (event) => publish({ ...event, call: observed, at: clock.now() }, onEvent)
  const end = () => {
    // A signer may end after its call was cancelled. No event must follow the last one.
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
  streamOutcome(answer)?.then(({ error, ...outcome }) => {
    const redacted = error !== undefined && { error: safeError(error, carrier.request) }
    tell({ type: 'stream-end', ...outcome, ...redacted })
  })
  const succeeded = log.attempts.at(-1)?.decision === 'return'
  tell(succeeded ? { type: 'success', ...end() } : { type: 'give-up', ...end(), cancelled: false })
  return answer
}
