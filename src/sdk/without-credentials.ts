import type { CallState } from '../axios/call-state.ts'
import { describeCall } from '../axios/describe-call.ts'
import type { EncodedRequest } from '../axios/snapshot.ts'
import { createError } from '../errors/create-error.ts'
import type { TencentCloudError } from '../errors/index.ts'

/** The error of a call whose client has a credentials provider that failed. Loaded then: a success needs nothing of it. */
export function withoutCredentials(
  state: CallState,
  encoded: EncodedRequest,
  cause: Error,
  secrets: ReadonlySet<string>,
): TencentCloudError {
  const { service, action, region, version } = describeCall(state, encoded)
  const details = {
    code: 'ERR_CREDENTIALS',
    serverMessage: `the credentials provider failed: ${cause.message}`,
    retry: 'never',
    mayHaveRun: state.mayHaveRun,
    attempts: [...state.attempts],
    service,
    action,
    region,
    version,
    config: encoded.copy(),
    cause,
  } as const
  return createError('AuthenticationError', details, secrets)
}
