import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { limits, lookup, products } from 'axios-tencentcloud/catalog'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCatalogFile, readLimits } from '../../scripts/catalog/read-products.ts'
import { findRate } from '../../src/catalog/find-limits.ts'
import { describeDocumentedLimit } from '../../src/catalog/full/limit-words.ts'
import { listAllLimits } from '../../src/catalog/full/limits.ts'
import { limits as rows } from '../../src/catalog/generated/limits.ts'
import { limitFacts } from './limit-facts.ts'

const ajv = new Ajv2020({ allErrors: true, schemas: [readCatalogFile('schema.json')] })
const validate = ajv.compile(readCatalogFile('limits.schema.json'))
const file = readCatalogFile('limits.json')

describe('the file of documented limits', () => {
  it('follows its schema', () => {
    validate(file)
    expect(validate.errors).toBeNull()
  })

  const limit = { service: 'kms', kind: 'rate', limit: 1, periodSeconds: 1, unit: 'a', scope: 'a', source: 'a' }
  const text = { en: 'Wait.', zh: '等。' }
  const fileOf = (change: object) => ({
    $schema: './limits.schema.json',
    title: text,
    units: { a: text },
    scopes: { a: text },
    sources: { a: text },
    limits: [{ ...limit, ...change }],
  })

  it.each<[string, object]>([
    ['a rate', {}],
    ['a number at once, without a period', { kind: 'concurrency', periodSeconds: undefined }],
    ['an action of IM, and one of COS', { actions: ['openim/sendmsg', 'GET Bucket (List Objects)'] }],
  ])('may have %s', (_, change) => expect(validate(JSON.parse(JSON.stringify(fileOf(change))))).toBe(true))

  it.each<[string, object]>([
    ['a rate without a period', { periodSeconds: undefined }],
    ['a number at once with a period', { kind: 'concurrency' }],
    ['a limit of nothing', { limit: 0 }],
    ['a kind that is none', { kind: 'speed' }],
    ['a limit without a source', { source: undefined }],
    ['an action with the separator of the table', { actions: ['A|B'] }],
    ['no action in its list', { actions: [] }],
  ])('must not have %s', (_, change) => expect(validate(JSON.parse(JSON.stringify(fileOf(change))))).toBe(false))

  it('uses each text that it has', () => {
    const { units, scopes, sources, limits: all } = readLimits()
    const used = (field: 'unit' | 'scope' | 'source') => [...new Set(all.map((one) => one[field]))].sort()
    expect([used('unit'), used('scope'), used('source')]).toEqual(
      [units, scopes, sources].map((texts) => Object.keys(texts).sort()),
    )
  })
})

describe('the table of documented limits', () => {
  it('has the facts of the documents, and no other', () => {
    const toKeys = (service: string, kind: string, limit: number, seconds: number, actions: readonly string[]) =>
      actions.map((action) => `${service} ${action} ${kind} ${limit}/${seconds}`)
    const facts = limitFacts.flatMap(([service, kind, limit, seconds, actions]) =>
      toKeys(service, kind, limit, seconds, actions.split(',')),
    )
    const table = rows.flatMap(([service, actions, kind, limit, seconds]) =>
      toKeys(service, kind, limit, seconds, actions.split('|')),
    )
    expect(facts).toHaveLength(234)
    expect([...table].sort()).toEqual([...facts].sort())
  })

  it('is small enough for the pacing to load it', () => {
    const size = readFileSync(new URL('../../src/catalog/generated/limits.ts', import.meta.url)).length
    expect(size).toBeLessThan(8_000)
  })

  it('names products of the catalog only', async () => {
    const known = new Set((await products()).map(({ service }) => service))
    const unknown = new Set(rows.map(([service]) => service).filter((service) => !known.has(service)))
    expect([...unknown]).toEqual(['*'])
  })
})

describe('limits', () => {
  it('of an action are told with their source', async () => {
    expect(await limits('ocr', 'QuestionOCR')).toEqual([
      {
        service: 'ocr',
        actions: expect.arrayContaining(['QuestionOCR', 'RecognizeFormulaOCR']),
        kind: 'rate',
        limit: 2,
        periodSeconds: 1,
        unit: { en: 'requests', zh: '次请求' },
        scope: { en: 'per account', zh: '按账号计' },
        source: {
          en: 'Official Node.js SDK, ocr 2018-11-19 (August 2026)',
          zh: '官方 Node.js SDK，ocr 2018-11-19（2026 年 8 月）',
        },
      },
    ])
  })

  it.each<[string, string, string | undefined, (readonly [number, number | undefined])[]]>([
    [
      'an action with two',
      'monitor',
      'GetMonitorData',
      [
        [20, 1],
        [1_200, 60],
      ],
    ],
    ['an action of IM, as requests show it', 'im', 'sendmsg', [[200, 1]]],
    ['the same as the documents write it', 'im', 'openim/sendmsg', [[200, 1]]],
    ['a product in capitals', 'OCR', 'ClassifyStoreName', [[1, 1]]],
    ['one of three that share it', 'kms', 'Decrypt', [[600, 1]]],
    ['an action of the same product that is not named: those of the product', 'kms', 'CreateKey', [[30, 1]]],
    ['a product without an action', 'vms', undefined, [[5, 1]]],
    [
      'connections, which have no period',
      'cloudbase',
      undefined,
      [
        [20, undefined],
        [20, undefined],
        [30, 1],
      ],
    ],
    ['every product', '*', undefined, [[20, 1]]],
    ['an action that is not documented', 'cvm', 'RunInstances', []],
    ['a product that is not known', 'nosuch', undefined, []],
    ['an empty action', 'ocr', '', []],
  ])('are found of %s', async (_, service, action, expected) => {
    const found = await limits(service, action)
    expect(found.map(({ limit, periodSeconds }) => [limit, periodSeconds])).toEqual(expected)
  })

  it('of any strings whatever are a list', async () => {
    const anything = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'ocr', 'im', '|'))
    await fc.assert(
      fc.asyncProperty(anything, anything, async (service, action) => {
        expect(Array.isArray(await limits(service, action))).toBe(true)
      }),
    )
  })

  it('leave what a code means as it is', async () => {
    expect(await lookup('RequestLimitExceeded', { service: 'ocr', action: 'QuestionOCR' })).not.toHaveProperty('limits')
  })
})

describe('a first guess for the pacing', () => {
  it.each([
    ['ocr', 'QuestionOCR', { calls: 2, periodSeconds: 1 }],
    ['trtc', 'DescribeTrtcRoomUsage', { calls: 1, periodSeconds: 15 }],
    ['monitor', 'GetMonitorData', { calls: 20, periodSeconds: 1 }],
    ['im', 'get_history', { calls: 10, periodSeconds: 1 }],
    ['cvm', 'RunInstances', undefined],
    // Tokens are no calls, and what may run at once says nothing of a period.
    ['lkeap', 'ChatCompletions', { calls: 15_000, periodSeconds: 60 }],
    ['hunyuan', 'ChatCompletions', { calls: 5, periodSeconds: 60 }],
    // Of the product as a whole: it is not known to be that of the action.
    ['vms', 'SendTtsVoice', undefined],
    ['cos', 'GetObject', undefined],
  ])('of %s %s is %j', (service, action, rate) => {
    expect(findRate(rows, service, action)).toEqual(rate)
  })
})

describe('a limit in words', () => {
  it.each<[string, string | undefined, string, string]>([
    [
      'ocr',
      'QuestionOCR',
      'requests: 2 per second per account (Official Node.js SDK, ocr 2018-11-19 (August 2026))',
      '每秒 2 次请求，按账号计；来源：官方 Node.js SDK，ocr 2018-11-19（2026 年 8 月）',
    ],
    [
      'trtc',
      'DescribeTrtcRoomUsage',
      "requests: 1 per 15 seconds per account (The official Node.js SDK's comment on the action)",
      '每 15 秒 1 次请求，按账号计；来源：官方 Node.js SDK 中该接口的注释',
    ],
    [
      'cdn',
      'DescribeCdnIp',
      "requests: 200 per 10 minutes per account (The official Node.js SDK's comment on the action)",
      '每 10 分钟 200 次请求，按账号计；来源：官方 Node.js SDK 中该接口的注释',
    ],
    [
      'vms',
      undefined,
      'requests: 5 per second per SDKAppID; can be raised to 40 (The documents on GitHub (tencentyun/qcloud-documents): VMS)',
      '每秒 5 次请求，按 SDKAppID 计；可提升至 40 次；来源：GitHub 上的官方文档（tencentyun/qcloud-documents）：语音消息',
    ],
  ])('of %s %s', async (service, action, en, zh) => {
    const [limit] = await limits(service, action)
    expect(limit && describeDocumentedLimit(limit)).toEqual({ en, zh })
  })

  it('names the source of every one, in both languages', async () => {
    for (const service of new Set(rows.map(([name]) => name))) {
      for (const limit of await listAllLimits(service)) {
        const { en, zh } = describeDocumentedLimit(limit)
        expect(en).toContain(limit.source.en)
        expect(zh).toContain(limit.source.zh)
        expect(en).toMatch(/^[\x20-\x7e]+$/)
        expect(zh).not.toMatch(/[,;:!?] ?\p{Script=Han}/u)
      }
    }
  })
})
