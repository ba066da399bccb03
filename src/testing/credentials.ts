import { checkOptions, checkType } from './check.ts'

/** An API key that the fake knows. */
export interface FakeCredentials {
  /** Any text that is not empty; no two keys of a fake may share it. */
  readonly secretId: string
  /** Any text that is not empty; checks the signatures, and stands in no answer. */
  readonly secretKey: string
  /** Of a temporary key: each request must carry it. Default: a permanent key, whose requests must carry none. */
  readonly token?: string | undefined
  /** Whether the token is refused because its time is over. Default: false. */
  readonly expired?: boolean | undefined
}

const checkText = (where: string, name: string, value: unknown): void => {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${where}: "${name}" must be a string, not empty`)
}

const checkCredentials = (where: string, value: FakeCredentials): void => {
  checkOptions(where, value, ['secretId', 'secretKey', 'token', 'expired'])
  checkText(where, 'secretId', value.secretId)
  checkText(where, 'secretKey', value.secretKey)
  if (value.token !== undefined) checkText(where, 'token', value.token)
  checkType(where, 'expired', value.expired, 'boolean')
  if (value.expired && value.token === undefined) throw new TypeError(`${where}: "expired" needs a "token"`)
}

/** The keys that the fake knows, by their SecretId. Never changes. */
export class KnownCredentials {
  readonly #bySecretId = new Map<string, FakeCredentials>()

  /** Throws a TypeError that names the entry and the field which cannot be taken. */
  constructor(where: string, list: readonly FakeCredentials[]) {
    if (!Array.isArray(list)) throw new TypeError(`${where}: "credentials" must be a list`)
    for (const [index, credentials] of list.entries()) {
      const entry = `${where}: credentials[${index}]`
      checkCredentials(entry, credentials)
      if (this.#bySecretId.has(credentials.secretId)) throw new TypeError(`${entry}: "secretId" stands there twice`)
      this.#bySecretId.set(credentials.secretId, { ...credentials })
    }
  }

  find(secretId: string): FakeCredentials | undefined {
    return this.#bySecretId.get(secretId)
  }

  /** The same keys, but the token of one has expired. Throws a TypeError when no temporary key has this SecretId. */
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
