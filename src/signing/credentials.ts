/** The part of credentials that is missing or malformed. */
export type CredentialsField = 'credentials' | 'secretId' | 'secretKey' | 'token' | 'expiresAt'

/** Credentials that are missing or malformed. The message says what to do, and never shows a value. */
export class CredentialsError extends Error {
  /** The same in a minified bundle. */
  override readonly name = 'CredentialsError'
  /** What is wrong; `credentials` when there is no object at all. */
  readonly field: CredentialsField

  /** `message` is shown as it is: it names the field and the way out, and no value. */
  constructor(field: CredentialsField, message: string) {
    super(message)
    this.field = field
  }
}

/** One API key, or a temporary one with its token. */
export interface Credentials {
  /** Names the key; sent with each signed request. */
  readonly secretId: string
  /** What signs. Never sent. */
  readonly secretKey: string
  /** Of temporary credentials (STS, a CVM role): sent as X-TC-Token or `Token`. */
  readonly token?: string | undefined
  /** Epoch milliseconds. STS gives `ExpiredTime` in seconds. Default: they do not expire. */
  readonly expiresAt?: number | undefined
}

/** Credentials, or a function that fetches them: called when there are none, when they expire or are refused. */
export type CredentialSource = Credentials | (() => Credentials | Promise<Credentials>)

const keysPage = 'https://console.cloud.tencent.com/cam/capi'

/** Printable ASCII: what may stand in a header. */
const printable = /^[\x21-\x7e]+$/

/** Epoch milliseconds of 1973: anything smaller was meant as seconds. */
const earliestMs = 100_000_000_000

const fixes = {
  secretId: `pass the SecretId of an API key: ${keysPage}`,
  secretKey: `pass the SecretKey of an API key: ${keysPage}`,
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
          : 'has white space, a line break or another character that no credential has'
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
 * @throws CredentialsError that names the first missing or malformed field. Empty strings, white space, line breaks
 * and other types than strings are malformed; so is an `expiresAt` that is not in epoch milliseconds.
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
 * A copy with the known fields only, so that later changes of the original do no harm.
 * @throws CredentialsError as `assertCredentials` does.
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

/** Are they the same key and token? When they expire does not count. */
export function sameCredentials(a: Credentials, b: Credentials): boolean {
  return a.secretId === b.secretId && a.secretKey === b.secretKey && a.token === b.token
}
