import type { Disposition, ErrorClassName } from '../../src/catalog/entry.ts'
import { prefixOf, verdictByName } from './by-name.ts'
import type { FlaggedPair, Verdict } from './read.ts'
import { wordsOf } from './words.ts'

export type Flag = 'later' | 'frequency' | 'busy' | 'timeout' | 'internal' | 'arrears' | 'quota' | 'notfound'

const firstWord = (code: string): string => code.split('.', 1)[0] ?? ''

/** Prefixes that blame a parameter: "too often" in their comment is the value of one, "later" an advice to correct it. */
const isParameter = (prefix: string): boolean => /^(?:InvalidParameter|MissingParameter|UnknownParameter)/.test(prefix)

const isCaller = (prefix: string): boolean =>
  isParameter(prefix) || ['AuthFailure', 'UnauthorizedOperation', 'ResourceNotFound'].includes(prefix)

const isInternal = (prefix: string): boolean => ['InternalError', 'InternalServerError'].includes(prefix)

/**
 * The disposition that the official comment backs: the truth that the rules are measured by, errors of the word search
 * aside. Known flags only.
 *
 * 1. `RequestLimitExceeded*` is a throttle, whatever the comment says
 * 2. `frequency` is a throttle, unless a parameter is blamed
 * 3. `InternalError*` is transient, unless the comment speaks of a quota, arrears or something missing, and of nothing
 *    that passes
 * 4. `busy`, and `later` for a resource in use, is busy
 * 5. `quota` does not pass by itself
 * 6. `later`, `timeout` and `internal` are transient, unless the caller is blamed
 * 7. else the prefix decides
 */
export function retryByFlags({ code, flags }: Pick<FlaggedPair, 'code' | 'flags'>): Disposition {
  const has = (...wanted: Flag[]) => wanted.some((flag) => flags.split('|').includes(flag))
  const prefix = firstWord(code)
  if (prefix === 'RequestLimitExceeded') return 'throttle'
  if (has('frequency') && !isParameter(prefix)) return 'throttle'
  if (isInternal(prefix)) {
    const passes = has('later', 'busy', 'timeout', 'internal') || !has('quota', 'arrears', 'notfound')
    return passes ? 'transient' : 'never'
  }
  if (has('busy') || (has('later') && prefix === 'ResourceInUse')) return 'busy'
  if (has('quota')) return 'never'
  if (has('later', 'timeout', 'internal') && !isCaller(prefix)) return 'transient'
  return prefixOf(code)?.retry ?? 'never'
}

const classOfRetry: Readonly<Partial<Record<Disposition, ErrorClassName>>> = {
  throttle: 'ThrottlingError',
  busy: 'ResourceConflictError',
}

const moneyWords = ['balance', 'money', 'fund', 'funds', 'credit']

/** Prefixes that do not tell the kind of what went wrong, so that the comment may. */
const isVague = (prefix: string): boolean =>
  isInternal(prefix) ||
  ['FailedOperation', 'OperationDenied', 'ResourceUnavailable', 'UnsupportedOperation'].includes(prefix) ||
  prefixOf(prefix) === undefined

/** A length or a size is a fault of the parameter; a comment that speaks of its limit is not about a quota. */
const isSize = (code: string): boolean =>
  wordsOf(code).some((word) => ['long', 'large', 'size', 'oversize', 'length'].includes(word))

/** What the comment says of the class, for a code that is never repeated. */
function classByFlags({ code, flags }: Pick<FlaggedPair, 'code' | 'flags'>): ErrorClassName | undefined {
  const has = (flag: Flag) => flags.split('|').includes(flag)
  const prefix = firstWord(code)
  if (has('arrears') && !isParameter(prefix)) {
    return wordsOf(code).some((word) => moneyWords.includes(word)) ? 'InsufficientBalanceError' : 'AccountArrearsError'
  }
  if (!isVague(prefix)) return undefined
  if (has('notfound')) return 'ResourceNotFoundError'
  return has('quota') && !isSize(code) ? 'QuotaExceededError' : undefined
}

/** The class and disposition that the official comment backs; where it says nothing, the name. */
export function verdictByFlags(pair: Pick<FlaggedPair, 'code' | 'flags'>): Verdict {
  const name = verdictByName(pair.code)
  const known = pair.flags !== '?'
  const retry = known ? retryByFlags(pair) : name.retry
  if (retry === 'never' && known) {
    const flagged = classByFlags(pair)
    if (flagged) return { class: flagged, retry }
  }
  if (retry === name.retry) return { class: name.class, retry }
  const otherwise = retry === 'never' ? 'TencentCloudError' : 'InternalServerError'
  return { class: classOfRetry[retry] ?? prefixOf(pair.code)?.class ?? otherwise, retry }
}
