import { isRecord } from '../check/check.ts'
import { checkCallOptions, checkOptions } from '../options/check-options.ts'
import type { TencentCloudCallOptions, TencentCloudOptions } from '../options/options.ts'

/**
 * Options of {@link withTencentCloud}, with the meaning that they have for `attachTencentCloud`. All are optional; a
 * wrong one throws a TypeError that names it. With `throwErrors: false` a failed call throws what the SDK itself would
 * have thrown.
 */
export type SdkOptions = Pick<
  TencentCloudOptions,
  | 'service'
  | 'retry'
  | 'deadlineMs'
  | 'pacing'
  | 'throwErrors'
  | 'errorLanguage'
  | 'catalog'
  | 'clientToken'
  | 'stream'
  | 'clock'
  | 'onEvent'
>

/** The options of a call that do not apply to an official client, and why. */
const inapplicableToCalls: Readonly<Record<Exclude<keyof TencentCloudCallOptions, keyof SdkCallOptions>, string>> = {
  action: 'its method names the action',
  version: 'its class has the version',
  region: 'pass it to its constructor',
  language: 'set `profile.language` of the client',
  credentials: 'it has its own, and signs with them',
}

/** Options of single calls: see {@link withCallOptions}. What the SDK's client sets by itself is not among them. */
export type SdkCallOptions = Omit<TencentCloudCallOptions, 'action' | 'version' | 'region' | 'language' | 'credentials'>

/** The options of `attachTencentCloud` that do not apply to an official client, and why. */
const inapplicable: Readonly<Record<Exclude<keyof TencentCloudOptions, keyof SdkOptions>, string>> = {
  credentials: 'the official client has its own, and signs with them',
  signing: 'set `profile.signMethod` of the client',
  allowPlainHttp: '`profile.httpProfile.protocol` of the client names the scheme',
  sign: 'the official client signs every attempt by itself',
  rerunInterceptors: 'the official client has no interceptors',
  hosts: 'a client sends to its own endpoint only',
}

function refuseInapplicable(options: unknown, reasons: Readonly<Record<string, string>>, prefix: string): void {
  for (const [name, why] of Object.entries(reasons)) {
    if (!isRecord(options) || options[name] === undefined) continue
    throw new TypeError(`axios-tencentcloud: option \`${prefix}${name}\` does not apply to an official client: ${why}`)
  }
}

/** @throws TypeError that names the option and what it must be, or why it does not apply */
export function checkSdkOptions(options: unknown): asserts options is SdkOptions {
  refuseInapplicable(options, inapplicable, '')
  checkOptions(options)
}

/** The same for the options of a call. */
export function checkSdkCallOptions(options: unknown): asserts options is SdkCallOptions {
  refuseInapplicable(options, inapplicableToCalls, 'tencentCloud.')
  checkCallOptions(options)
}
