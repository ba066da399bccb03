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
