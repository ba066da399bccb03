import type { Disposition, ErrorClassName } from '../../src/catalog/entry.ts'
import { findPrefix, judgeByName, splitWords } from './by-name.ts'
import type { FlaggedPair, Verdict } from './read.ts'

export type Flag = 'later' | 'frequency' | 'busy' | 'timeout' | 'internal' | 'arrears' | 'quota' | 'notfound'

const firstWord = (code: string): string => code.split('.', 1)[0] ?? ''

/**
 * Prefixes that blame a parameter. In their comments, "too often" is about its value, and "later" means after
 * correcting it.
 */
const isParameter = (prefix: string): boolean => /^(?:InvalidParameter|MissingParameter|UnknownParameter)/.test(prefix)

const isCaller = (prefix: string): boolean =>
  isParameter(prefix) || ['AuthFailure', 'UnauthorizedOperation', 'ResourceNotFound'].includes(prefix)

const isInternal = (prefix: string): boolean => ['InternalError', 'InternalServerError'].includes(prefix)

/**
 * Judges the disposition by the words that the official comment on a code mentions (its flags). The rules are measured
 * against this verdict; the word search behind the flags can be wrong. Requires known flags.
 *
 * 1. `RequestLimitExceeded*` is a throttle, whatever the comment mentions
 * 2. `frequency` is a throttle, unless a parameter is blamed
 * 3. `InternalError*` is transient, unless the comment mentions a quota, arrears or something missing, and nothing
 *    temporary
 * 4. `busy` is busy, and so is `later` for a resource in use
 * 5. `quota` is never: it does not end by itself
 * 6. `later`, `timeout` and `internal` are transient, unless the caller is blamed
 * 7. otherwise the prefix decides
 */
export function judgeRetryByFlags({ code, flags }: Pick<FlaggedPair, 'code' | 'flags'>): Disposition {
  const has = (...wanted: Flag[]) => wanted.some((flag) => flags.split('|').includes(flag))
  const prefix = firstWord(code)
  if (prefix === 'RequestLimitExceeded') return 'throttle'
  if (has('frequency') && !isParameter(prefix)) return 'throttle'
  if (isInternal(prefix)) {
    const isTemporary = has('later', 'busy', 'timeout', 'internal') || !has('quota', 'arrears', 'notfound')
    return isTemporary ? 'transient' : 'never'
  }
  if (has('busy') || (has('later') && prefix === 'ResourceInUse')) return 'busy'
  if (has('quota')) return 'never'
  if (has('later', 'timeout', 'internal') && !isCaller(prefix)) return 'transient'
  return findPrefix(code)?.retry ?? 'never'
}

const classByRetry: Readonly<Partial<Record<Disposition, ErrorClassName>>> = {
  throttle: 'ThrottlingError',
  busy: 'ResourceConflictError',
}

const moneyWords = ['balance', 'money', 'fund', 'funds', 'credit']

/** Prefixes that do not name the kind of failure, so that the comment decides about the class. */
const isVague = (prefix: string): boolean =>
  isInternal(prefix) ||
  ['FailedOperation', 'OperationDenied', 'ResourceUnavailable', 'UnsupportedOperation'].includes(prefix) ||
  findPrefix(prefix) === undefined

/** Names about a length or a size: the limit in their comment is that of a parameter, not a quota. */
const isSize = (code: string): boolean =>
  splitWords(code).some((word) => ['long', 'large', 'size', 'oversize', 'length'].includes(word))

/** Judges the class by the comment, for a code whose disposition is `never`. */
function judgeClassByFlags({ code, flags }: Pick<FlaggedPair, 'code' | 'flags'>): ErrorClassName | undefined {
  const has = (flag: Flag) => flags.split('|').includes(flag)
  const prefix = firstWord(code)
  if (has('arrears') && !isParameter(prefix)) {
    return splitWords(code).some((word) => moneyWords.includes(word))
      ? 'InsufficientBalanceError'
      : 'AccountArrearsError'
  }
  if (!isVague(prefix)) return undefined
  if (has('notfound')) return 'ResourceNotFoundError'
  return has('quota') && !isSize(code) ? 'QuotaExceededError' : undefined
}

/** Judges class and disposition by the official comment, and by the name where the comment says nothing. */
export function judgeByFlags(pair: Pick<FlaggedPair, 'code' | 'flags'>): Verdict {
  const name = judgeByName(pair.code)
  // A comment that mentions nothing says nothing against a name that tells of another operation or a passing state.
  if (pair.flags === '' && name.byWords && name.retry === 'busy') return { class: name.class, retry: name.retry }
  const known = pair.flags !== '?'
  const retry = known ? judgeRetryByFlags(pair) : name.retry
  if (retry === 'never' && known) {
    const flagged = judgeClassByFlags(pair)
    if (flagged) return { class: flagged, retry }
  }
  if (retry === name.retry) return { class: name.class, retry }
  const otherwise = retry === 'never' ? 'TencentCloudError' : 'InternalServerError'
  return { class: classByRetry[retry] ?? findPrefix(pair.code)?.class ?? otherwise, retry }
}
