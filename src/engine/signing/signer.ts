import type { Clock } from '../../retry/clock.ts'
import { CredentialCache } from '../../signing/credential-cache.ts'
import type { CredentialSource, Credentials } from '../../signing/credentials.ts'
import type { SigningMethod } from '../../signing/shared-rules.ts'
import { type SignableRequest, type SignedParts, signRequest } from './sign-request.ts'

/** What the signer of a client needs. */
interface SignerSetup {
  readonly source: CredentialSource
  /** Undefined: chosen by the request. */
  readonly method: SigningMethod | undefined
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

/** Signs the calls of one client with its credentials. */
export class Signer {
  readonly #setup: SignerSetup
  #cache: CredentialCache | undefined
  #secrets: readonly string[] = []

  constructor(setup: SignerSetup) {
    this.#setup = setup
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
    const { clock, method } = this.#setup
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
    this.#cache ??= new CredentialCache(this.#setup.source, () => this.#setup.clock.now())
    return this.#cache
  }
}
