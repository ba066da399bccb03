import { isRecord } from '../check/check.ts'
import { checkOptions } from '../options/check-options.ts'
import type { TencentCloudCallOptions, TencentCloudOptions } from '../options/options.ts'

/**
 * Options of {@link withTencentCloud}, with the meaning that they have for `attachTencentCloud`. All are optional; a
 * wrong one throws a TypeError that names it. With `throwErrors: false` a failed call throws what the SDK itself would
 * have thrown.
 */
export type SdkOptions = Pick<
  TencentCloudOptions,
  'service' | 'retry' | 'deadlineMs' | 'pacing' | 'throwErrors' | 'catalog' | 'clientToken' | 'clock' | 'onEvent'
>

/** Options of single calls: see {@link withCallOptions}. `action` is not among them, because the SDK's method names it. */
export type SdkCallOptions = Omit<TencentCloudCallOptions, 'action'>

/** The options of `attachTencentCloud` that do not apply to an official client, and why. */
const inapplicable: Readonly<Record<Exclude<keyof TencentCloudOptions, keyof SdkOptions>, string>> = {
  credentials: 'the official client has its own, and signs with them',
  signing: 'set `profile.signMethod` of the client',
  allowPlainHttp: '`profile.httpProfile.protocol` of the client names the scheme',
  sign: 'the official client signs every attempt by itself',
  rerunInterceptors: 'the official client has no interceptors',
  hosts: 'a client sends to its own endpoint only',
}

/** @throws TypeError that names the option and what it must be, or why it does not apply */
export function checkSdkOptions(options: unknown): asserts options is SdkOptions {
  for (const [name, why] of Object.entries(inapplicable)) {
    if (!isRecord(options) || options[name] === undefined) continue
    throw new TypeError(`axios-tencentcloud: option \`${name}\` does not apply to an official client: ${why}`)
  }
  checkOptions(options)
}
