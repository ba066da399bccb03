import { isRecord } from '../check/check.ts'
import { checkOptions } from '../options/check-options.ts'
import type { TencentCloudCallOptions, TencentCloudOptions } from '../options/options.ts'

/**
 * Options of {@link withTencentCloud}; all optional. They mean what they mean for an axios instance, but that with
 * `throwErrors: false` a call ends with what the SDK itself would have thrown.
 */
export type SdkOptions = Pick<
  TencentCloudOptions,
  'service' | 'retry' | 'pacing' | 'throwErrors' | 'catalog' | 'clientToken' | 'clock' | 'onEvent'
>

/** Options for single calls: see {@link withCallOptions}. The SDK itself names the action. */
export type SdkCallOptions = Omit<TencentCloudCallOptions, 'action'>

/** Options of an axios instance that say nothing to a client which signs, and has one host, of its own. */
const inapplicable: Readonly<Record<Exclude<keyof TencentCloudOptions, keyof SdkOptions>, string>> = {
  credentials: 'the official client has its own, and signs with them',
  signing: 'set `profile.signMethod` of the client',
  sign: 'the official client signs every attempt by itself',
  rerunInterceptors: 'the official client has no interceptors',
  hosts: 'a client sends to its own endpoint only',
}

/** @throws TypeError that names the option and what it must be, or why it cannot apply */
export function checkSdkOptions(options: unknown): asserts options is SdkOptions {
  for (const [name, why] of Object.entries(inapplicable)) {
    if (!isRecord(options) || options[name] === undefined) continue
    throw new TypeError(`axios-tencentcloud: option \`${name}\` does not apply to an official client: ${why}`)
  }
  checkOptions(options)
}
