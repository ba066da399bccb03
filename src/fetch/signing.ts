import type { Client } from '../engine/client.ts'
import type { AttemptPlan, Carrier } from '../engine/ports.ts'
import type { SignableRequest } from '../engine/signing/sign-request.ts'
import { type SignedRequest, signWithCredentials, toSignContext } from '../engine/signing/sign-with-credentials.ts'
import { isForTrustedHost } from '../engine/signing/signing-permission.ts'
import type { TencentCloudCallOptions } from '../options/options.ts'
import { inTime, lateSign } from '../signing/in-time.ts'
import { encodeMultipart } from '../signing/multipart.ts'
import { type FetchRequest, toFields, toInit } from './fetch-request.ts'
import type { FetchSign } from './options.ts'
import { readBody } from './request-body.ts'

/** A signed request, and the credentials that signed it. */
export interface SignedFetchRequest {
  readonly request: FetchRequest
  readonly credentials?: SignedRequest['credentials']
}

const toRequest = (request: FetchRequest): Request => new Request(request.url, toInit(request, {}, undefined))

/** Encodes a form, so that the bytes that are signed are the bytes that are sent. */
async function withEncodedForm(request: FetchRequest): Promise<FetchRequest> {
  if (!(request.data instanceof FormData)) return request
  const encoded = toRequest(request)
  const headers = { ...request.headers, 'content-type': encoded.headers.get('content-type') ?? '' }
  return { ...request, headers, data: new Uint8Array(await encoded.arrayBuffer()) }
}

/**
 * Signs a request with the caller's `sign` function. Undefined if it is to be sent as it is, because its host is not
 * trusted.
 *
 * @throws TypeError if `sign` returns something other than a Request, and for plain http to a host of Tencent Cloud; what
 * `sign` throws; an Error if it has not answered for a minute
 */
export async function signByCaller(
  sign: FetchSign,
  client: Client,
  { number }: AttemptPlan,
  unsigned: FetchRequest,
): Promise<SignedFetchRequest | undefined> {
  if (!isForTrustedHost(unsigned, client)) return undefined
  const encoded = await withEncodedForm(unsigned)
  const { data } = encoded
  const isStream = data instanceof ReadableStream
  // The bytes of a stream cannot be signed, and a Request with the stream would lock it.
  const request = toRequest(isStream ? { ...encoded, data: undefined } : encoded)
  const signed = (await inTime(sign(request, toSignContext(client, number, encoded)), lateSign)) ?? request
  if (!(signed instanceof Request)) throw new TypeError('axios-tencentcloud: `sign` must return a Request, or nothing')
  return {
    request: {
      ...encoded,
      url: signed.url,
      method: signed.method,
      headers: toFields(signed.headers),
      mayRedirect: false,
      data: signed === request || isStream ? data : await readBody(signed, signed.headers.get('content-type')),
    },
  }
}

/**
 * Signs a request with the client's credentials. Undefined if it is to be sent as it is.
 *
 * @throws AuthenticationError without usable credentials; TypeError for a request that the signing method cannot sign
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

/** A request for fetch that is to be signed. */
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
