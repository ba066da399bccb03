import { CanceledError } from 'axios'
import type { AttemptPlan, Exhibit } from '../engine/ports.ts'
import { transportFault } from '../engine/recovery/transport-fault.ts'
import { describeFault } from '../engine/recovery/transport-texts.ts'
import { createError } from '../errors/create-error.ts'
import { collectSecrets } from '../errors/redact.ts'
import type { GivenDescription } from '../request/describe.ts'
import { describeRequest } from '../request/describe.ts'
import { resolveRepeat } from '../request/index.ts'
import type { RequestShape } from '../request/request-shape.ts'
import { readBodyCode } from './body-code.ts'
import type { SdkRequestOptions } from './official-client.ts'
import { withoutQuery } from './recover-code.ts'
import { clean, SdkRejection } from './sdk-rejection.ts'
import type { SdkRequest } from './sdk-request.ts'

/** What is known of a call whose event stream broke off. */
interface StreamedCall {
  readonly request: SdkRequest
  readonly given: GivenDescription
  readonly language: 'en' | 'zh' | undefined
  readonly options: SdkRequestOptions
  config(): Exhibit['config']
  readonly attempts: AttemptPlan['attempts']
  /** What shows the secrets of the attempt. */
  readonly forms: readonly RequestShape[]
}

/** The error of an event stream that broke off, or was aborted, after the call had succeeded. */
export async function createStreamError(
  cause: Error,
  { request, given, language, options, config, attempts, forms }: StreamedCall,
): Promise<Error> {
  if (options.signal?.aborted) return new CanceledError(undefined, config())
  await clean(cause, withoutQuery, forms)
  const { message } = cause
  const code = readBodyCode(cause)
  const fault = transportFault(new SdkRejection(cause, { message, code }), false)
  const described = describeRequest(request, given)
  const details = {
    service: described.service,
    action: described.action,
    region: described.region,
    version: described.version,
    code: fault?.code ?? code,
    serverMessage: `the event stream broke off: ${message}`,
    retry: fault?.disposition ?? 'never',
    reason: 'answer-begun',
    explanation: '',
    mayHaveRun: true,
    ...describeFault('stream-broken', true, await resolveRepeat(described)),
    attempts,
    httpStatus: 200,
    language,
    config: config(),
    cause,
  } as const
  return createError(fault?.class ?? 'TransportError', details, collectSecrets(...forms, details.config ?? {}))
}
