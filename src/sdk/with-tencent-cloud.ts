import { attemptsOf, recordAttempts } from '../engine/attempts-of.ts'
import { Call, startCall } from '../engine/call.ts'
import { Client } from '../engine/client.ts'
import { runCall } from '../engine/run-call.ts'
import { resolveOptions } from '../options/settings.ts'
import {
  isCallbackClient,
  isSdkClient,
  type OfficialClient,
  type SdkClient,
  type SdkRequestOptions,
  toAddress,
} from './official-client.ts'
import { checkSdkCallOptions, checkSdkOptions, type SdkCallOptions, type SdkOptions } from './options.ts'
import { type SdkCall, SdkCarrier } from './sdk-carrier.ts'

/**
 * Marks a wrapped client. All copies of this package share the symbol, because two layers of retries would multiply the
 * attempts.
 */
const wrapped = Symbol.for('axios-tencentcloud.sdk')

/** The property with the options that a client adds to its calls. */
const ownOptions = Symbol('call options')

type Wrapped = SdkClient & { readonly [ownOptions]?: SdkCallOptions }

/** The SDK's options of one request, and those of this package beside them. */
type GivenOptions = SdkRequestOptions & { readonly tencentCloud?: SdkCallOptions }

/**
 * Gives a client of the official SDK (tencentcloud-sdk-nodejs 4, whole or by product) the errors, retries, pacing and
 * deadlines of this package. The SDK signs each attempt anew. A call resolves to the SDK's own result, and rejects with a
 * TencentCloudError whose `cause` is the SDK's exception.
 *
 * @param options all optional
 * @returns a client of the same type, derived from the given one, which stays as it is
 * @throws TypeError if the client is not one of the SDK or is wrapped already, or for a wrong option, which it names
 * @example
 * ```ts
 * import { withTencentCloud } from 'axios-tencentcloud/sdk'
 * import { cvm } from 'tencentcloud-sdk-nodejs-cvm'
 *
 * const client = withTencentCloud(
 *   new cvm.v20170312.Client({ credential: { secretId, secretKey }, region: 'ap-guangzhou' }),
 *   { retry: { maxAttempts: 6 } },
 * )
 * const { ZoneSet } = await client.DescribeZones()
 * ```
 */
export function withTencentCloud<Official extends OfficialClient>(
  client: Official,
  options: SdkOptions = {},
): Official {
  if (!isSdkClient(client)) {
    throw new TypeError(
      'axios-tencentcloud: withTencentCloud needs a client of tencentcloud-sdk-nodejs 4, such as new CvmClient({ … })',
    )
  }
  if (isCallbackClient(client)) {
    throw new TypeError(
      `axios-tencentcloud: clients of tencentcloud-sdk-nodejs-intl-en and of version 3 cannot be wrapped: pass one of tencentcloud-sdk-nodejs 4 with \`profile.httpProfile.endpoint\` '${client.endpoint}'`,
    )
  }
  if (wrapped in client) {
    throw new TypeError(
      'axios-tencentcloud: this client is wrapped already; withCallOptions gives its calls other options',
    )
  }
  checkSdkOptions(options)
  const shared = new Client(resolveOptions(options), () => toAddress(derived))
  const { doRequest, request, requestOctetStream } = client
  const derived: Official & SdkClient = Object.create(client, {
    [wrapped]: { value: true },
    doRequest: method(function (this: Wrapped, action: string, req: unknown, given?: GivenOptions) {
      const { tencentCloud, ...own } = given ?? {}
      return run(shared, { client: this, doRequest, action, req, options: own }, tencentCloud)
    }),
    request: method(callingBackOnce(request)),
    ...(requestOctetStream && { requestOctetStream: method(callingBackOnce(requestOctetStream)) }),
  })
  return derived
}

/**
 * Derives a client whose calls have options of their own. It shares everything else with the client that it is made
 * from, pacing and retry budget included. (In JavaScript the SDK's own options also take them:
 * `client.DescribeInstances(req, { tencentCloud })`. The SDK's types have no room for that.)
 *
 * @throws TypeError if the client is not the result of `withTencentCloud`, or for a wrong option, which it names
 * @example
 * ```ts
 * import { withCallOptions, withTencentCloud } from 'axios-tencentcloud/sdk'
 * import { cvm } from 'tencentcloud-sdk-nodejs-cvm'
 *
 * const client = withTencentCloud(new cvm.v20170312.Client({ credential: { secretId, secretKey } }))
 * await withCallOptions(client, { deadlineMs: 5_000 }).DescribeInstances({})
 * ```
 */
export function withCallOptions<Official extends OfficialClient>(client: Official, options: SdkCallOptions): Official {
  if (typeof client !== 'object' || client === null || !(wrapped in client)) {
    throw new TypeError('axios-tencentcloud: withCallOptions needs a client that withTencentCloud returned')
  }
  checkSdkCallOptions(options)
  const outer: SdkCallOptions = Reflect.get(client, ownOptions) ?? {}
  return Object.create(client, { [ownOptions]: { value: { ...outer, ...options } } })
}

const method = (value: unknown): PropertyDescriptor => ({ value, writable: true, configurable: true })

async function run(
  client: Client,
  call: SdkCall & { readonly client: Wrapped },
  tencentCloud: unknown,
): Promise<unknown> {
  if (tencentCloud !== undefined) checkSdkCallOptions(tencentCloud)
  const options = { ...call.client[ownOptions], ...tencentCloud }
  const start = startCall(client.settings, options)
  const carrier = new SdkCarrier(client, call, options)
  const cancelled = carrier.cancellation.reason()
  if (cancelled) throw cancelled
  const success = await runCall(new Call(client, carrier, start))
  const attempts = attemptsOf(success)
  const result = await success.result(attempts)
  if (typeof result === 'object' && result !== null) recordAttempts(result, attempts)
  return result
}

type Callback = (error: unknown, result: unknown) => void

const isCallback = (value: unknown): value is Callback => typeof value === 'function'

/**
 * The SDK's own method, which calls the callback once. The callback is passed in place of the options or after them.
 * The SDK itself would call a callback that throws a second time, with what it threw.
 */
function callingBackOnce(send: (action: string, req: unknown, options?: unknown) => Promise<unknown>) {
  return function (this: SdkClient, action: string, req: unknown, ...rest: readonly unknown[]): Promise<unknown> {
    const callback = rest.find(isCallback)
    const options = isCallback(rest[0]) ? undefined : rest[0]
    const sent: Promise<unknown> = Reflect.apply(send, this, [action, req, options])
    if (!callback) return sent
    return sent.then(
      (result) => {
        callback(null, result)
        return result
      },
      (error: unknown) => {
        callback(error, null)
        throw error
      },
    )
  }
}
