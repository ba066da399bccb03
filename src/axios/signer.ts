import type { InternalAxiosRequestConfig } from 'axios'
import { createError } from '../errors/create-error.ts'
import { describeRequest, isSigned, signatureMaterial } from '../request/index.ts'
import { CredentialCache, type Credentials, CredentialsError } from '../signing/index.ts'
import type { CallState } from './call-state.ts'
import { hostKey } from './host-key.ts'
import type { Settings } from './settings.ts'
import { signRequest } from './sign-request.ts'
import type { EncodedRequest } from './snapshot.ts'

/** A request signed with the attachment's credentials. */
export interface SignedRequest {
  readonly config: InternalAxiosRequestConfig
  readonly credentials: Credentials
}

/** Signs the calls of one attachment. */
export class Signer {
  readonly #settings: Settings
  readonly #source: NonNullable<Settings['credentials']>
  #cache: CredentialCache | undefined

  constructor(settings: Settings, source: NonNullable<Settings['credentials']>) {
    this.#settings = settings
    this.#source = source
  }

  /**
   * A signed copy of a request, or undefined for one that its caller has signed.
   *
   * @throws AuthenticationError when there are no usable credentials (it says which field is wrong); TypeError for a
   * request that the signing method cannot sign
   */
  async sign(call: CallState, encoded: EncodedRequest): Promise<SignedRequest | undefined> {
    if (isSigned(signatureMaterial(encoded.shape))) return undefined
    const credentials = await this.#ask(call, encoded, (cache) => cache.get())
    const config = encoded.copy()
    const { service, action } = describeRequest(encoded.shape, {
      service: config.tencentCloud?.service ?? this.#settings.service,
      action: config.tencentCloud?.action,
    })
    const offsetMs = call.attachment.clockOffsets.get(hostKey(config))
    const timestamp = Math.floor((this.#settings.clock.now() + offsetMs) / 1000)
    const { signing } = this.#settings
    return {
      config: await signRequest(config, { method: signing, credentials, timestamp, service, action }),
      credentials,
    }
  }

  /** New credentials after `stale` ones were refused; the same ones when the source has no others. */
  async refresh(stale: Credentials): Promise<Credentials> {
    this.#cache ??= new CredentialCache(this.#source, this.#settings.clock.now)
    return this.#cache.refresh(stale)
  }

  async #ask(
    call: CallState,
    encoded: EncodedRequest,
    ask: (cache: CredentialCache) => Credentials | Promise<Credentials>,
  ): Promise<Credentials> {
    try {
      this.#cache ??= new CredentialCache(this.#source, this.#settings.clock.now)
      return await ask(this.#cache)
    } catch (cause) {
      const isOurs = cause instanceof CredentialsError
      const text = cause instanceof Error ? cause.message : String(cause)
      const details = {
        code: 'ERR_CREDENTIALS',
        serverMessage: isOurs ? text : `the credentials provider failed: ${text}`,
        retry: 'never',
        mayHaveRun: call.mayHaveRun,
        attempts: [...call.attempts],
        config: encoded.copy(),
        ...(!isOurs && { cause }),
      } as const
      throw createError('AuthenticationError', details, new Set())
    }
  }
}
