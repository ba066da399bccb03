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

/** Signs the calls of one client with its credentials. */
export class Signer {
  readonly #setup: SignerSetup
  #cache: CredentialCache | undefined

  constructor(setup: SignerSetup) {
    this.#setup = setup
  }

  /** @throws what the credentials provider throws; CredentialsError for malformed credentials */
  async credentials(): Promise<Credentials> {
    return this.#credentialCache().get()
  }

  /** @throws CredentialsError for malformed credentials; TypeError for a request that the signing method cannot sign */
  sign(request: SignableRequest, credentials: Credentials, scope: SignatureScope): Promise<SignedParts> {
    const { clock, method } = this.#setup
    const { service, action, offsetMs } = scope
    const timestamp = Math.floor((clock.now() + offsetMs) / 1000)
    return signRequest(request, { method, credentials, timestamp, service, action })
  }

  /** Fetches new credentials after `stale` was refused. Resolves to the same credentials if the source is an object. */
  refresh(stale: Credentials): Promise<Credentials> {
    return this.#credentialCache().refresh(stale)
  }

  #credentialCache(): CredentialCache {
    this.#cache ??= new CredentialCache(this.#setup.source, this.#setup.clock.now)
    return this.#cache
  }
}
