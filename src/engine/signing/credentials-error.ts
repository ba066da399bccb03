import { createError } from '../../errors/create-error.ts'
import type { TencentCloudError } from '../../errors/index.ts'
import { assertCredentials, CredentialsError } from '../../signing/credentials.ts'
import type { AttemptPlan, Exhibit } from '../ports.ts'

/** What is known of the call. */
interface Described {
  readonly service?: string | undefined
  readonly action?: string | undefined
  readonly region?: string | undefined
  readonly version?: string | undefined
}

/** The error of a call that could not be signed, because its credentials are malformed or their provider failed. */
export function credentialsError(
  { service, action, region, version }: Described,
  { attempts, mayHaveRun }: AttemptPlan,
  config: Exhibit['config'],
  cause: unknown,
  secrets: ReadonlySet<string> = new Set(),
): TencentCloudError {
  const text = cause instanceof Error ? cause.message : typeof cause === 'string' ? cause : 'it threw no Error'
  const isOurs = cause instanceof CredentialsError
  const details = {
    service,
    action,
    region,
    version,
    code: 'ERR_CREDENTIALS',
    serverMessage: isOurs ? text : `the credentials provider failed: ${text}`,
    retry: 'never',
    mayHaveRun,
    attempts: [...attempts],
    config,
    ...(!isOurs && { cause }),
  } as const
  return createError('AuthenticationError', details, secrets)
}

/** What is missing or malformed in credentials. */
export function findCredentialsFault(credentials: object): unknown {
  try {
    assertCredentials(credentials)
    return undefined
  } catch (error) {
    return error
  }
}
