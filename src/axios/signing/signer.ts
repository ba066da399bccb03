import type { InternalAxiosRequestConfig } from 'axios'
import { createError } from '../../errors/create-error.ts'
import {
  describeRequest,
  findApi,
  findService,
  isTencentCloudHost,
  type RequestTarget,
  readSignatureMaterial,
} from '../../request/index.ts'
import { CredentialCache } from '../../signing/credential-cache.ts'
import type { CredentialSource, Credentials } from '../../signing/credentials.ts'
import { CredentialsError } from '../../signing/credentials.ts'
import type { CallState } from '../call-state.ts'
import { hostKey } from '../host-key.ts'
import type { Settings } from '../options/settings.ts'
import type { EncodedRequest } from '../snapshot.ts'
import { isTrustedHost } from '../trusted-host.ts'
import { signRequest } from './sign-request.ts'

/** A request signed with the attachment's credentials. */
interface SignedRequest {
  readonly config: InternalAxiosRequestConfig
  readonly credentials: Credentials
}

/** Object storage, logs, chat and DNSPod have signatures of their own; a proxy's host stands for a cloud API's. */
const takesSignature = ({ hostname }: RequestTarget): boolean =>
  !isTencentCloudHost(hostname) || findApi(hostname) !== undefined

/** Does the request bear somebody's authorisation already? */
function isAuthorized(config: InternalAxiosRequestConfig): boolean {
  const { authorization, signature } = readSignatureMaterial(config)
  return authorization !== undefined || signature !== undefined || config.auth !== undefined
}

/** Signs the calls of one attachment. */
export class Signer {
  readonly #settings: Settings
  readonly #source: CredentialSource
  #cache: CredentialCache | undefined

  constructor(settings: Settings, source: CredentialSource) {
    this.#settings = settings
    this.#source = source
  }

  /**
   * A signed copy of a request. Undefined for one that goes to a strange host, or bears an authorisation already.
   *
   * @throws AuthenticationError when there are no usable credentials (it says which field is wrong); TypeError for a
   * request that the signing method cannot sign
   */
  async sign(call: CallState, encoded: EncodedRequest): Promise<SignedRequest | undefined> {
    const config = encoded.copy()
    const { attachment } = call
    const given = config.tencentCloud
    const { target, action } = describeRequest(encoded.shape, { action: given?.action })
    if (!target || !isTrustedHost(target, attachment) || !takesSignature(target) || isAuthorized(config))
      return undefined
    const service = given?.service ?? findService(target.hostname) ?? this.#settings.service
    const credentials = await this.#credentials(call, encoded, { service, action })
    const offsetMs = attachment.clockOffsets?.get(hostKey(config)) ?? 0
    const timestamp = Math.floor((this.#settings.clock.now() + offsetMs) / 1000)
    const method = this.#settings.signing
    const context = { method, credentials, timestamp, service, action, data: call.data }
    return { config: await signRequest(config, context), credentials }
  }

  /** New credentials after `stale` ones were refused; the same ones when the source has no others. */
  refresh(stale: Credentials): Promise<Credentials> {
    return this.#cached().refresh(stale)
  }

  #cached(): CredentialCache {
    this.#cache ??= new CredentialCache(this.#source, this.#settings.clock.now)
    return this.#cache
  }

  async #credentials(
    call: CallState,
    encoded: EncodedRequest,
    described: { readonly service: string | undefined; readonly action: string | undefined },
  ): Promise<Credentials> {
    try {
      return await this.#cached().get()
    } catch (cause) {
      const text = cause instanceof Error ? cause.message : typeof cause === 'string' ? cause : 'it threw no Error'
      const isOurs = cause instanceof CredentialsError
      const details = {
        ...described,
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
