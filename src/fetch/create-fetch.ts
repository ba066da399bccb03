import { isCancel } from 'axios'
import { Call, startCall } from '../engine/call.ts'
import { Client } from '../engine/client.ts'
import { runCall } from '../engine/run-call.ts'
import { isTencentCloudError } from '../errors/index.ts'
import { checkOptions } from '../options/check-options.ts'
import { resolveOptions } from '../options/settings.ts'
import { FetchCarrier, type FetchSetup } from './fetch-carrier.ts'
import type {
  TencentCloudFetch,
  TencentCloudFetchOptions,
  TencentCloudRequestInit,
  UnderlyingFetch,
} from './options.ts'
import { readRequest, signalOf } from './read-request.ts'

/**
 * Marks a wrapped fetch. All copies of this package share the symbol, because two layers of retries would multiply the
 * attempts.
 */
const wrapped = Symbol.for('axios-tencentcloud.fetch')

// Read at each call, so that a later replacement of the global fetch (a mock, a tracer) is used.
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

function createSetup(fetch: UnderlyingFetch, options: TencentCloudFetchOptions): FetchSetup {
  if ('rerunInterceptors' in options) {
    throw new TypeError('axios-tencentcloud: option `rerunInterceptors` is for axios; a fetch has no interceptors')
  }
  const { sign, throwErrors, ...given } = options
  const shared = { ...given, ...(throwErrors === false && { throwErrors }) }
  checkOptions({ ...given, sign, throwErrors: throwErrors === 'response' || throwErrors })
  return { client: new Client(resolveOptions(shared)), fetch, sign }
}

/**
 * Creates a fetch with the errors and retries of this package: failures in a response reject with typed errors, and calls
 * that can safely be repeated are retried, at the rate that the API allows. On Tencent Cloud's hosts, and on `hosts`, a
 * status of 400 or more also rejects, with an HttpError; on other hosts the call ends as the given fetch does. The
 * responses are those of the given fetch, or their clones.
 *
 * @param fetch sends the attempts. Default: the global fetch
 * @param options all optional
 * @throws TypeError if `fetch` is not a function or is wrapped already, or for a wrong option, which it names
 * @example
 * ```ts
 * import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
 * import { environmentCredentials } from 'axios-tencentcloud/signing'
 *
 * const tencentFetch = createTencentCloudFetch(fetch, { credentials: environmentCredentials })
 * const response = await tencentFetch('https://cvm.tencentcloudapi.com/', {
 *   method: 'POST',
 *   headers: { 'X-TC-Action': 'DescribeZones', 'X-TC-Version': '2017-03-12', 'X-TC-Region': 'ap-guangzhou' },
 *   body: '{}',
 *   tencentCloud: { deadlineMs: 5_000 },
 * })
 * ```
 */
export function createTencentCloudFetch(
  fetch: UnderlyingFetch = globalFetch,
  options: TencentCloudFetchOptions = {},
): TencentCloudFetch {
  checkFetch(fetch)
  const setup = createSetup(fetch, options)

  const run = async (input: string | URL | Request, { tencentCloud, ...init }: TencentCloudRequestInit) => {
    const request = await readRequest(input, init)
    request.signal?.throwIfAborted()
    const start = startCall(setup.client.settings, tencentCloud)
    return runCall(new Call(setup.client, new FetchCarrier(setup, request, tencentCloud ?? {}), start))
  }

  const tencentCloudFetch: TencentCloudFetch = async (input, given) => {
    const init = given ?? {}
    try {
      return await run(input, init)
    } catch (error) {
      const signal = signalOf(input, init)
      if (isCancel(error) && signal?.aborted) throw signal.reason
      if (options.throwErrors !== 'response' || !isTencentCloudError(error)) throw error
      return (await import('./failure-response.ts')).toFailureResponse(error)
    }
  }
  return Object.defineProperty(tencentCloudFetch, wrapped, { value: true })
}
