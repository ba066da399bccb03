import { createError } from '../../errors/create-error.ts'
import type { TencentCloudFailure } from '../../errors/index.ts'
import { listRandomWords } from '../../errors/key-forms.ts'
import { collectSecrets } from '../../errors/redact.ts'
import { assertCredentials, CredentialsError } from '../../signing/credentials.ts'
import type { AttemptPlan, Exhibit } from '../ports.ts'

/** What is known of the call. */
interface Described {
  readonly service?: string | undefined
  readonly action?: string | undefined
  readonly region?: string | undefined
  readonly version?: string | undefined
}

/** The depth to which a chain of causes is followed. */
const deepest = 6

/**
 * Lists what looks like a key in the messages of a provider's error, which may show the keys that it could not use: no
 * request shows them.
 */
function listKeys(cause: unknown, depth = 0): readonly string[] {
  if (typeof cause === 'string') return listRandomWords(cause)
  if (!(cause instanceof Error) || depth > deepest) return []
  return [...listRandomWords(String(cause.message)), ...listKeys(cause.cause, depth + 1)]
}

/**
 * The error of a call that could not be signed, because its credentials are malformed or their provider failed.
 *
 * @param secrets of the credentials that were used before
 */
export function credentialsError(
  { service, action, region, version }: Described,
  { attempts, mayHaveRun }: AttemptPlan,
  config: Exhibit['config'],
  cause: unknown,
  secrets: Iterable<string>,
): TencentCloudFailure {
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
    reason: 'no-credentials',
    explanation: '',
    mayHaveRun,
    attempts: [...attempts],
    config,
    ...(!isOurs && { cause }),
  } as const
  return createError(
    'AuthenticationError',
    details,
    new Set([...collectSecrets(config ?? {}), ...secrets, ...(isOurs ? [] : listKeys(cause))]),
  )
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
