import {
  type CredentialSource,
  type Credentials,
  CredentialsError,
  readCredentials,
  sameCredentials,
} from './credentials.ts'
import { inTime, longestAskMs } from './in-time.ts'

/**
 * Milliseconds before their expiry at which credentials are replaced, so that a request does not arrive after it. The
 * official Node.js SDK uses the same value (`EXPIRE_BUFFER` of its STSCredential).
 */
const expiryMarginMs = 30_000

const lateProvider = (seconds: number): Error =>
  new CredentialsError('credentials', `credentials: the provider has not answered for ${seconds} s`)

/**
 * Caches the credentials of a source, so that a provider is called only when there are none, or when they expire.
 *
 * @example
 * ```ts
 * import { CredentialCache, environmentCredentials } from 'axios-tencentcloud/signing'
 *
 * const cache = new CredentialCache(environmentCredentials)
 * const { secretId, token } = await cache.get()
 * ```
 */
export class CredentialCache {
  readonly #provider: () => Credentials | Promise<Credentials>
  readonly #now: () => number
  #current: Credentials | undefined
  #asking: Promise<Credentials> | undefined
  #askedAt = 0

  /**
   * Copies `source` if it is an object; does not call it yet if it is a function.
   * @param now the current time in epoch milliseconds. Default: `Date.now`.
   * @throws CredentialsError if `source` is an object that is malformed
   */
  constructor(source: CredentialSource, now: () => number = Date.now) {
    this.#now = now
    if (typeof source === 'function') {
      this.#provider = source
      return
    }
    const fixed = readCredentials(source)
    this.#provider = () => fixed
    this.#current = fixed
  }

  /**
   * Resolves to the cached credentials until 30 s before they expire, then to new ones. Concurrent callers share one call
   * of the provider; if it has not answered after a minute, that is a failure, and the next caller calls it again. A failed
   * fetch is not cached, and is ignored while the previous credentials are valid.
   * @throws what the provider throws, or CredentialsError for malformed credentials and for a provider without an answer
   */
  async get(): Promise<Credentials> {
    const current = this.#current
    if (!current) return this.#ask()
    if (this.#lasts(current, expiryMarginMs)) return current
    return this.#ask().catch((error: unknown) => {
      if (this.#lasts(current, 0)) return current
      throw error
    })
  }

  /**
   * Replaces credentials that the service refused. Callers share one call of the provider; if `stale` has already been
   * replaced, they get the replacement. If the source is an object, resolves to the same credentials.
   * @throws as `get` does
   */
  async refresh(stale: Credentials): Promise<Credentials> {
    const current = this.#current
    return current && !sameCredentials(current, stale) ? this.get() : this.#ask()
  }

  #lasts({ expiresAt }: Credentials, marginMs: number): boolean {
    return expiresAt === undefined || this.#now() < expiresAt - marginMs
  }

  #ask(): Promise<Credentials> {
    const now = this.#now()
    if (this.#asking && now - this.#askedAt < longestAskMs) return this.#asking
    const asking: Promise<Credentials> = this.#load()
      .then((loaded) => {
        // An answer that comes after the provider was called again must not replace a newer one.
        if (this.#asking === asking) this.#current = loaded
        return loaded
      })
      .finally(() => {
        if (this.#asking === asking) this.#asking = undefined
      })
    this.#asking = asking
    this.#askedAt = now
    return asking
  }

  async #load(): Promise<Credentials> {
    return readCredentials(await inTime(this.#provider(), lateProvider))
  }
}
