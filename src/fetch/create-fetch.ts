import { type InternalAxiosRequestConfig, isCancel } from 'axios'
import { createAttachment } from '../axios/attachment.ts'
import { recordAttempts } from '../axios/attempts-of.ts'
import { beginCall } from '../axios/call-state.ts'
import type { TencentCloudCallOptions } from '../axios/options/options.ts'
import { resolveOptions } from '../axios/options/settings.ts'
import { runCall } from '../axios/scope.ts'
import { acceptsStatus, Exchange } from './exchange.ts'
import type {
  TencentCloudFetch,
  TencentCloudFetchOptions,
  TencentCloudRequestInit,
  UnderlyingFetch,
} from './options.ts'
import { type ReadRequest, readRequest, signalOf } from './read-request.ts'
import { signByRequest } from './sign-by-request.ts'

/** Shared by every copy of this package: two layers of retries would multiply. */
const wrapped = Symbol.for('axios-tencentcloud.fetch')

// Looked up at each call, so that what replaces the global one later (a mock, a tracer) is used.
const globalFetch: UnderlyingFetch = (url, init) => globalThis.fetch(url, init)

function checkFetch(given: unknown): void {
  if (typeof given !== 'function') {
    throw new TypeError(
      'axios-tencentcloud: createTencentCloudFetch needs a fetch function, or undefined for the global one',
    )
  }
  if (wrapped in given) {
    throw new TypeError(
      'axios-tencentcloud: this fetch retries already; give createTencentCloudFetch the one beneath it',
    )
  }
}

function settingsOf({ sign, ...options }: TencentCloudFetchOptions) {
  if ('rerunInterceptors' in options) {
    throw new TypeError('axios-tencentcloud: option `rerunInterceptors` is for axios; a fetch has no interceptors')
  }
  if (sign === undefined) return resolveOptions(options)
  // What is no function is passed on to be refused.
  return resolveOptions({ ...options, sign: typeof sign === 'function' ? signByRequest(sign) : sign })
}

/** The data of an error's response: parsed, as axios would have it. What cannot be parsed stays text. */
const parseData = (data: unknown): unknown => (typeof data === 'string' ? JSON.parse(data) : data)

function configOf(
  { url, method, headers, data, signal }: ReadRequest,
  { adapter }: Exchange,
  tencentCloud: TencentCloudCallOptions | undefined,
): InternalAxiosRequestConfig {
  return {
    url,
    method,
    headers,
    data,
    adapter,
    validateStatus: acceptsStatus,
    transformResponse: [parseData],
    ...(signal && { signal }),
    ...(tencentCloud && { tencentCloud }),
  }
}

/**
 * A fetch that knows Tencent Cloud: failures in a response reject with typed errors, and what may safely be repeated is
 * repeated. On Tencent Cloud's hosts, and on `hosts`, a status of 400 or more rejects too, as an HttpError; anywhere else
 * it ends as the given fetch does. The responses are that fetch's own.
 *
 * @param fetch sends the attempts; default: the global one
 * @throws TypeError when `fetch` is none, or has been wrapped already, or when an option is wrong (it is named)
 */
export function createTencentCloudFetch(
  fetch: UnderlyingFetch = globalFetch,
  options: TencentCloudFetchOptions = {},
): TencentCloudFetch {
  checkFetch(fetch)
  const attachment = createAttachment(settingsOf(options), {})

  const run = async (input: string | URL | Request, { tencentCloud, ...init }: TencentCloudRequestInit) => {
    const request = await readRequest(input, init)
    request.signal?.throwIfAborted()
    const exchange = new Exchange(fetch, request.rest)
    const config = configOf(request, exchange, tencentCloud)
    const call = beginCall(attachment, config.adapter, config)
    const response = await runCall(call, config).then(
      () => exchange.response,
      (error: unknown) => exchange.settle(error),
    )
    if (!response) throw new TypeError('axios-tencentcloud: the fetch that was given returned no response')
    recordAttempts(response, call.attempts)
    return response
  }

  const tencentCloudFetch: TencentCloudFetch = async (input, given) => {
    const init = given ?? {}
    try {
      return await run(input, init)
    } catch (error) {
      const signal = signalOf(input, init)
      throw isCancel(error) && signal?.aborted ? signal.reason : error
    }
  }
  return Object.defineProperty(tencentCloudFetch, wrapped, { value: true })
}
