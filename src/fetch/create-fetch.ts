import { isCancel } from 'axios'
import { Call, startCall } from '../engine/call.ts'
import { Client } from '../engine/client.ts'
import { runCall } from '../engine/run-call.ts'
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
  checkOptions(options)
  const { sign, ...shared } = options
  return { client: new Client(resolveOptions(shared)), fetch, sign }
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
      throw isCancel(error) && signal?.aborted ? signal.reason : error
    }
  }
  return Object.defineProperty(tencentCloudFetch, wrapped, { value: true })
}
