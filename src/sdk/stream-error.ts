import { CanceledError } from 'axios'
import type { AttemptPlan, Exhibit } from '../engine/ports.ts'
import { transportFault } from '../engine/recovery/transport-fault.ts'
import { createError } from '../errors/create-error.ts'
import { describeRequest } from '../request/describe.ts'
import { readBodyCode } from './body-code.ts'
import type { SdkRequestOptions } from './official-client.ts'
import { withoutQuery } from './recover-code.ts'
import { clean, SdkRejection } from './sdk-rejection.ts'
import type { SdkRequest } from './sdk-request.ts'

/** What is known of a call whose event stream broke off. */
interface StreamedCall {
  readonly request: SdkRequest
  readonly service: string | undefined
  readonly options: SdkRequestOptions
  config(): Exhibit['config']
  readonly attempts: AttemptPlan['attempts']
  readonly secrets: ReadonlySet<string>
}

/** The error of an event stream that broke off, or was aborted, after the call had succeeded. */
export function createStreamError(
  cause: Error,
  { request, service, options, config, attempts, secrets }: StreamedCall,
): Error {
  if (options.signal?.aborted) return new CanceledError(undefined, config())
  clean(cause, withoutQuery, secrets)
  const { message } = cause
  const code = readBodyCode(cause)
  const fault = transportFault(new SdkRejection(cause, { message, code }), false)
  const described = describeRequest(request, { service })
  const details = {
    service: described.service,
    action: described.action,
    region: described.region,
    version: described.version,
    code: fault?.code ?? code,
    serverMessage: `the event stream broke off: ${message}`,
    retry: fault?.disposition ?? 'never',
    mayHaveRun: true,
    attempts,
    httpStatus: 200,
    config: config(),
    cause,
  } as const
  return createError(fault?.class ?? 'TransportError', details, secrets)
}
