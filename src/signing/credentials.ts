/** The part of credentials that is missing or malformed. */
export type CredentialsField = 'credentials' | 'secretId' | 'secretKey' | 'token' | 'expiresAt'

/**
 * Thrown for credentials that are missing or malformed. The message says how to fix them and never contains a value.
 */
export class CredentialsError extends Error {
  /** Written out, so that it survives a minifier. */
  override readonly name = 'CredentialsError'
  /** The part that is wrong; `credentials` if there is no object at all. */
  readonly field: CredentialsField

  /**
   * An error about one field of the credentials.
   *
   * @param message names the field and the fix; it is shown as it is, so it must not contain a value
   */
  constructor(field: CredentialsField, message: string) {
    super(message)
    this.field = field
  }
}

/** An API key, or a temporary key with its token. */
export interface Credentials {
  /** The name of the key. Sent with each signed request. */
  readonly secretId: string
  /** The key that signs. Never sent. */
  readonly secretKey: string
  /**
   * The token of temporary credentials (STS, a CVM role). Sent as X-TC-Token or `Token`.
   *
   * @default undefined: a permanent key
   */
  readonly token?: string | undefined
  /**
   * Expiry in epoch milliseconds; the `ExpiredTime` of STS is in seconds.
   *
   * @default undefined: the credentials do not expire
   */
  readonly expiresAt?: number | undefined
}

/**
 * Credentials, or a function that fetches them. It is called for the first request, 30 s before they expire, and when
 * their token is refused. Concurrent requests share one call.
 *
 * @example
 * ```ts
 * import type { CredentialSource } from 'axios-tencentcloud'
 *
 * const source: CredentialSource = async () => {
 *   const { data } = await http.get('/sts')
 *   const { TmpSecretId, TmpSecretKey, Token } = data.Credentials
 *   return { secretId: TmpSecretId, secretKey: TmpSecretKey, token: Token, expiresAt: data.ExpiredTime * 1000 }
 * }
 * attachTencentCloud(http, { credentials: source })
 * ```
 */
export type CredentialSource = Credentials | (() => Credentials | Promise<Credentials>)

const keysPage = 'https://console.cloud.tencent.com/cam/capi'

/** Printable ASCII without spaces: the characters that a header may carry. */
const printable = /^[\x21-\x7e]+$/

/** Epoch milliseconds of 1973. A smaller value is taken for seconds. */
const earliestMs = 100_000_000_000

const fixes = {
  // In parentheses: after `key:` an error would redact the address as a key.
  secretId: `pass the SecretId of an API key (${keysPage})`,
  secretKey: `pass the SecretKey of an API key (${keysPage})`,
  token: 'pass the Token that came with the temporary SecretId, or leave it out for a permanent API key',
}

function checkText(field: keyof typeof fixes, value: unknown): void {
  if (typeof value === 'string' && printable.test(value)) return
  const problem =
    value === undefined || value === null
      ? 'is missing'
      : typeof value !== 'string'
        ? `must be a string and is of type ${typeof value}`
        : value === ''
          ? 'is empty'
          : 'has white space, a line break or another character that credentials do not have'
  throw new CredentialsError(field, `credentials.${field} ${problem}: ${fixes[field]}`)
}

function checkExpiry(value: unknown): void {
  if (typeof value !== 'number' || Number.isNaN(value)) {
    throw new CredentialsError('expiresAt', 'credentials.expiresAt must be a number of epoch milliseconds')
  }
  if (value < earliestMs) {
    throw new CredentialsError(
      'expiresAt',
      'credentials.expiresAt must be in epoch milliseconds and looks like seconds: multiply an ExpiredTime by 1000',
    )
  }
}

/**
 * Checks credentials. Malformed are: a field that is not a string, is empty, or has white space or line breaks; an
 * `expiresAt` that is not in epoch milliseconds.
 * @throws CredentialsError that names the first field that is missing or malformed
 */
export function assertCredentials(value: unknown): asserts value is Credentials {
  if (typeof value !== 'object' || value === null) {
    throw new CredentialsError('credentials', 'credentials must be an object with a secretId and a secretKey')
  }
  const given: { readonly [Field in keyof Credentials]?: unknown } = value
  checkText('secretId', given.secretId)
  checkText('secretKey', given.secretKey)
  if (given.token !== undefined) checkText('token', given.token)
  if (given.expiresAt !== undefined) checkExpiry(given.expiresAt)
}

/**
 * Checks and copies credentials, so that later changes of the original have no effect. Unknown fields are left out.
 * @throws CredentialsError as `assertCredentials` does
 */
export function readCredentials(value: unknown): Credentials {
  assertCredentials(value)
  const { secretId, secretKey, token, expiresAt } = value
  return {
    secretId,
    secretKey,
    ...(token !== undefined && { token }),
    ...(expiresAt !== undefined && { expiresAt }),
  }
}

/** Are key and token the same? Expiry is not compared. */
export function sameCredentials(a: Credentials, b: Credentials): boolean {
  return a.secretId === b.secretId && a.secretKey === b.secretKey && a.token === b.token
}
