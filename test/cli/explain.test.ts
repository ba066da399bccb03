import { describe, expect, it } from 'vitest'
import { pairKey, readListedPairs } from '../../scripts/api3/read.ts'
import { readEntries } from '../../scripts/catalog/read-products.ts'
import { lookup } from '../../src/catalog/index.ts'
import { answerTo } from './terminal.ts'

const toldOf = async (...args: string[]) => JSON.parse((await answerTo(['explain', ...args, '--json'])).output)

describe('explain', () => {
  it.each<[string, string[], object]>([
    ['a code of every product', ['4400'], { service: '*', class: 'ThrottlingError', source: 'listed' }],
    ['a code of a product', ['cmq', '4400'], { service: 'cmq', class: 'InvalidParameterError' }],
    ['a product in capitals', ['CMQ', '4400'], { service: 'cmq' }],
    ['both codes of a product', ['kms', '4420', '10250'], { service: 'kms', moduleCode: '10250', retry: 'throttle' }],
    ['both codes with a slash', ['kms', '4420/10250'], { service: 'kms', moduleCode: '10250' }],
    ['both codes without a product', ['4420', '10250'], { code: '4420', moduleCode: '10250' }],
    ['a module code alone', ['10660'], { service: 'cmq', code: '6040', moduleCode: '10660', retry: 'busy' }],
    ['a code below zero', ['monitor', '-502'], { service: 'monitor', code: '-502', kind: 'not-found' }],
    ['a code below zero without a product', ['-502'], { service: 'monitor', code: '-502' }],
    ['a named code', ['RequestLimitExceeded.UinLimitExceeded'], { service: '*', retry: 'throttle' }],
    [
      'a named code of one product',
      ['FailedOperation.DisassociateKeyPairFailed'],
      {
        service: 'cvm',
        source: 'listed',
        meaning: { en: expect.stringContaining('Disassociating the key pair failed') },
      },
    ],
    ['a named code that nobody listed', ['cvm', 'InternalError.FooBarBaz'], { source: 'rule', retry: 'transient' }],
    ['DNSPod by its action', ['dnspod-legacy', '31', '--action', 'Record.Modify'], { kind: 'quota-exceeded' }],
  ])('knows %s', async (_, args, expected) => {
    expect(await toldOf(...args)).toMatchObject(expected)
  })

  it.each<[string, string[], (number | string)[]]>([
    ['a throttle: any call, until the deadline', ['kms', '4420', '10250'], Array(4).fill('until-deadline')],
    ['4400: four times, for it may be a hard quota', ['4400'], [4, 4, 4, 4]],
    ['an internal fault: not what would duplicate', ['InternalError'], [3, 3, 3, 0]],
    ['a busy resource: any call', ['ckafka', '4000', '10016'], [3, 3, 3, 3]],
    ['an expired request: once', ['4200'], [1, 1, 1, 1]],
    ['a replay: twice', ['4500'], [2, 2, 2, 2]],
    ['a bad parameter: never', ['4000'], [0, 0, 0, 0]],
    [
      'a guessed busy resource: not what would duplicate',
      ['lighthouse', 'UnsupportedOperation.DiskBusy'],
      [3, 3, 3, 0],
    ],
  ])('tells which calls may be repeated after %s', async (_, args, repeats) => {
    const { repeatability } = await toldOf(...args)
    expect(repeatability).toEqual(
      ['read', 'idempotent', 'overwrite', 'duplicate'].map((call, at) => ({ call, repeats: repeats[at] })),
    )
  })

  it('says only of a repeat at once that it fails, where the remedy is to wait', async () => {
    const { output } = await answerTo(['explain', 'teo', 'OperationDenied.L4ProxyInProgressStatus'])
    expect(output).toContain('Wait until that is over, and try again.')
    expect(output).toContain('never: sending it again at once fails the same way')
  })

  it('tells the documented limit of a throttled action, and its source', async () => {
    const args = ['ocr', 'RequestLimitExceeded', '--action', 'QuestionOCR']
    expect((await toldOf(...args)).limits).toMatchObject([
      { limit: 2, periodSeconds: 1, source: { en: 'Official Node.js SDK, ocr 2018-11-19 (August 2026)' } },
    ])
    const { output } = await answerTo(['explain', ...args])
    expect(output).toMatch(/^ {2}limit +requests: 2 per second per account \(Official Node\.js SDK, ocr/m)
    const chinese = await answerTo(['explain', ...args, '--lang', 'zh'])
    expect(chinese.output).toMatch(/^ {2}限额 +每秒 2 次请求，按账号计；来源：官方 Node\.js SDK，ocr/m)
  })

  it.each([
    ['of a product, for an action without one of its own', ['kms', '4420', '10250', '--action', 'CreateKey'], [30]],
    ['of an action of IM', ['im', '60007', '--action', 'get_appid_group_list'], [1]],
    ['of a product with many, without its quota', ['cos', 'SlowDown', '--action', 'GetObject'], expect.any(Array)],
  ])('tells those %s', async (_, args, expected) => {
    const { limits } = await toldOf(...args)
    expect(limits.map(({ limit }: { limit: number }) => limit)).toEqual(expected)
    expect(limits.every(({ kind }: { kind: string }) => kind !== 'quota')).toBe(true)
  })

  it('counts the rest of many limits', async () => {
    const { output } = await answerTo(['explain', 'cos', 'SlowDown', '--action', 'GetObject'])
    expect(output).toContain('requests that create, delete or list buckets: 50 per second per APPID')
    expect(output).toContain('… 4 more')
  })

  it.each([
    ['a failure that is no throttle', ['ocr', 'InternalError', '--action', 'QuestionOCR']],
    ['an action without a documented limit', ['cvm', 'RequestLimitExceeded', '--action', 'RunInstances']],
    ['an action that is not named', ['kms', '4420', '10250']],
    ['a product that is not named', ['RequestLimitExceeded', '--action', 'QuestionOCR']],
  ])('tells no limit of %s', async (_, args) => {
    expect(await toldOf(...args)).not.toHaveProperty('limits')
  })

  it('tells what the code means in other products', async () => {
    const { others } = await toldOf('4400')
    expect(others).toContainEqual({
      service: 'cmq',
      code: '4400',
      moduleCode: '10230',
      class: 'InvalidParameterError',
      retry: 'never',
    })
  })

  it('tells the same module code first among them', async () => {
    const { others } = await toldOf('4000', '10000')
    const services = others.map((other: { service: string; moduleCode?: string }) => [other.service, other.moduleCode])
    expect(services.slice(0, 3)).toEqual([
      ['ckafka', '10000'],
      ['kms', '10000'],
      ['*', undefined],
    ])
  })

  it('tells an entry that holds for any public code, once', async () => {
    const { service, others } = await toldOf('4000', '9003')
    expect(service).toBe('ckafka')
    const account = others.filter((other: { service: string; moduleCode?: string }) => {
      return other.service === 'account' && other.moduleCode === '9003'
    })
    expect(account).toMatchObject([{ code: '4000' }])
  })

  it('tells all that a module code alone can mean, and nothing else', async () => {
    const { service, code, others } = await toldOf('10470')
    expect([service, code]).toEqual(['cmq', '4000'])
    expect(others).toMatchObject([{ service: 'cmq', code: '4490', moduleCode: '10470' }])
  })

  it('says of the same name in other products what their own lists say', async () => {
    const { others } = await toldOf('InternalError')
    const lists = new Map(readListedPairs().map((pair) => [pairKey(pair), pair]))
    expect(others.length).toBeGreaterThan(150)
    for (const other of others) {
      const { class: errorClass, retry } = lists.get(pairKey(other)) ?? other
      expect([other.class, other.retry], other.service).toEqual([errorClass, retry])
    }
  })

  it.each<[string, string[], object]>([
    ['all lists that agree', ['4420', '10250'], { retry: 'throttle', products: ['cmq', 'kms'], agreed: true }],
    ['all lists, the most careful of them', ['4000', '10016'], { class: 'InvalidParameterError', retry: 'never' }],
    ['the one list that has it', ['60018'], { service: 'im', products: ['im'], agreed: true }],
  ])('says of a code without a product what a call gets whose product is not known: %s', async (_, args, expected) => {
    const [code = '', moduleCode] = args
    const told = await toldOf(...args)
    expect(told).toMatchObject(expected)
    const { class: errorClass, retry, products, documented } = await lookup(code, { moduleCode })
    expect(told).toMatchObject({ class: errorClass, retry, products, documented })
  })

  it('does so for every number, and tells for people that no product is named', async () => {
    for (const { code = '', moduleCode, actions, message } of readEntries()) {
      if (code === '' || code.includes(' ') || actions || message) continue
      const told = await toldOf(code, ...(moduleCode === undefined ? [] : [moduleCode]))
      const { class: errorClass, retry } = await lookup(code, { moduleCode })
      expect([told.class ?? 'TencentCloudError', told.retry ?? 'never'], `${code} ${moduleCode}`).toEqual([
        errorClass,
        retry,
      ])
    }
    const { output } = await answerTo(['explain', '4420', '10250'])
    expect(output).toContain('2 products have this code; all mean the same: cmq, kms')
    const differing = await answerTo(['explain', '4400', '10230'])
    expect(differing.output).toMatch(/differ, so the most careful\s+answer holds: cmq/)
  })

  it('names none of several products as the one of the code, and tells whose text is printed', async () => {
    const { output } = await answerTo(['explain', '4420', '10250'])
    expect(output).toMatch(/^4420\/10250 {2}ThrottlingError {2}throttling {2}\(cmq, kms\)\n/)
    expect(output).toMatch(/^ {2}meaning {2,}cmq: The queue/m)
    expect((await answerTo(['explain', '60018'])).output).toMatch(/\(im: Chat\)/)
  })

  it('a number whose meaning depends on its module code says nothing alone, and is told with all of them', async () => {
    const { exitCode, complaint } = await answerTo(['explain', '6040'])
    expect(exitCode).toBe(1)
    expect(complaint).toMatch(
      /^6040 alone says nothing: name the product, or add the module code\.\nalso in:\n {2}cmq 6040\/10660/,
    )
  })

  it('prints the same for people', async () => {
    const { exitCode, output } = await answerTo(['explain', 'cmq', '6040', '10660'])
    expect(exitCode).toBe(0)
    for (const part of ['6040/10660', 'ResourceConflictError', 'Cloud Message Queue', 'meaning', 'remedy', 'busy:']) {
      expect(output).toContain(part)
    }
    expect(output).toContain('writes that duplicate or cost (Create, Run, Send ...)  yes, at most 3 times')
    expect(output).not.toContain('\u001b')
  })

  it('is coloured where the terminal takes colours', async () => {
    const { output } = await answerTo(['explain', '4400'], { colors: true })
    expect(output).toContain('\u001b[33mThrottlingError')
  })

  it('takes what stands behind -- as it is', async () => {
    const { exitCode, output } = await answerTo(['explain', '--json', '--', 'monitor', '-502'])
    expect([exitCode, JSON.parse(output)]).toMatchObject([0, { service: 'monitor', code: '-502' }])
  })

  it('a code that is in no list has the nearest with it', async () => {
    const { exitCode, output, complaint } = await answerTo(['explain', 'InternlError'])
    expect([exitCode, output]).toEqual([1, ''])
    expect(complaint).toMatch(/is in no list.*\nsimilar:\n {2}InternalError$/m)
    expect(await toldOf('FailedOperation.DisassociateKeyPairFaild')).toMatchObject({
      source: 'rule',
      nearest: ['FailedOperation.DisassociateKeyPairFailed'],
    })
  })

  it('a number that is in no list is unknown: exit code 1', async () => {
    const { exitCode, output } = await answerTo(['explain', '4401', '--json'])
    expect(exitCode).toBe(1)
    expect(JSON.parse(output)).toMatchObject({ code: '4401', kind: 'unknown' })
  })
})

describe('a code of another product', () => {
  it('is not taken for one of the product that was asked about, and is told', async () => {
    const { exitCode, complaint } = await answerTo(['explain', 'kms', '9649'])
    expect(exitCode).toBe(1)
    expect(complaint).toContain(
      '9649 is not a known code of this product.\nalso in:\n  cdb 9649: UnsupportedError, never',
    )
    expect(complaint.slice(complaint.indexOf('similar:'))).not.toContain('9649')
  })
})

describe('the language', () => {
  it.each<[string, Record<string, string>, string, string]>([
    ['LC_ALL', { LC_ALL: 'zh_CN.UTF-8', LANG: 'en_US.UTF-8' }, 'en-US', '含义'],
    ['LC_MESSAGES', { LC_ALL: '', LC_MESSAGES: 'en_US.UTF-8', LANG: 'zh_CN.UTF-8' }, 'zh-CN', 'meaning'],
    ['LANG', { LANG: 'zh_TW' }, 'en-US', '含义'],
    ['the locale of the machine', {}, 'zh-CN', '含义'],
    ['another locale', {}, 'de-DE', 'meaning'],
  ])('follows %s', async (_, env, locale, label) => {
    expect((await answerTo(['explain', '4400'], { env, locale })).output).toContain(label)
  })

  it('--lang outranks them all', async () => {
    const { output } = await answerTo(['explain', '4400', '--lang', 'zh'], { env: { LC_ALL: 'en_US' } })
    expect(output).toContain('能否重发？')
  })
})

describe('search and products', () => {
  it('search prints codes, classes and meanings', async () => {
    const { exitCode, output } = await answerTo(['search', 'exceed', 'maximum', 'message', 'size'])
    expect(exitCode).toBe(0)
    expect(output).toMatch(/^cmq 4400\/10230 {2}InvalidParameterError, never\n {2}\w/)
  })

  it('search takes a limit, and a code below zero', async () => {
    const { output } = await answerTo(['search', '-502', '--limit', '1', '--json'])
    expect(JSON.parse(output)).toMatchObject([{ service: 'monitor', code: '-502' }])
  })

  it('search that finds nothing ends with 1', async () => {
    expect(await answerTo(['search', 'zzzzqqq'])).toMatchObject({ exitCode: 1, complaint: 'Nothing was found.' })
  })

  it('products prints a line for each', async () => {
    const { output } = await answerTo(['products', '--lang', 'zh'])
    expect(output).toMatch(/^kms +\d+ {2}密钥管理系统 {2}20190118$/m)
    expect(output.trim().split('\n').length).toBeGreaterThan(200)
  })
})

describe('a command that cannot be understood', () => {
  it.each<[string, string[], string]>([
    ['a mistyped command', ['serach', '4400'], 'there is no command serach; did you mean search?'],
    ['an unknown command', ['frob'], 'there is no command frob'],
    ['an unknown option', ['explain', '4400', '--bogus'], 'Unknown option `--bogus`'],
    ['an unknown language', ['explain', '4400', '--lang', 'fr'], '--lang must be en or zh, not fr'],
    ['an unknown product', ['explain', 'kmss', '4400'], 'there is no product kmss in the catalog; did you mean kms?'],
    ['a product without a code', ['explain', 'kms'], 'kms is a product: add the code to explain'],
    ['nothing to explain', ['explain'], 'explain needs a code'],
    ['nothing to search', ['search'], 'search needs a text to search for'],
    ['a bad limit', ['search', '4400', '--limit', '0'], '--limit must be a positive integer'],
    ['an action without a name', ['explain', '4400', '--action'], 'value is missing'],
  ])('%s: exit code 2 and a sentence', async (_, args, sentence) => {
    const { exitCode, output, complaint } = await answerTo(args)
    expect([exitCode, output]).toEqual([2, ''])
    expect(complaint).toContain(sentence)
  })
})
