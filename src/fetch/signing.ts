import type { Client } from '../engine/client.ts'
import type { AttemptPlan, Carrier } from '../engine/ports.ts'
import type { SignableRequest } from '../engine/signing/sign-request.ts'
import { type SignedRequest, signWithCredentials } from '../engine/signing/sign-with-credentials.ts'
import type { TencentCloudCallOptions } from '../options/options.ts'
import { encodeMultipart } from '../signing/multipart.ts'
import { type FetchRequest, toFields, toInit } from './fetch-request.ts'
import type { FetchSign } from './options.ts'
import { readBody } from './request-body.ts'

/** A request that is signed, and with what. */
export interface SignedFetchRequest {
  readonly request: FetchRequest
  readonly credentials?: SignedRequest['credentials']
}

const toRequest = (request: FetchRequest): Request => new Request(request.url, toInit(request, {}, undefined))

/** A form encoded, whose bytes do not show yet: what is signed has to be what is sent. */
async function withEncodedForm(request: FetchRequest): Promise<FetchRequest> {
  if (!(request.data instanceof FormData)) return request
  const encoded = toRequest(request)
  const headers = { ...request.headers, 'content-type': encoded.headers.get('content-type') ?? '' }
  return { ...request, headers, data: new Uint8Array(await encoded.arrayBuffer()) }
}

/**
 * Has a request signed by the caller's own signer.
 *
 * @throws TypeError when it returns something else than a Request; what it throws itself
 */
export async function signByCaller(
  sign: FetchSign,
  client: Client,
  { number }: AttemptPlan,
  unsigned: FetchRequest,
): Promise<SignedFetchRequest> {
  const encoded = await withEncodedForm(unsigned)
  const { data } = encoded
  const isStream = data instanceof ReadableStream
  // A signature cannot hold a stream's bytes; and a Request that had it would lock it.
  const request = toRequest(isStream ? { ...encoded, data: undefined } : encoded)
  const signed = (await sign(request, client.toSignContext(number, encoded))) ?? request
  if (!(signed instanceof Request)) throw new TypeError('axios-tencentcloud: `sign` must return a Request, or nothing')
  return {
    request: {
      ...encoded,
      url: signed.url,
      method: signed.method,
      headers: toFields(signed.headers),
      data: signed === request || isStream ? data : await readBody(signed, signed.headers.get('content-type')),
    },
  }
}

/**
 * Signs a request with the client's credentials. Undefined for one that is sent as it is.
 *
 * @throws AuthenticationError when there are no usable credentials; TypeError for what the signing method cannot sign
 */
export async function signByCredentials(
  client: Client,
  plan: AttemptPlan,
  unsigned: FetchRequest,
  shown: { readonly options: TencentCloudCallOptions; readonly config: Carrier<unknown>['config'] },
): Promise<SignedFetchRequest | undefined> {
  const signable = new SignableFetchRequest(unsigned)
  const signed = await signWithCredentials(client, plan, signable, shown)
  if (!signed) return undefined
  const { parts, credentials } = signed
  const { method, headers, data } = signable.shape
  const request = {
    url: parts.url,
    method,
    headers: { ...headers, ...toFields(parts.headers) },
    data: parts.form ?? data,
    mayRedirect: false,
  }
  return { request, credentials }
}

/** A request of fetch, to be signed. */
class SignableFetchRequest implements SignableRequest {
  shape: FetchRequest

  constructor(request: FetchRequest) {
    this.shape = request
  }

  get form(): unknown {
    return this.shape.data
  }

  toUrl(): URL {
    const url = new URL(this.shape.url)
    url.hash = ''
    return url
  }

  async encodeBody(): ReturnType<SignableRequest['encodeBody']> {
    const { data } = this.shape
    if (data instanceof FormData) {
      const { contentType, body } = await encodeMultipart(data)
      return this.#encoded(body, contentType)
    }
    if (data instanceof Blob) return this.#encoded(new Uint8Array(await data.arrayBuffer()), data.type)
    if (typeof data === 'string' || data instanceof Uint8Array) return { bytes: data }
    return { isStream: data !== undefined }
  }

  #encoded(bytes: Uint8Array, contentType: string): { readonly bytes: Uint8Array } {
    const { headers } = this.shape
    this.shape = {
      ...this.shape,
      data: bytes,
      headers: contentType ? { ...headers, 'content-type': contentType } : headers,
    }
    return { bytes }
  }

  /** fetch takes the host from the URL. */
  headers(): Readonly<Record<string, string>> {
    const { host: _host, ...headers } = this.shape.headers
    return headers
  }
}
