import { Axios, type AxiosAdapter, type AxiosInstance, type InternalAxiosRequestConfig } from 'axios'
import { Call, startCall } from '../engine/call.ts'
import { Client } from '../engine/client.ts'
import { runCall } from '../engine/run-call.ts'
import { checkCallOptions } from '../options/check-options.ts'
import type { TencentCloudOptions } from '../options/options.ts'
import { resolveOptions } from '../options/settings.ts'
import { AxiosCarrier } from './axios-carrier.ts'
import { hideCredentials } from './hidden-credentials.ts'
import { PristineRequest } from './snapshot.ts'
import type { SendThroughInterceptors } from './through-interceptors.ts'

/** The result of {@link attachTencentCloud}. */
export interface TencentCloudAttachment {
  /** Removes the middleware. Calls in flight finish with it. A second call does nothing. */
  detach(): void
}

/**
 * The property of an instance that has the middleware's interceptor. All copies of this package in a process share the
 * symbol, because two layers of retries would multiply the attempts.
 */
const attached = Symbol.for('axios-tencentcloud.attached')

/** The property of the function that replaces a call's adapter: the replaced adapter. */
const replacedAdapter = Symbol('adapter')
/** Marks the adapter of a retry that runs through the interceptors again. */
const isRetry = Symbol('retry')

type MarkedAdapter = AxiosAdapter & {
  [replacedAdapter]?: InternalAxiosRequestConfig['adapter'] | undefined
  [isRetry]?: true
}

const interceptorOf = (instance: object): unknown => Reflect.get(instance, attached)

/** Is the interceptor still registered? `interceptors.request.clear()` removes all. */
const isRegistered = ({ request }: AxiosInstance['interceptors'], interceptor: unknown) =>
  interceptor && request.handlers?.some((handler) => handler?.fulfilled === interceptor)

function checkInstance(instance: unknown): void {
  const { defaults, interceptors } = (instance ?? {}) as Partial<AxiosInstance>
  if (!defaults || typeof interceptors?.request?.use !== 'function') {
    throw new TypeError(
      'axios-tencentcloud: attachTencentCloud needs an axios instance, such as axios.create() returns',
    )
  }
  if (isRegistered(interceptors, interceptorOf(instance as object))) {
    throw new TypeError('axios-tencentcloud: this axios instance has the middleware already; detach() it first')
  }
}

/**
 * Adds this package's middleware to an axios instance: failures in a response become typed errors, and calls that can
 * safely be repeated are retried, at the rate that the API allows. Calls then reject with a TencentCloudError.
 *
 * @param options all optional
 * @returns an object whose `detach()` removes the middleware
 * @throws TypeError if the instance is not an axios instance or has the middleware already, or for a wrong option, which
 * it names
 * @example
 * ```ts
 * import axios from 'axios'
 * import { attachTencentCloud, ThrottlingError } from 'axios-tencentcloud'
 *
 * const http = axios.create({ baseURL: 'https://kms.api.qcloud.com' })
 * attachTencentCloud(http)
 * try {
 *   await http.get('/v2/index.php', { params: { Action: 'ListKey' } })
 * } catch (error) {
 *   if (error instanceof ThrottlingError) console.log(error.attempts)
 * }
 * ```
 */
export function attachTencentCloud(instance: AxiosInstance, options: TencentCloudOptions = {}): TencentCloudAttachment {
  checkInstance(instance)
  const settings = resolveOptions(options)
  if (instance.defaults.tencentCloud) checkCallOptions(instance.defaults.tencentCloud)
  // Shares the instance's request interceptors, later ones included. It has no defaults: its configs are merged
  // already.
  const shadow = new Axios({})
  shadow.interceptors.request = instance.interceptors.request

  const client = new Client(settings, () => instance.defaults.baseURL)
  const sendThroughInterceptors: SendThroughInterceptors = (config, adapter) => {
    const marked: MarkedAdapter = (final) => adapter(final)
    marked[isRetry] = true
    return shadow.request({ ...config, adapter: marked })
  }

  // An axios that calls `runWhen` never runs this interceptor. With any other axios no failure would be detected, so
  // that the call must fail here.
  const interceptor = (): never => {
    throw new TypeError('axios-tencentcloud: this axios instance never asked runWhen')
  }
  // Throws on a frozen instance, so it comes before anything is registered that would have to be removed again.
  Object.defineProperty(instance, attached, { value: interceptor, configurable: true })

  /** Is there a request interceptor besides the middleware's own? Ejected ones leave null entries. */
  const meetsInterceptors = (): boolean =>
    instance.interceptors.request.handlers?.some((handler) => handler && handler.fulfilled !== interceptor) !== false

  // axios calls `runWhen` with the merged config before any interceptor runs, whatever the order of registration. Only
  // here can the request be read as its caller wrote it.
  const id = instance.interceptors.request.use(interceptor, null, {
    synchronous: true,
    runWhen(config) {
      const given = config.adapter as MarkedAdapter | undefined
      if (given?.[isRetry]) return false
      // The config of an earlier call that is sent again (after a token refresh) starts a new call.
      const adapter =
        typeof given === 'function' && given[replacedAdapter] !== undefined ? given[replacedAdapter] : given
      const pristine = meetsInterceptors() ? new PristineRequest(config) : undefined
      const start = startCall(settings, config.tencentCloud)
      const options = hideCredentials(config.tencentCloud, instance.defaults.tencentCloud)
      if (options) config.tencentCloud = options
      const begun = { adapter, data: config.data, pristine }
      const callAdapter: MarkedAdapter = (final) =>
        runCall(new Call(client, new AxiosCarrier(client, sendThroughInterceptors, begun, final), start))
      callAdapter[replacedAdapter] = adapter
      config.adapter = callAdapter
      return false
    },
  })

  return {
    detach() {
      if (interceptorOf(instance) !== interceptor) return
      Reflect.deleteProperty(instance, attached)
      if (isRegistered(instance.interceptors, interceptor)) instance.interceptors.request.eject(id)
    },
  }
}
