import { checkOptions, checkType } from './check.ts'

/** An API key that the fake accepts. */
export interface FakeCredentials {
  /** Any non-empty text, unique among the keys of a fake. */
  readonly secretId: string
  /** Any non-empty text. Used to verify signatures; never part of an answer. */
  readonly secretKey: string
  /**
   * The token of a temporary key, which each request must carry.
   *
   * @default undefined: a permanent key, whose requests carry no token
   */
  readonly token?: string | undefined
  /**
   * Has the token expired, so that requests with it are refused?
   *
   * @default false
   */
  readonly expired?: boolean | undefined
}

const checkText = (where: string, name: string, value: unknown): void => {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${where}: "${name}" must be a non-empty string`)
}

const checkCredentials = (where: string, value: FakeCredentials): void => {
  checkOptions(where, value, ['secretId', 'secretKey', 'token', 'expired'])
  checkText(where, 'secretId', value.secretId)
  checkText(where, 'secretKey', value.secretKey)
  if (value.token !== undefined) checkText(where, 'token', value.token)
  checkType(where, 'expired', value.expired, 'boolean')
  if (value.expired && value.token === undefined) throw new TypeError(`${where}: "expired" needs a "token"`)
}

/** The keys that the fake accepts, by SecretId. Immutable. */
export class KnownCredentials {
  readonly #bySecretId = new Map<string, FakeCredentials>()

  /** Throws a TypeError that names the invalid entry and field. */
  constructor(where: string, list: readonly FakeCredentials[]) {
    if (!Array.isArray(list)) throw new TypeError(`${where}: "credentials" must be a list`)
    for (const [index, credentials] of list.entries()) {
      const entry = `${where}: credentials[${index}]`
      checkCredentials(entry, credentials)
      if (this.#bySecretId.has(credentials.secretId)) throw new TypeError(`${entry}: "secretId" is used twice`)
      this.#bySecretId.set(credentials.secretId, { ...credentials })
    }
  }

  find(secretId: string): FakeCredentials | undefined {
    return this.#bySecretId.get(secretId)
  }

  /** A copy in which the token of one key has expired. Throws a TypeError when no temporary key has this SecretId. */
  withExpiredToken(where: string, secretId: string): KnownCredentials {
    if (this.find(secretId)?.token === undefined) {
      throw new TypeError(`${where}: no credentials with this SecretId have a token`)
    }
    const list = [...this.#bySecretId.values()]
    return new KnownCredentials(
      where,
      list.map((credentials) => (credentials.secretId === secretId ? { ...credentials, expired: true } : credentials)),
    )
  }
}
