import type { AuthenticationProblem } from './authenticate.ts'
import type { Fault } from './fault.ts'
import { faults } from './faults.ts'
import type { LimitKind } from './limits/limits.ts'
import type { LoggedRequest } from './log.ts'
import { getModels } from './models/loading.ts'
import type { Dialect } from './read-request.ts'

// The public codes are from Tencent Cloud's common error lists; the module codes and texts are invented.

export const replayRejection: Readonly<Record<Dialect, Fault>> = {
  legacy: faults.legacy(4500, '(14500)this nonce was used before', { codeDesc: 'ReplayAttack' }),
  api3: faults.api3('InvalidRequest.ReplayAttack', 'This nonce was used before.'),
}

/**
 * The legacy code for a wrong time: 4200, whose text contains no time, or 4500, whose text ends with the server's time.
 */
type ExpiryCode = 4200 | 4500

/**
 * The refusal of a Timestamp. Its text contains the server's time (epoch seconds) where real servers put it, because
 * clients read it from there.
 */
export const expiredRejection = (
  dialect: Dialect,
  legacyCode: ExpiryCode,
  toleranceSeconds: number,
  serverTime: number,
): Fault => {
  const text = `Timestamp is more than ${toleranceSeconds} seconds`
  if (dialect === 'api3') {
    return faults.api3('AuthFailure.SignatureExpire', `${text} from the server time ${serverTime}.`)
  }
  return legacyCode === 4200
    ? faults.legacy(4200, '(14200)the timestamp is too far from the time of the server', { codeDesc: 'RequestExpired' })
    : faults.legacy(4500, `(14500)${text} off, 腾讯服务器 Timestamp = ${serverTime}`, { codeDesc: 'ReplayAttack' })
}

/** The legacy code, its codeDesc and the API 3.0 code of each problem. */
const authenticationCodes: Readonly<Record<AuthenticationProblem['kind'], readonly [number, string, string]>> = {
  signature: [4100, 'SignatureFailure', 'AuthFailure.SignatureFailure'],
  unreadable: [4100, 'InvalidAuthorization', 'AuthFailure.InvalidAuthorization'],
  'secret-id': [4104, 'SecretIdNotFound', 'AuthFailure.SecretIdNotFound'],
  token: [4105, 'TokenFailure', 'AuthFailure.TokenFailure'],
}

export const authenticationRejection = (dialect: Dialect, { kind, text }: AuthenticationProblem): Fault => {
  const [code, codeDesc, named] = authenticationCodes[kind]
  return dialect === 'api3' ? faults.api3(named, text) : faults.legacy(code, `(1${code})${text}`, { codeDesc })
}

const legacyThrottle = faults.legacy(4400, '(14400)too many requests')
/** KMS has its own code for throttling. */
const kmsThrottle = faults.legacy(4420, '(10250)qps throttling')
const api3RateThrottle = faults.api3('RequestLimitExceeded', 'More requests than the limit of this action allows.')
const api3ConcurrencyThrottle = faults.api3(
  'InvalidRequest.RequestConcurrencyExceeded',
  'More requests at the same time than this action allows.',
)

/** The refusal of a key that is not known to a model endpoint. */
export const apiKeyRejection = (request: Pick<LoggedRequest, 'service' | 'protocol'>): Fault =>
  faults.model(getModels().unknownKeyCode(request), 'The key is missing or unknown.', { status: 401 })

/** Seconds that a model endpoint asks to wait. */
const modelWaitSeconds = 1

const modelThrottle = (request: Pick<LoggedRequest, 'service' | 'protocol'>, kind: LimitKind): Fault => {
  const counted = kind === 'in-flight' ? kind : kind === 'model-tokens' ? 'tokens' : 'rate'
  const headers = kind === 'in-flight' ? {} : { 'retry-after': String(modelWaitSeconds) }
  return faults.model(getModels().toThrottleCode(request, counted), 'More than the limit allows.', { headers })
}

/** The refusal of a call over a limit. The legacy dialect has the same code for rate and concurrency. */
export const limitRejection = (
  { dialect, service, protocol }: Pick<LoggedRequest, 'dialect' | 'service' | 'protocol'>,
  kind: LimitKind,
): Fault => {
  if (protocol) return modelThrottle({ service, protocol }, kind)
  if (dialect === 'legacy') return service === 'kms' ? kmsThrottle : legacyThrottle
  return kind === 'in-flight' ? api3ConcurrencyThrottle : api3RateThrottle
}
