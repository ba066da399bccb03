import type { Awaitable } from './awaitable.ts'
import { type CredentialSource, type Credentials, readCredentials, sameCredentials } from './credentials.ts'

/**
 * Credentials are replaced this long before they expire, in milliseconds, so that a call signed just before does not
 * arrive after. The official Node.js SDK has the same (`EXPIRE_BUFFER` of its STSCredential).
 */
const expiryMarginMs = 30_000

/** Asks a credential source as seldom as it can. */
export class CredentialCache {
  readonly #provider: () => Credentials | Promise<Credentials>
  readonly #now: () => number
  #current: Credentials | undefined
  #asking: Promise<Credentials> | undefined

  /**
   * @param now epoch milliseconds. Default: `Date.now`.
   * @throws CredentialsError for an object that is malformed; a function is not called yet. An object is copied.
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
   * The credentials: at once when there are some that last, else from the provider, which is called once for all who
   * wait. A failure is never kept: the next call asks again.
   * @throws what the provider throws (as a rejection); CredentialsError for malformed credentials.
   */
  get(): Awaitable<Credentials> {
    const current = this.#current
    return current && this.#lasts(current) ? current : this.#ask()
  }

  /**
   * New credentials after `stale` ones were refused. Whoever comes late, when `stale` has been replaced already, gets
   * the replacement; the others share one call of the provider. Resolves to the same credentials when the source is
   * an object, which cannot be asked. Rejects as `get` does.
   */
  async refresh(stale: Credentials): Promise<Credentials> {
    const current = this.#current
    return current && !sameCredentials(current, stale) ? this.get() : this.#ask()
  }

  #lasts({ expiresAt }: Credentials): boolean {
    return expiresAt === undefined || this.#now() < expiresAt - expiryMarginMs
  }

  #ask(): Promise<Credentials> {
    this.#asking ??= this.#load().finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  async #load(): Promise<Credentials> {
    const loaded = readCredentials(await this.#provider())
    this.#current = loaded
    return loaded
  }
}
