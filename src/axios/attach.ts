import { Axios, type AxiosAdapter, type AxiosInstance, type InternalAxiosRequestConfig } from 'axios'
import { Call, startCall } from '../engine/call.ts'
import { Client } from '../engine/client.ts'
import { runCall } from '../engine/run-call.ts'
import { checkCallOptions } from '../options/check-options.ts'
import type { TencentCloudOptions } from '../options/options.ts'
import { resolveOptions } from '../options/settings.ts'
import { AxiosCarrier } from './axios-carrier.ts'
import { PristineRequest } from './snapshot.ts'
import type { SendThroughInterceptors } from './through-interceptors.ts'

/** Returned by {@link attachTencentCloud}. */
export interface TencentCloudAttachment {
  /** Takes the middleware off again. Calls in flight finish as they began. Doing it twice does nothing. */
  detach(): void
}

/**
 * On an instance: the interceptor of its middleware. Shared by every copy of this package in a process: two layers of
 * retries would multiply.
 */
const attached = Symbol.for('axios-tencentcloud.attached')

/** On the function that stands in for a call's adapter: the adapter itself. */
const original = Symbol('adapter')
/** On the adapter of a retry that runs through the interceptors once more. */
const inner = Symbol('retry')

type MarkedAdapter = AxiosAdapter & { [original]?: InternalAxiosRequestConfig['adapter'] | undefined; [inner]?: true }

const interceptorOf = (instance: object): unknown => Reflect.get(instance, attached)

/** Is it among the request interceptors still? `clear()` takes all of them off. */
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
 * Makes an axios instance one that knows Tencent Cloud: failures in a response become typed errors, and what may safely
 * be repeated is repeated. All options are optional.
 *
 * @throws TypeError when the instance is none or has the middleware already, or when an option is wrong (it is named)
 */
export function attachTencentCloud(instance: AxiosInstance, options: TencentCloudOptions = {}): TencentCloudAttachment {
  checkInstance(instance)
  const settings = resolveOptions(options)
  if (instance.defaults.tencentCloud) checkCallOptions(instance.defaults.tencentCloud)
  // Shares the request interceptors as they are at each retry; the configs it is given are merged already.
  const shadow = new Axios({})
  shadow.interceptors.request = instance.interceptors.request

  const client = new Client(settings, () => instance.defaults.baseURL)
  const sendThroughInterceptors: SendThroughInterceptors = (config, adapter) => {
    const marked: MarkedAdapter = (final) => adapter(final)
    marked[inner] = true
    return shadow.request({ ...config, adapter: marked })
  }

  // Only an axios that does not ask `runWhen` runs it. On such a one no failure is seen, and none may pass for a success.
  const interceptor = (): never => {
    throw new TypeError('axios-tencentcloud: this axios instance never asked runWhen')
  }
  // Throws on a frozen instance: before anything is registered that would have to be taken off.
  Object.defineProperty(instance, attached, { value: interceptor, configurable: true })

  /** Is there an interceptor besides the middleware's own? axios leaves empty places for those taken off. */
  const meetsInterceptors = (): boolean =>
    instance.interceptors.request.handlers?.some((handler) => handler && handler.fulfilled !== interceptor) !== false

  // axios asks `runWhen` about the merged config before any interceptor runs, whatever the order of registration: the
  // one place where the request can be seen as its caller wrote it.
  const id = instance.interceptors.request.use(interceptor, null, {
    synchronous: true,
    runWhen(config) {
      const given = config.adapter as MarkedAdapter | undefined
      if (given?.[inner]) return false
      // A config that went through a call before (a token refresh sends it again) begins a new one.
      const adapter = typeof given === 'function' && given[original] !== undefined ? given[original] : given
      const pristine = meetsInterceptors() ? new PristineRequest(config) : undefined
      const start = startCall(settings, config.tencentCloud)
      const begun = { adapter, data: config.data, pristine }
      const scope: MarkedAdapter = (final) =>
        runCall(new Call(client, new AxiosCarrier(client, sendThroughInterceptors, begun, final), start))
      scope[original] = adapter
      config.adapter = scope
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
