/** The argument of `withTencentCloud`: the public part of a client of the official SDK, for any product. */
export interface OfficialClient {
  /** The host, without protocol: `cvm.tencentcloudapi.com`. */
  endpoint: string
  /** The API version of its requests: `2017-03-12`. */
  apiVersion: string
  /** The region of its requests; empty if the product has none. */
  region: string
  /** The path of its requests, `/`. */
  path: string
  /** How it signs and sends: `signMethod`, `httpProfile` and other settings of the SDK. */
  profile: object
  /** Sends a request of any action. */
  request(action: string, req: unknown): Promise<unknown>
}

/** The options of one request, as far as this package reads them. */
export interface SdkRequestOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly signal?: AbortSignal | undefined
  /** Send the request without a signature? */
  readonly skipSign?: boolean | undefined
}

/**
 * The part used here of a response of node-fetch, with which the SDK sends. What is optional, an object that a test put
 * in its place need not have.
 */
export interface SdkResponse {
  readonly status: number
  readonly statusText: string
  readonly url: string
  readonly headers?: {
    get?(name: string): string | null
    forEach?(visit: (value: string, name: string) => void): void
  }
  /** A stream of Node.js. */
  readonly body?: { destroy?(error: Error): unknown } | null
  text?(): Promise<string>
  json(): Promise<unknown>
}

/**
 * A client at run time. `doRequest`, through which every request goes, and `parseResponse` are private in the SDK's
 * types. Both exist, with these arguments, since 4.0.275, the first version of the common package.
 */
export interface SdkClient extends OfficialClient {
  readonly credential?: object
  /** Missing, like the next method, in the first versions, which read `credential`. */
  getCredential?(): Promise<object>
  /** Adds the signature of version 1 to the parameters. */
  formatRequestData?(action: string, params: object): unknown
  requestOctetStream?(action: string, req: unknown): Promise<unknown>
  profile: {
    readonly httpProfile?: {
      readonly reqMethod?: string
      readonly protocol?: string
      readonly headers?: Readonly<Record<string, string>>
      readonly proxy?: string
    }
  }
  doRequest(action: string, req: unknown, options?: SdkRequestOptions): Promise<unknown>
  parseResponse(response: SdkResponse): Promise<unknown>
}

const methods = ['request', 'doRequest', 'parseResponse'] as const

/** Is it a client of the official SDK? */
export function isSdkClient(value: unknown): value is SdkClient {
  if (typeof value !== 'object' || value === null) return false
  const { profile, endpoint }: Partial<SdkClient> = value
  if (typeof profile !== 'object' || profile === null || typeof endpoint !== 'string') return false
  return methods.every((name) => typeof Reflect.get(value, name) === 'function')
}

/**
 * Is it a client of the international SDK, or of SDK 3? Their methods are those of SDK 4 by name, but `request` takes an
 * object to fill and a callback, and returns nothing.
 */
export const isCallbackClient = (client: SdkClient): boolean => 'succRequest' in client

/** The protocol and host that a client sends to: `https://cvm.tencentcloudapi.com`. */
export const toAddress = ({ profile, endpoint }: SdkClient): string =>
  `${profile.httpProfile?.protocol ?? 'https://'}${endpoint}`
