import { describe, expect, it } from 'vitest'
import { readListedPairs } from '../../scripts/api3/read.ts'
import { readCommonLists, readEntries } from '../../scripts/catalog/read-products.ts'
import { groupBy } from '../../scripts/catalog/short-codes.ts'
import { byCare, judgeByAllLists } from '../../src/catalog/by-all-lists.ts'
import type { CatalogSource } from '../../src/catalog/catalog-source.ts'
import { couldHaveRun } from '../../src/catalog/could-have-run.ts'
import { type Classification, createLookup, dispositions, lookup } from '../../src/catalog/index.ts'
import { createCatalog } from '../../src/catalog/load-tables.ts'
import { createLookupOver } from '../../src/catalog/lookup.ts'
import type { AnswerQuery } from '../../src/catalog/resolve.ts'
import * as words from '../../src/catalog/words.ts'
import { decideIf, repeats } from '../../src/retry/what-if.ts'

const common = new Set(readCommonLists().flatMap(({ entries }) => entries.map(({ code }) => code)))

const circumstances = [false, true].flatMap((earlierInDoubt) =>
  [false, true].map((replayExplained) => ({ earlierInDoubt, replayExplained })),
)

/** The calls that `one` repeats after a first failure and `other` does not. */
const repeatedOnlyBy = (
  one: Pick<Classification, 'retry' | 'documented'>,
  other: Pick<Classification, 'retry' | 'documented'>,
) =>
  repeats.filter((call) =>
    circumstances.some(
      (more) => decideIf(one, call, more).decision === 'retry' && decideIf(other, call, more).decision === 'give-up',
    ),
  )

describe('a code of API 3.0 whose product is not known', { timeout: 60_000 }, () => {
  const pairs = readListedPairs().filter(({ code }) => !common.has(code))
  const byCode = new Map(groupBy(pairs, ({ code }) => code))

  it('is repeated by no call that the list of one product forbids', async () => {
    for (const [code, pairs] of byCode) {
      const together = await lookup(code)
      for (const pair of pairs) {
        const alone = await lookup(code, pair)
        expect(repeatedOnlyBy(together, alone), `${code} of ${pair.service}`).toEqual([])
        if (couldHaveRun(alone)) expect(couldHaveRun(together), `${code} of ${pair.service}`).toBe(true)
      }
    }
  })

  it('has the disposition that all lists have, and the class that all lists have', async () => {
    let agreed = 0
    for (const [code, pairs] of byCode) {
      const together = await lookup(code)
      const alone = await Promise.all(pairs.map((pair) => lookup(code, pair)))
      if (new Set(alone.map(({ retry }) => retry)).size > 1) continue
      expect(together.retry, code).toBe(alone[0]?.retry)
      if (new Set(alone.map((one) => one.class)).size > 1) continue
      expect(together.class, code).toBe(alone[0]?.class)
      agreed++
    }
    expect(agreed).toBeGreaterThan(0.98 * byCode.size)
  })
})

describe('a pair of numbers whose product is not known', () => {
  const entries = readEntries().filter(({ service, code, actions }) => service !== '*' && code && !actions)

  it('is repeated by no call that the list of one product forbids, nor without its module code', async () => {
    for (const { service, code = '', moduleCode } of entries) {
      // A number that the shared list has, and that comes without a module code, is everybody's: see below.
      if (moduleCode === undefined && common.has(code)) continue
      const together = await lookup(code, { moduleCode })
      const alone = await lookup(code, { service, moduleCode })
      expect(repeatedOnlyBy(together, alone), `${code} ${moduleCode} of ${service}`).toEqual([])
    }
  })

  it.each<[string, string, AnswerQuery, object]>([
    [
      '4420/10250 is a throttle, as all say that have it',
      '4420',
      { moduleCode: '10250' },
      { service: '*', moduleCode: '10250', class: 'ThrottlingError', retry: 'throttle', products: ['cmq', 'kms'] },
    ],
    ['4480/10460 is one too', '4480', { moduleCode: '10460' }, { class: 'ThrottlingError', retry: 'throttle' }],
    ['4420 alone is one too, since it is with each module code', '4420', {}, { retry: 'throttle', documented: true }],
    ['6040 alone says nothing, since it differs by module code', '6040', {}, { kind: 'unknown', source: 'rule' }],
    ['4400 alone is what the shared list says', '4400', {}, { service: '*', retry: 'throttle', maxAttempts: 5 }],
    ['so is 4400 with a module code that no list has', '4400', { moduleCode: '99' }, { retry: 'throttle' }],
    [
      '4400/10230 is a message too large, since CMQ forbids what the shared list repeats',
      '4400',
      { moduleCode: '10230' },
      { class: 'InvalidParameterError', retry: 'never', documented: true, products: ['cmq'] },
    ],
    [
      '4400/9003 is a bad parameter',
      '4400',
      { moduleCode: '9003' },
      { class: 'InvalidParameterError', retry: 'never' },
    ],
    ['4500 alone is a replay', '4500', {}, { class: 'ReplayAttackError', retry: 're-sign' }],
    ['4500/10480 is a quota', '4500', { moduleCode: '10480' }, { class: 'QuotaExceededError', retry: 'never' }],
    ['4200/10461 is a missing right', '4200', { moduleCode: '10461' }, { class: 'AuthorizationError', retry: 'never' }],
    [
      'what one list calls busy, and the shared list a bad parameter, is not repeated, and is what all products share',
      '4000',
      { moduleCode: '10016' },
      { service: '*', class: 'InvalidParameterError', retry: 'never' },
    ],
    [
      'what one list says of an order that failed leaves open that it ran, since 5100 may have',
      '5100',
      { moduleCode: '10023' },
      { class: 'InternalServerError', retry: 'never', documented: false },
    ],
    [
      'a number that one product alone has is that of this product',
      '100193',
      {},
      { service: 'account', products: ['account'], kind: 'billing' },
    ],
    [
      'the hints of all lists hold',
      '6040',
      { moduleCode: '10660' },
      { retry: 'busy', minDelayMs: 30_000, moduleCode: '10660' },
    ],
  ])('%s', async (_, code, query, expected) => {
    expect(await lookup(code, query)).toMatchObject(expected)
  })
})

describe('a product that is known', () => {
  it('and has no list of numbers answers a pair as all lists do that have it', async () => {
    const found = await lookup('4420', { service: 'cvm', moduleCode: '10250' })
    expect(found).toMatchObject({ class: 'ThrottlingError', retry: 'throttle', source: 'listed' })
    expect(found.remedy?.en).not.toContain('service')
  })

  it('is not judged by a number alone that another product has', async () => {
    expect(await lookup('9003', { service: 'cvm' })).toMatchObject({ kind: 'unknown' })
    expect(await lookup('9003', { service: 'cvm', moduleCode: '1' })).toMatchObject({ kind: 'unknown' })
  })
})

describe('the format of an answer', () => {
  it('names the product where only one has it', async () => {
    const { classify, lookup } = createLookup()
    expect(await classify('60018', { dialect: 'im' })).toMatchObject({ service: 'im', class: 'ThrottlingError' })
    expect(await classify('60018', { dialect: 'im' })).not.toHaveProperty('products')
    expect((await lookup('60018', { dialect: 'im' })).remedy?.en).not.toContain('service')
  })

  it.each(['60018', '1014', '10002'])(
    '%s in the format of the legacy API is unknown, since the products that have it use another',
    async (code) => {
      const { classify } = createLookup()
      expect(await classify(code)).toMatchObject({ source: 'listed' })
      expect(await classify(code, { dialect: 'legacy' })).toMatchObject({ kind: 'unknown', source: 'rule' })
    },
  )

  it.each(['__proto__', 'constructor', 'toString'])('%s is none', async (dialect) => {
    expect(await createLookup().classify('4999', { dialect })).toMatchObject({ kind: 'unknown' })
  })
})

describe('the texts', () => {
  it('say what to do, and to name the product', async () => {
    const { meaning, remedy } = await lookup('4420', { moduleCode: '10250' })
    expect(meaning?.en).toContain('too many requests')
    expect(remedy?.en).toMatch(/^Slow down .+ Name the product \(`service`\)/)
    expect(remedy?.zh).toContain('请指明产品（`service`）')
  })

  it('are those of the product where its list alone decided', async () => {
    const { meaning } = await lookup('4400', { moduleCode: '10230' })
    expect(meaning).toEqual((await lookup('4400', { service: 'cmq', moduleCode: '10230' })).meaning)
  })

  it('do not ask for the product where the shared list decides', async () => {
    const { remedy } = await lookup('RequestLimitExceeded')
    expect(remedy?.en).not.toContain('service')
  })
})

/** Three products that differ, beside a rule for `Failed` and the shared number 4000. */
const differing: CatalogSource = {
  codes: async () => ({
    codes: [
      ['*', '4000', '', 'InvalidParameterError', 'never'],
      ['a', '1', '', 'BillingError', 'never'],
      ['b', '1', '', 'QuotaExceededError', 'never'],
      ['a', '2', '', 'ThrottlingError', 'throttle', { maxAttempts: 9, minDelayMs: 10 }],
      ['b', '2', '', 'ThrottlingError', 'throttle', { maxAttempts: 3, minDelayMs: 20 }],
      ['c', '2', '', 'InternalServerError', 'transient'],
      ['a', '3', '', 'ThrottlingError', 'throttle'],
      ['b', '3', '', 'ResourceOperationError', 'never'],
      ['a', '4', '', 'InternalServerError', 'transient'],
      ['b', '4', '', 'AuthorizationError', 'never'],
      ['a', '4000', '7', 'BillingError', 'never'],
      ['b', '4000', '7', 'QuotaExceededError', 'never'],
    ],
    rules: [['Failed', 'UnsupportedError', 'never']],
    outcomes: [],
    exceptions: [
      ['BillingError', 'never', true, [['a', 'Failed.Once Failed.Often']]],
      ['QuotaExceededError', 'never', true, [['b', 'Failed.Once']]],
      ['ThrottlingError', 'throttle', true, [['c', 'Failed.Fast Failed.Alone']]],
    ],
    words,
  }),
  allLists: async () => ({ judgeByAllLists, ordinary: 'Failed.Often .Fast' }),
  texts: async (service) => {
    const words = service === '*' ? ['shared', 'rule', 'unknown', 'ambiguous'] : Array(12).fill(`of ${service}`)
    const rows = words.map((word: string) => [`Means ${word}.`, `Do ${word}.`] as const)
    return { english: rows, chinese: rows }
  },
  names: async () => ({
    describeName: (code, errorClass) => ({ en: `${code}, ${errorClass}.`, zh: code }),
    suggestByName: () => undefined,
  }),
}

describe('where lists differ', () => {
  const { lookup } = createLookupOver(createCatalog(differing))

  it.each<[string, string, AnswerQuery, object, string, string]>([
    [
      'and agree on the disposition only, the code has no class, and the texts say so',
      '1',
      {},
      { class: 'TencentCloudError', retry: 'never', documented: true, source: 'listed', products: ['a', 'b'] },
      'Means ambiguous.',
      'Do ambiguous.',
    ],
    [
      'the most careful disposition holds, with its class, the fewest attempts and the longest wait',
      '2',
      {},
      { service: 'c', class: 'InternalServerError', retry: 'transient', maxAttempts: 3, minDelayMs: 20 },
      'Means of c.',
      'Do of c. Do ambiguous.',
    ],
    [
      'one that forbids a repeat outranks one that asks for it',
      '3',
      {},
      { service: 'b', class: 'ResourceOperationError', retry: 'never', documented: true },
      'Means of b.',
      'Do of b. Do ambiguous.',
    ],
    [
      'one that says that it may have run is not forgotten',
      '4',
      {},
      { service: 'b', class: 'AuthorizationError', retry: 'never', documented: false },
      'Means of b.',
      'Do of b. Do ambiguous.',
    ],
    [
      'on the class of a pair, the shared list decides',
      '4000',
      { moduleCode: '7' },
      { service: '*', class: 'InvalidParameterError', retry: 'never', products: ['a', 'b'] },
      'Means shared.',
      'Do shared. Do ambiguous.',
    ],
    [
      'on the class of a name, the rules decide',
      'Failed.Once',
      {},
      { service: '*', class: 'UnsupportedError', retry: 'never', products: ['a', 'b'] },
      'Means rule.',
      'Do rule. Do ambiguous.',
    ],
    [
      'a list that has the code as the rules say has a voice too',
      'Failed.Fast',
      {},
      { service: '*', class: 'UnsupportedError', retry: 'never', products: ['c'] },
      'Means rule.',
      'Do rule. Do ambiguous.',
    ],
    [
      'a code that one product alone lists is that of this product',
      'Failed.Alone',
      {},
      { service: 'c', class: 'ThrottlingError', retry: 'throttle', documented: true, products: ['c'] },
      'Failed.Alone, ThrottlingError.',
      'Do unknown. Do ambiguous.',
    ],
  ])('%s', async (_, code, query, verdict, meaning, remedy) => {
    const found = await lookup(code, query)
    expect(found).toMatchObject(verdict)
    expect([found.meaning?.en, found.remedy?.en]).toEqual([meaning, remedy])
  })

  it('the name of the product settles it', async () => {
    expect(await lookup('1', { service: 'b' })).toMatchObject({ service: 'b', class: 'QuotaExceededError' })
    expect(await lookup('1', { service: 'b' })).not.toHaveProperty('products')
  })
})

describe('the order of care', () => {
  it('has every disposition once', () => {
    expect([...byCare].sort()).toEqual([...dispositions].sort())
  })

  it.each(byCare.map((disposition, at) => [disposition, byCare.slice(at)] as const))(
    'what %s allows, every disposition after it allows too',
    (careful, others) => {
      for (const retry of others) {
        expect(repeatedOnlyBy({ retry: careful, documented: true }, { retry, documented: true }), retry).toEqual([])
      }
    },
  )
})

it('`RequestConcurrencyExceeded` is a documented throttle, with and without its prefix', async () => {
  for (const code of ['RequestConcurrencyExceeded', 'InvalidRequest.RequestConcurrencyExceeded']) {
    for (const service of ['cvm', undefined]) {
      expect(await lookup(code, { service })).toMatchObject({
        class: 'ThrottlingError',
        retry: 'throttle',
        source: 'listed',
        documented: true,
      })
    }
  }
})
