import type { Awaitable } from './awaitable.ts'
import { type CredentialSource, type Credentials, readCredentials, sameCredentials } from './credentials.ts'

/**
 * Credentials are replaced this long before they expire, in milliseconds, so that a call signed just before does not
 * arrive after. The official Node.js SDK has the same (`EXPIRE_BUFFER` of its STSCredential).
 */
const expiryMarginMs = 30_000

/**
 * A provider that was asked so many milliseconds ago is not waited for by who comes now, but asked again: a request on a
 * connection that broke unnoticed never ends. The official Node.js SDK gives a request as long (`reqTimeout`).
 */
const longestAskMs = 60_000

/** Asks a credential source as seldom as it can. */
export class CredentialCache {
  readonly #provider: () => Credentials | Promise<Credentials>
  readonly #now: () => number
  #current: Credentials | undefined
  #asking: Promise<Credentials> | undefined
  #askedAt = 0

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
   * wait, and again after a minute without an answer. A failure is never kept: the next call asks again; it is none as
   * long as the credentials before are valid.
   * @throws what the provider throws (as a rejection); CredentialsError for malformed credentials.
   */
  get(): Awaitable<Credentials> {
    const current = this.#current
    if (!current) return this.#ask()
    if (this.#lasts(current, expiryMarginMs)) return current
    return this.#ask().catch((error: unknown) => {
      if (this.#lasts(current, 0)) return current
      throw error
    })
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

  #lasts({ expiresAt }: Credentials, marginMs: number): boolean {
    return expiresAt === undefined || this.#now() < expiresAt - marginMs
  }

  #ask(): Promise<Credentials> {
    const now = this.#now()
    if (this.#asking && now - this.#askedAt < longestAskMs) return this.#asking
    const asking: Promise<Credentials> = this.#load()
      .then((loaded) => {
        // One that was given up must not take the place of a newer answer.
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
    return readCredentials(await this.#provider())
  }
}
