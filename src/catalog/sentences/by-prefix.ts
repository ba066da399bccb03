import type { Pattern } from './pattern.ts'

/** The sentences about a thing alone (`x`), about something that is done (`v x`, `x v`, `v`), and about an error in it. */
interface PrefixSentences {
  readonly thing: Pattern
  readonly done?: readonly [en: string, zh: string]
  readonly error: Pattern
}

const occurred: Pattern = ['x error', 'An error occurred with {x}.', '{x}出错。']
const wrong: Pattern = ['x error', '{X} {is} wrong.', '{x}有误。', 'value']

const failure: PrefixSentences = {
  thing: ['x', 'The operation failed because of {x}.', '操作失败，原因与{x}有关。'],
  done: ['{Ving} {x} failed.', '{v}{x}失败。'],
  error: occurred,
}

const value: PrefixSentences = {
  thing: ['x', '{X} {is} not valid.', '{x}无效。', 'value'],
  done: ['{Ving} {x} is not possible with these parameters.', '参数不符合要求，无法{v}{x}。'],
  error: wrong,
}

const unsupported: PrefixSentences = {
  thing: ['x', '{X} {is} not supported.', '不支持{该x}。', 'choose'],
  done: ['{Ving} {x} is not supported.', '不支持{v}{x}。'],
  error: wrong,
}

const denied: PrefixSentences = {
  thing: ['x', 'The operation was denied because of {x}.', '由于{x}的限制，操作被拒绝。'],
  done: ['{Ving} {x} was denied.', '{v}{x}被拒绝。'],
  error: wrong,
}

const unauthorized: PrefixSentences = {
  thing: ['x', 'The caller has no permission for {x}.', '没有{x}的权限。', 'permit'],
  done: ['The caller has no permission to {v} {x}.', '没有{v}{x}的权限。'],
  error: wrong,
}

const authentication: PrefixSentences = {
  thing: ['x', 'The caller could not be verified because of {x}.', '身份验证失败，原因与{x}有关。'],
  error: wrong,
}

const exhausted: PrefixSentences = {
  thing: ['x', '{limit} is exceeded.', '超出{x限}。', 'quota'],
  done: ['The limit on {ving} {xs} is exceeded.', '{v}{x}超出限制。'],
  error: ['x limit|quota|limitation error?', '{limit} is exceeded.', '超出{x限}。', 'quota'],
}

/** Of codes with another prefix, or none. */
export const other: PrefixSentences = failure

/** By what stands before the first dot of a code. */
export const byPrefix: ReadonlyMap<string, PrefixSentences> = new Map(
  Object.entries<PrefixSentences>({
    FailedOperation: failure,
    DidFailedOperation: failure,
    InternalError: {
      ...failure,
      thing: ['x', 'An internal error occurred with {x}.', '发生内部错误，原因与{x}有关。', 'again'],
    },
    InvalidParameter: value,
    InvalidParameterValue: value,
    InvalidFilter: value,
    MissingParameter: {
      ...value,
      thing: ['x', '{X} {is} missing.', '缺少{x}。', 'set'],
    },
    UnknownParameter: { ...value, thing: ['x', '{X} {is} not a known parameter.', '{x}不是已知的参数。'] },
    ResourceNotFound: {
      thing: ['x', '{X} {is} not found.', '未找到{x}。', 'find'],
      error: wrong,
    },
    ResourceInUse: {
      thing: ['x', '{X} {is} in use.', '{x}正在使用中。', 'free'],
      error: wrong,
    },
    ResourceUnavailable: {
      ...failure,
      thing: ['x', '{X} {is} not available.', '{x}不可用。'],
    },
    ResourceInsufficient: {
      thing: ['x', '{enough}.', '{x}不足。', 'enough'],
      error: ['x error', '{enough}.', '{x}不足。', 'enough'],
    },
    ResourcesSoldOut: {
      thing: ['x', '{X} {is} sold out.', '{x}已售罄。', 'other'],
      error: wrong,
    },
    LimitExceeded: exhausted,
    RequestLimitExceeded: {
      ...exhausted,
      thing: ['x', 'The request limit of {x} is exceeded.', '{x}的请求频率超限。', 'slower'],
    },
    UnauthorizedOperation: unauthorized,
    Authority: unauthorized,
    AuthFailure: authentication,
    Credential: authentication,
    UnsupportedOperation: unsupported,
    UnsupportedRegion: unsupported,
    OperationDenied: denied,
  }),
)
