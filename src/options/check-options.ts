import { checkEntries } from '../catalog/check-entries.ts'
import { type Check, checkFields, checkThat, eachOf, isRecord, oneOf, refuse, textCheck } from '../check/check.ts'
import type { LimitScope } from '../pacing/pacing-key.ts'
import type { PacingOptions } from '../pacing/pacing-options.ts'
import type { ConfiguredLimit } from '../pacing/shared-limit.ts'
import type { RetryBudgetOptions } from '../retry/budget.ts'
import type { Credentials } from '../signing/index.ts'
import type { StreamOptions, TencentCloudCallOptions, TencentCloudOptions } from './options.ts'
import type { CallRetryOptions, RetryOptions } from './retry-options.ts'

const flag = oneOf([true, false])
const callable = checkThat('a function', (value) => typeof value === 'function')
const amount = checkThat('a number ≥ 0', (value) => Number.isFinite(value) && Number(value) >= 0)
const deadline = checkThat('a number > 0 (or Infinity)', (value) => typeof value === 'number' && value > 0)
const count = checkThat('a whole number ≥ 1', (value) => Number.isInteger(value) && Number(value) >= 1)
const isVisible = (value: unknown): boolean => typeof value === 'string' && /^[!-~]+$/.test(value)
const label = checkThat('text without white space', isVisible)

/** An origin, or a host name with or without a port, as `matchesHost` reads them. */
const hostPattern = /^(\w+:\/\/[^\s*/]+(\/.*)?|(\*\.)?[^\s*/]+)$/
const eachHost = eachOf(
  checkThat(
    'a host name, an origin or a RegExp',
    (value) => value instanceof RegExp || (typeof value === 'string' && hostPattern.test(value.trim())),
  ),
)

/** Is it an object whose fields are options? A Map or a Date has no such fields, and would pass for empty options. */
const isOptions = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Object.prototype.toString.call(value) === '[object Object]'

/** Accepts `false`, or an object whose fields pass their checks. */
const falseOrFields =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value, name) => {
    if (value === false) return
    if (!isOptions(value)) refuse(name, 'false or an object', value)
    checkFields(value, `${name}.`, checks)
    if (Number(value.baseDelayMs) > Number(value.maxDelayMs)) {
      refuse(`${name}.baseDelayMs`, 'at most maxDelayMs', value.baseDelayMs)
    }
  }

const callRetryChecks: Readonly<Record<keyof CallRetryOptions, Check>> = {
  maxAttempts: count,
  maxRetryTimeMs: deadline,
  baseDelayMs: amount,
  maxDelayMs: amount,
  decide: callable,
}

const budgetChecks: Readonly<Record<keyof RetryBudgetOptions, Check>> = { capacity: amount, earned: amount }

const isRate = (value: unknown): boolean => typeof value === 'number' && value > 0 && value <= 1e5
const limitScopes: readonly LimitScope[] = ['action', 'service', 'account']

const retryChecks: Readonly<Record<keyof RetryOptions, Check>> = {
  ...callRetryChecks,
  budget: falseOrFields(budgetChecks),
}

const limitChecks = {
  qps: checkThat('a number > 0 and ≤ 100,000', isRate),
  rpm: count,
  tpm: count,
  inFlight: count,
  scope: oneOf(limitScopes),
}

const limit: Check = (value, name) => {
  if (!isRecord(value) || (value.qps ?? value.rpm ?? value.tpm ?? value.inFlight) === undefined) {
    refuse(name, 'an object with qps, rpm, tpm or inFlight', value)
  }
  checkFields(value, `${name}.`, limitChecks)
}

const fleet = checkThat('a fleet', (value) => isRecord(value) && typeof value.reserve === 'function')

const pacingChecks: Readonly<Record<keyof PacingOptions, Check>> = {
  limit,
  fleet,
  account: textCheck,
  maxQueue: checkThat(
    'a whole number ≥ 0 (or Infinity)',
    (value) => value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && Number(value) >= 0),
  ),
}

const streamChecks: Readonly<Record<keyof StreamOptions, Check>> = { hold: flag, idleMs: deadline }

const hosts: Check = (value, name) => {
  if (!Array.isArray(value)) refuse(name, 'an array of strings and RegExps', value)
  eachHost(value, name)
}

const clock: Check = (value, name) => {
  if (!isRecord(value)) refuse(name, 'an object with now, sleep and random', value)
  for (const part of ['now', 'sleep', 'random']) callable(value[part], `${name}.${part}`)
}

const credentialChecks: Readonly<Record<keyof Credentials, Check>> = {
  secretId: label,
  secretKey: label,
  token: label,
  expiresAt: deadline,
}

const credentials: Check = (value, name) => {
  if (typeof value === 'function') return
  if (!isRecord(value)) refuse(name, 'an object with secretId and secretKey, or a function', value)
  checkFields(value, `${name}.`, credentialChecks)
  label(value.secretId, `${name}.secretId`)
  label(value.secretKey, `${name}.secretKey`)
}

const optionChecks: Readonly<Record<keyof TencentCloudOptions, Check>> = {
  service: label,
  sign: callable,
  credentials,
  signing: oneOf(['TC3-HMAC-SHA256', 'HmacSHA256', 'HmacSHA1']),
  allowPlainHttp: flag,
  clientToken: checkThat("'inject'", (value) => value === 'inject'),
  retry: falseOrFields(retryChecks),
  deadlineMs: deadline,
  pacing: falseOrFields(pacingChecks),
  hosts,
  throwErrors: flag,
  errorLanguage: oneOf(['en', 'zh']),
  rerunInterceptors: oneOf(['auto', true, false]),
  catalog: checkEntries,
  stream: falseOrFields(streamChecks),
  onEvent: callable,
  clock,
}

const callChecks: Readonly<Record<keyof TencentCloudCallOptions, Check>> = {
  service: label,
  action: label,
  version: checkThat(
    'a date such as 2017-03-12',
    (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
  ),
  region: label,
  language: oneOf(['zh-CN', 'en-US']),
  credentials,
  idempotent: flag,
  retry: falseOrFields(callRetryChecks),
  deadlineMs: deadline,
  stream: falseOrFields(streamChecks),
}

/** @throws TypeError that names the option and what it must be */
export function checkOptions(options: unknown): asserts options is TencentCloudOptions {
  if (!isOptions(options)) refuse('options', 'an object', options)
  checkFields(options, '', optionChecks)
  const { credentials, sign, signing, pacing } = options
  const { limit: known, fleet: shared }: PacingOptions = pacing || {}
  const { rpm, tpm }: ConfiguredLimit = known ?? {}
  if (shared && (rpm ?? tpm) !== undefined) {
    refuse('pacing.limit', 'in qps beside a fleet', known)
  }
  if (credentials !== undefined && sign !== undefined) {
    throw new TypeError('axios-tencentcloud: options `credentials` and `sign` both sign; pass one')
  }
  if (signing !== undefined && credentials === undefined) {
    throw new TypeError('axios-tencentcloud: option `signing` needs `credentials` too')
  }
}

/** @throws TypeError that names the option of the call and what it must be */
export function checkCallOptions(options: unknown): asserts options is TencentCloudCallOptions {
  if (!isRecord(options)) refuse('tencentCloud', 'an object', options)
  checkFields(options, 'tencentCloud.', callChecks)
}
