import type { Clock } from '../../retry/clock.ts'
import { CredentialCache } from '../../signing/credential-cache.ts'
import type { CredentialSource, Credentials } from '../../signing/credentials.ts'
import type { SigningMethod } from '../../signing/shared-rules.ts'
import { type SignableRequest, type SignedParts, signRequest } from './sign-request.ts'

/** What the signers of a client share. */
interface SigningSettings {
  /** Undefined: chosen by the request. */
  readonly signing?: SigningMethod | undefined
  readonly clock: Clock
}

/** What a request is signed for. */
interface SignatureScope {
  readonly service: string | undefined
  readonly action: string | undefined
  /** Milliseconds by which the host's clock is ahead of this machine's. */
  readonly offsetMs: number
}

/** Keys and tokens that are remembered: those of about four credentials. */
const mostSecrets = 12

/** Signers that are kept: those of the accounts that one client calls for. The one that was not used for longest goes. */
const mostSigners = 1_000

/**
 * Calls of one account may each have an object of their own. The fields are read one by one: an object that hides its key from
 * loggers (by a `toJSON`, or by getters) would else have the same text as that of another account.
 */
const toKey = ({ secretId, secretKey, token, expiresAt }: Credentials): string =>
  JSON.stringify([secretId, secretKey, token, expiresAt])

/** The signers of one client: one for its own credentials, and one for each of those that its calls brought along. */
export class Signers {
  readonly #settings: SigningSettings
  /** By the provider, or by the fields of an API key. A Map keeps the order of insertion. */
  readonly #byKey = new Map<unknown, Signer>()

  constructor(settings: SigningSettings) {
    this.#settings = settings
  }

  /** How many are kept. */
  get size(): number {
    return this.#byKey.size
  }

  find(source: CredentialSource): Signer {
    const key = typeof source === 'function' ? source : toKey(source)
    const signer = this.#byKey.get(key) ?? new Signer(source, this.#settings)
    this.#byKey.delete(key)
    this.#byKey.set(key, signer)
    for (const oldest of this.#byKey.keys()) {
      if (this.#byKey.size <= mostSigners) break
      this.#byKey.delete(oldest)
    }
    return signer
  }
}

/** Signs calls with the credentials of one source. */
export class Signer {
  readonly #source: CredentialSource
  readonly #settings: SigningSettings
  #cache: CredentialCache | undefined
  #secrets: readonly string[] = []

  constructor(source: CredentialSource, settings: SigningSettings) {
    this.#source = source
    this.#settings = settings
  }

  /** The keys and tokens of the last credentials: a provider that fails may show them. */
  get secrets(): readonly string[] {
    return this.#secrets
  }

  /** @throws what the credentials provider throws; CredentialsError for malformed credentials */
  async credentials(): Promise<Credentials> {
    return this.#note(await this.#credentialCache().get())
  }

  /** @throws CredentialsError for malformed credentials; TypeError for a request that the signing method cannot sign */
  sign(request: SignableRequest, credentials: Credentials, scope: SignatureScope): Promise<SignedParts> {
    const { clock, signing: method } = this.#settings
    const { service, action, offsetMs } = scope
    const timestamp = Math.floor((clock.now() + offsetMs) / 1000)
    return signRequest(request, { method, credentials, timestamp, service, action })
  }

  /** Fetches new credentials after `stale` was refused. Resolves to the same credentials if the source is an object. */
  async refresh(stale: Credentials): Promise<Credentials> {
    return this.#note(await this.#credentialCache().refresh(stale))
  }

  #note(credentials: Credentials): Credentials {
    const { secretId, secretKey, token } = credentials
    if (!this.#secrets.includes(secretKey) || (token !== undefined && !this.#secrets.includes(token))) {
      const added = [secretId, secretKey, ...(token === undefined ? [] : [token])]
      this.#secrets = [...added, ...this.#secrets].slice(0, mostSecrets)
    }
    return credentials
  }

  #credentialCache(): CredentialCache {
    this.#cache ??= new CredentialCache(this.#source, () => this.#settings.clock.now())
    return this.#cache
  }
}
