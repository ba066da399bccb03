import { type KnownCodes, type ListedCode, normalizeText } from './known-codes.ts'

/**
 * Messages that people paste without their code, and the code that says the same. In lower case, as `normalizeText` writes
 * a text; the first that a text contains decides, so longer ones stand before shorter ones.
 */
const messages: readonly (readonly [code: string, ...messages: string[]])[] = [
  [
    'AuthFailure.SignatureExpire',
    'signature expired',
    'signature is expired',
    'signature has expired',
    'request expired',
    'timestamp expired',
    'timestamp is expired',
    '签名已过期',
    '签名过期',
    '时间戳过期',
    '请求已过期',
  ],
  ['InvalidRequest.ReplayAttack', 'replay attack', '重放攻击'],
  [
    'AuthFailure.SecretIdNotFound',
    'secretid is not found',
    'secretid not found',
    'secret id not found',
    'secretid does not exist',
    'secretid 不存在',
    '密钥不存在',
  ],
  ['AuthFailure.TokenFailure', 'token is invalid', 'invalid token', 'token error', 'token 错误', '临时密钥已过期'],
  [
    'AuthFailure.SignatureFailure',
    'credentials could not be validated',
    'signature is not correct',
    'signature verification failed',
    'signature mismatch',
    'signature calculated does not match',
    'signature we calculated',
    'signature does not match',
    '签名错误',
    '签名不匹配',
    '签名校验失败',
    '签名验证失败',
    '鉴权失败',
  ],
  [
    'RequestLimitExceeded',
    'exceeds the frequency limit',
    'exceed the frequency limit',
    'exceeded the frequency limit',
    'current request times equals to',
    'request times exceed',
    'exceeds the limit of requests',
    'request rate limit',
    'request was rate limited',
    'too many requests',
    'requests are too frequent',
    'request too frequent',
    'frequency limit',
    'qps throttling',
    'qps limit',
    '请求频率超',
    '请求过于频繁',
    '请求太频繁',
    '操作过于频繁',
    '超过频率限制',
    '超出频率限制',
    '频率限制',
    '请求限频',
    '被限流',
    '触发限流',
  ],
  [
    'UnauthorizedOperation',
    'not authorized to perform',
    'no permission to perform',
    'you do not have permission',
    'unauthorized operation',
    'has no permission',
    '没有权限',
    '无权限',
    '未授权操作',
    '权限不足',
  ],
  ['5300', 'insufficient balance', 'balance is insufficient', 'balance is not enough', '余额不足'],
  ['ResourcesSoldOut', 'sold out', '已售罄', '售罄'],
  [
    'ResourceInsufficient',
    'insufficient resource',
    'resources are insufficient',
    'resource is insufficient',
    '资源不足',
    '库存不足',
  ],
  [
    'LimitExceeded',
    'quota exceeded',
    'exceeds the quota',
    'exceeded the quota',
    'quota limit',
    '超过配额',
    '超出配额',
    '配额不足',
  ],
  ['MissingParameter', 'missing parameter', 'missing required parameter', '缺少参数', '缺少必要参数', '缺少必选参数'],
  ['UnknownParameter', 'unknown parameter', 'parameter is not recognized', '未知参数'],
  ['UnsupportedRegion', 'region is not supported', 'does not support this region', '不支持该地域', '地域不支持'],
  ['InvalidAction', 'action not found', 'invalid action', 'action is invalid', '接口不存在'],
  ['NoSuchVersion', 'no such version', 'version is not found', '接口版本不存在'],
  ['NoSuchKey', 'the specified key does not exist'],
  ['NoSuchBucket', 'the specified bucket does not exist'],
  ['DryRunOperation', 'would have succeeded but dryrun', 'request would have succeeded', 'dryrun operation'],
  [
    'ServiceUnavailable',
    'service is unavailable',
    'service is temporarily unavailable',
    'service temporarily unavailable',
    '服务不可用',
    '服务暂不可用',
  ],
  ['ResourceNotFound', 'resource not found', 'resource does not exist', '资源不存在', '实例不存在'],
  ['InternalError', 'an internal error has occurred', 'internal error', '内部错误', '系统内部错误'],
]

/** Characters of a text that are searched. */
const longestText = 8_000

export interface KnownMessage {
  readonly code: string
  readonly row?: ListedCode
}

/** Recognises what a service says without its code: the documented text of a code, or a well-known message. */
export function recognizeMessage(text: string, known: KnownCodes): KnownMessage | undefined {
  const normal = normalizeText(text.slice(0, longestText))
  const wireText = known.wireTexts.find((one) => normal.includes(one.text))
  if (wireText) return { code: wireText.row.code || (wireText.row.moduleCode ?? ''), row: wireText.row }
  const found = messages.find(
    ([code, ...some]) => known.find(code) === code && some.some((one) => normal.includes(one)),
  )
  return found && { code: found[0] }
}
