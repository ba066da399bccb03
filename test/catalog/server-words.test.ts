import { describe, expect, it } from 'vitest'
import { createLookup, type ErrorClassName } from '../../src/catalog/index.ts'
import { asksToWait } from '../../src/catalog/server-words.ts'

describe('a message asks to wait', () => {
  it.each([
    'Internal failure, please retry later.',
    'The request failed. Please try again later.',
    'please retry',
    'Please wait a moment and submit again.',
    'disk disk-1 is detaching',
    'The instance is being upgraded: status updating',
    'Function status Updating is not allowed to do UpdateFunctionConfiguration.',
    'The cluster is still deleting, wait for it.',
    'Another operation is running on the instance.',
    'There is other task running.',
    'previous operation has not finished',
    'Server is busy',
    'system busy',
    'An upgrade is in progress',
    'the table is not ready',
    'The service is temporarily unavailable',
    '操作失败，请稍后重试',
    '请稍后重试。',
    '当前状态不允许操作，请在函数状态正常时重试',
    '系统繁忙，请稍后再试',
    '实例正在升级',
    '有其他任务',
    '资源操作冲突',
    '正在解绑',
  ])('%s', (message) => expect(asksToWait(message)).toBe(true))

  it.each([
    '',
    'The parameter Foo is wrong.',
    'Please check the parameters and try again.',
    'Please recharge your account and try again later',
    'please correct the request and retry later',
    'The quota of the day is used up, please try again tomorrow.',
    'The limit is 10 per day, please try again later',
    'The task is not running',
    'The instance is not in progress',
    'Instance state is running',
    'retry is not supported',
    '请检查参数后重试',
    '请充值后重试',
    '确认后重试',
    '请修改后再试',
    '今日次数已用完，请稍后重试',
    '任务没有正在执行',
    '重试次数不正确',
  ])('not in: %s', (message) => expect(asksToWait(message)).toBe(false))

  it('reads no more than the beginning of a long message', () => {
    expect(asksToWait(`${'x'.repeat(700)}. please retry later`)).toBe(false)
  })
})

describe('the words of the server', () => {
  const { classify, lookup } = createLookup()
  const later = 'Please retry later.'

  it.each<[string, ErrorClassName]>([
    ['FailedOperation', 'ResourceOperationError'],
    ['FailedOperation.WidgetBroken', 'ResourceOperationError'],
    ['UnsupportedOperation.Widget', 'UnsupportedError'],
    ['ResourceInUse.Widget', 'ResourceConflictError'],
    ['InvalidParameterValue.Widget', 'InvalidParameterError'],
    ['SomethingNew', 'TencentCloudError'],
  ])('make of %s, which no repeat would mend, a guess that the resource is busy', async (code, errorClass) => {
    expect(await classify(code, { service: 'cvm' })).toMatchObject({ retry: 'never' })
    expect(await classify(code, { service: 'cvm', message: later })).toMatchObject({
      class: errorClass,
      retry: 'busy',
      documented: false,
    })
  })

  it.each([
    ['AuthFailure.SignatureFailure', 'cvm', 'never', true],
    ['InvalidParameter.SecretIdNotFound', 'cvm', 'never', true],
    ['RequestLimitExceeded', 'cvm', 'throttle', true],
    ['InternalError', 'cvm', 'transient', true],
    ['FailedOperation.BalanceInsufficient', 'cvm', 'never', true],
  ])('change nothing about %s of %s', async (code, service, retry, documented) => {
    expect(await classify(code, { service, message: later })).toMatchObject({ retry, documented })
  })

  it('do not overrule what the caller listed', async () => {
    const own = createLookup([{ code: 'FailedOperation', class: 'ResourceOperationError', retry: 'never' }])
    expect(await own.classify('FailedOperation', { message: later })).toMatchObject({
      retry: 'never',
      documented: true,
    })
  })

  it('leave the meaning as it is, and add to the remedy', async () => {
    const plain = await lookup('FailedOperation', { service: 'cvm' })
    const heeded = await lookup('FailedOperation', { service: 'cvm', message: '操作失败，请稍后重试' })
    expect(heeded.meaning).toEqual(plain.meaning)
    expect(heeded.remedy?.en).toBe(`${plain.remedy?.en} The message asks to wait: try again after a while.`)
    expect(heeded.remedy?.zh).toBe(`${plain.remedy?.zh}返回信息表示需要等待：请稍后再试。`)
  })

  it.each([
    [
      'AuthFailure.SignatureFailure',
      'The provided credentials could not be validated because of exceeding request size limit, please use new signature method `TC3-HMAC-SHA256`.',
      'TC3-HMAC-SHA256',
    ],
    ['FailedOperation', 'replay attack', 'Nonce'],
    ['AuthFailure.SignatureFailure', 'The signature has expired', 'clock'],
    ['UnauthorizedOperation', 'request is too frequent', 'fewer'],
    ['FailedOperation', '账户余额不足', 'balance'],
    ['FailedOperation', 'you have no permission to do it', 'CAM'],
    ['FailedOperation.RunInstances', 'the model is sold out in this zone', 'zone'],
  ])('tell of %s that "%s"', async (code, message, word) => {
    const plain = await lookup(code, { service: 'cvm' })
    expect(plain.remedy?.en).not.toContain(word)
    const { remedy, class: errorClass, retry } = await lookup(code, { service: 'cvm', message })
    expect(remedy?.en).toContain(word)
    expect({ errorClass, retry }).toEqual({ errorClass: plain.class, retry: plain.retry })
  })

  it("tell a replay that the codeDesc names under a number of CMQ's that is none", async () => {
    const query = { service: 'cmq', moduleCode: '10480' }
    const { class: errorClass, remedy } = await lookup('4500', { ...query, message: 'replay attack' })
    expect(errorClass).toBe('QuotaExceededError')
    expect(remedy?.en).toContain('Nonce')
    const createdLookup = createLookup()
    const named = { ...query, codeDesc: 'ReplayAttack' }
    expect((await createdLookup.lookup('4500', named)).remedy?.en).toContain('Nonce')
  })

  it('that say what the code says add nothing', async () => {
    const message = 'replay attack'
    expect(await lookup('4500', { service: 'cvm', message })).toEqual(await lookup('4500', { service: 'cvm' }))
  })
})
