import type { TencentCloudCallOptions } from '../options/options.ts'
import type { Credentials } from '../signing/credentials.ts'

/** Credentials without a property of their own, so that nothing prints them. axios hands such an object on as it is. */
class HiddenCredentials implements Credentials {
  readonly #given: Credentials

  constructor(given: Credentials) {
    this.#given = given
  }

  get secretId() {
    return this.#given.secretId
  }

  get secretKey() {
    return this.#given.secretKey
  }

  get token() {
    return this.#given.token
  }

  get expiresAt() {
    return this.#given.expiresAt
  }
}

/**
 * Hides the credentials among the options of a call, because a CanceledError and axios' other errors print the config
 * they are in.
 *
 * @param defaults the options of the instance, which axios has merged into those of the call, field by field: these
 * credentials may have got the token of others
 */
export function hideCredentials(
  options: TencentCloudCallOptions | undefined,
  defaults: TencentCloudCallOptions | undefined,
): TencentCloudCallOptions | undefined {
  const given = options?.credentials
  if (typeof given !== 'object' || given instanceof HiddenCredentials) return options
  const base = defaults?.credentials
  const other = typeof base === 'object' && base.secretId !== given.secretId ? base : undefined
  const ownField = <Name extends 'token' | 'expiresAt'>(name: Name) =>
    given[name] === other?.[name] ? undefined : given[name]
  const { secretId, secretKey } = given
  const own = { secretId, secretKey, token: ownField('token'), expiresAt: ownField('expiresAt') }
  return { ...options, credentials: new HiddenCredentials(own) }
}
