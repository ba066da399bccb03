import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPrefix, judgeByName } from '../../scripts/api3/by-name.ts'
import { classifyName } from '../../src/catalog/classify-name.ts'
import { rules } from '../../src/catalog/generated/codes.ts'
import { createLookup, type Disposition, type ErrorClassName, lookup } from '../../src/catalog/index.ts'
import { prefixGroups } from '../../src/catalog/prefix-groups.ts'
import { wordRules } from '../../src/catalog/word-rules.ts'

/** A name that the phrase stands in alone, for each prefix that its rule holds for. */
const examples = wordRules.flatMap(({ under, words }, rank) =>
  under.flatMap((group) =>
    words.map((phrase) => {
      const prefix = group === 'none' || group === 'fixed' ? undefined : prefixGroups[group][0]
      const name = phrase.replace(/[$^]/g, '').replace(/(?:^| )([a-z])/g, (_, letter: string) => letter.toUpperCase())
      // Without a prefix the name must not be one.
      const bare = phrase.startsWith('^') ? name : `Widget${name}`
      return { rank, phrase, code: prefix ? `${prefix}.${name}` : bare }
    }),
  ),
)

describe('a code that no list has', () => {
  it.each<[string, ErrorClassName, Disposition]>([
    // Too many calls in a short time.
    ['FailedOperation.OperationTooFrequent', 'ThrottlingError', 'throttle'],
    ['FailedOperation.WidgetFreqCtrl', 'ThrottlingError', 'throttle'],
    ['LimitExceeded.WidgetOpTooOften', 'ThrottlingError', 'throttle'],
    ['LimitExceeded.WidgetRateLimit', 'ThrottlingError', 'throttle'],
    ['UnauthorizedOperation.OperationTooOften', 'ThrottlingError', 'throttle'],
    ['InvalidParameter.OperationIsTooFrequent', 'ThrottlingError', 'throttle'],
    ['TooManyRequests', 'ThrottlingError', 'throttle'],
    ['EXCEED_CONCURRENT_REQUEST_LIMIT', 'ThrottlingError', 'throttle'],
    ['RequestLimitExceeded.DailyQuota', 'ThrottlingError', 'throttle'],
    // What merely sounds like it.
    ['LimitExceeded.WidgetDailyRateLimit', 'QuotaExceededError', 'never'],
    ['LimitExceeded.SendWithinOneHourLimit', 'QuotaExceededError', 'never'],
    ['FailedOperation.DailyRequestLimitExceeded', 'QuotaExceededError', 'never'],
    ['RequestSizeLimitExceeded.Body', 'InvalidParameterError', 'never'],
    ['RequestSizeLimitExceeded.TooFrequent', 'InvalidParameterError', 'never'],
    ['LimitExceeded.WidgetTooMany', 'QuotaExceededError', 'never'],
    ['InvalidParameterValue.SampleRate', 'InvalidParameterError', 'never'],
    ['InvalidParameterValue.VideoBitrateLimit', 'InvalidParameterError', 'never'],
    ['FailedOperation.FrequencyCheckRisk', 'ResourceOperationError', 'never'],
    // Another operation runs, or the service has too much to do.
    ['OperationDenied.WidgetOperationInProgress', 'ResourceConflictError', 'busy'],
    ['FailedOperation.AnotherTaskIsRunning', 'ResourceConflictError', 'busy'],
    ['UnsupportedOperation.WidgetLatestOperationUnfinished', 'ResourceConflictError', 'busy'],
    ['ResourceInUse.WidgetBusy', 'ResourceConflictError', 'busy'],
    ['MutexOperation.TaskRunning', 'ResourceConflictError', 'busy'],
    ['FailedOperation.ServerBusy', 'ServiceUnavailableError', 'busy'],
    ['FailedOperation.TaskNotRunning', 'ResourceStateError', 'never'],
    ['FailedOperation.ImageProcessingFailed', 'ResourceOperationError', 'never'],
    ['ResourceInUse.Widget', 'ResourceConflictError', 'never'],
    ['UnsupportedOperation.InstanceStateRunning', 'UnsupportedError', 'never'],
    // Faults inside the service.
    ['FailedOperation.WidgetInnerError', 'InternalServerError', 'transient'],
    ['FailedOperation.BackendRequestTimeout', 'ResourceOperationError', 'transient'],
    ['FailedOperation.RequestTimedOut', 'ResourceOperationError', 'transient'],
    ['ResourceUnavailable.WidgetTimeOut', 'ResourceStateError', 'transient'],
    ['UnsupportedOperation.ServiceTemporaryUnavailable', 'ServiceUnavailableError', 'transient'],
    ['InternalError.WidgetBroke', 'InternalServerError', 'transient'],
    ['InvalidParameterValue.Timeout', 'InvalidParameterError', 'never'],
    ['FailedOperation.LoginTimeout', 'ResourceOperationError', 'never'],
    ['FailedOperation.WidgetError', 'ResourceOperationError', 'never'],
    // What no repeat mends.
    ['InternalError.WidgetNotFound', 'ResourceNotFoundError', 'never'],
    ['InternalError.NoPermission', 'AuthorizationError', 'never'],
    ['FailedOperation.WidgetNotExist', 'ResourceNotFoundError', 'never'],
    ['InvalidWidgetId.NotFound', 'ResourceNotFoundError', 'never'],
    ['InvalidParameterValue.WidgetNotExist', 'InvalidParameterError', 'never'],
    ['ResourceUnavailable.InArrears', 'AccountArrearsError', 'never'],
    ['FailedOperation.BalanceInsufficient', 'InsufficientBalanceError', 'never'],
    ['ResourceInsufficient.Balance', 'InsufficientBalanceError', 'never'],
    ['FailedOperation.WidgetOverLimit', 'QuotaExceededError', 'never'],
    ['FailedOperation.WidgetAlreadyExists', 'ResourceConflictError', 'never'],
    ['InvalidWidgetName', 'InvalidParameterError', 'never'],
    ['WidgetSystemError', 'InternalServerError', 'transient'],
    ['FailedOperation.WidgetLimitExceeded', 'QuotaExceededError', 'never'],
    ['InternalError.WidgetOverLimit', 'QuotaExceededError', 'never'],
    ['FailedOperation.WidgetNotSupport', 'UnsupportedError', 'never'],
    ['WidgetUnsupported', 'UnsupportedError', 'never'],
    ['InternalError.WidgetNotSupport', 'InternalServerError', 'never'],
    ['WidgetState', 'ResourceStateError', 'never'],
    // A longer prefix has been written by hand, and words do not overrule it.
    ['AuthFailure.SignatureExpire.Timeout', 'RequestExpiredError', 'clock'],
  ])('%s is a %s, %s', async (code, errorClass, retry) => {
    expect(await lookup(code, { service: 'widgets' })).toMatchObject({
      class: errorClass,
      retry,
      source: 'rule',
      meaning: { en: expect.stringContaining('.') },
    })
  })

  it.each(['FailedOperation.TooFrequent', 'OperationDenied.OperationInProgress', 'TooManyRequests', 'ServerBusy'])(
    '%s is a guess, which repeats no call that could run twice',
    async (code) => expect(await lookup(code)).toMatchObject({ documented: false }),
  )

  it.each(['RequestLimitExceeded.TooFrequent', 'InternalError.RequestTimeout'])(
    '%s says in words what its prefix says, and that is documented',
    async (code) => expect(await lookup(code)).toMatchObject({ documented: true }),
  )
})

describe('the word rules', () => {
  it('are written in small letters, with one blank between words', () => {
    for (const phrase of wordRules.flatMap(({ words }) => words)) expect(phrase).toMatch(/^\^?[a-z]+(?: [a-z]+)*\$?$/)
  })

  it('a prefix stands in one group, and is one that the prefix rules know', () => {
    const all = Object.values(prefixGroups).flat()
    expect(new Set(all).size).toBe(all.length)
    expect(rules.map(([prefix]) => prefix)).toEqual(expect.arrayContaining(all))
  })

  it.each(examples)('"$phrase" decides $code, or an earlier rule with the same disposition', ({ rank, code }) => {
    const rule = wordRules[rank]
    const { retry } = judgeByName(code)
    expect(retry).toBe(rule?.retry ?? findPrefix(code)?.retry)
    expect(classifyName(code, findPrefix(code))).toBeDefined()
  })

  it('each has texts for what it can say', async () => {
    const { lookup } = createLookup()
    for (const { code } of examples) expect(await lookup(code), code).toHaveProperty('remedy')
  })

  it('never throw, and say the same of a code each time', () => {
    const segment = fc.oneof(fc.string(), fc.constantFrom(...examples.map(({ code }) => code)))
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 6 }), fc.constantFrom('', '.', ' ', '\0'), (segments, by) => {
        const code = segments.join(by)
        const verdict = judgeByName(code)
        expect(judgeByName(code)).toEqual(verdict)
        expect(verdict.class).toMatch(/Error$/)
      }),
    )
  })

  it('read no more than the beginning of a hostile code', () => {
    const filler = 'x'.repeat(300)
    expect(judgeByName(`FailedOperation.TooOften${filler}`).retry).toBe('never')
    expect(judgeByName(`FailedOperation.TooOften.${filler}`).retry).toBe('throttle')
    expect(judgeByName(`FailedOperation.${filler}.TooOften`).retry).toBe('never')
  })
})
