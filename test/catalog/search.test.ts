import { type SearchResult, search } from 'axios-tencentcloud/catalog'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readListedPairs } from '../../scripts/api3/read.ts'
import { orderEntries } from '../../scripts/catalog/code-tables.ts'
import { readEntries } from '../../scripts/catalog/read-products.ts'
import { codeIndex } from '../../src/catalog/full/rows.ts'

const entries = readEntries()
const pairs = readListedPairs()

describe('search', () => {
  const codesOf = async (text: string, limit?: number) =>
    (await search(text, limit ? { limit } : {})).map(({ service, code = '', moduleCode = '' }) =>
      [service, code, moduleCode].filter(Boolean).join(' '),
    )

  it.each([
    ['4400', '* 4400'],
    ['10250', 'cmq 4420 10250'],
    ['4420/10250', 'cmq 4420 10250'],
    ['requestlimitexceeded', '* RequestLimitExceeded'],
    ['UinLimitExceeded', '* RequestLimitExceeded.UinLimitExceeded'],
    ['cmq exceed maximum message size', 'cmq 4400 10230'],
    ['disassociate key pair', 'cvm FailedOperation.DisassociateKeyPairFailed'],
    ['OperationDenied.SourceNotExists', 'monitor -502'],
    ['subscribtion already existed', 'cmq 4490 10470'],
  ])('"%s" finds %s first', async (text, first) => {
    expect((await codesOf(text))[0]).toBe(first)
  })

  it.each([
    ['the balance of the account', 'balance', /Balance|5300/],
    ['a text in Chinese', '消息体', /^cmq/],
    ['a text in English', 'object storage and send its address', /^cmq 4400$/],
  ])('%s is found by its text', async (_, text, expected) => {
    expect((await codesOf(text)).some((name) => expected.test(name))).toBe(true)
  })

  it.each(['cmq', 'KMS'])('the codes of the product %s come first where it is asked for', async (text) => {
    const services = (await search(text)).map(({ service }) => service)
    expect(services).toEqual(Array(20).fill(text.toLowerCase()))
  })

  it.each([
    ['RequestLimitExeeded', '* RequestLimitExceeded'],
    ['UinLimitExeeded', '* RequestLimitExceeded.UinLimitExceeded'],
    ['invalidparamater', '* InvalidParameter'],
    ['FailedOperation.DisassociateKeyPairFaild', 'cvm FailedOperation.DisassociateKeyPairFailed'],
  ])('the misspelt "%s" finds %s first', async (text, first) => {
    expect((await codesOf(text))[0]).toBe(first)
  })

  it.each(['zzzzqqq', '4401', '-4401'])('%s, which is no code and no misspelt name, finds nothing', async (text) => {
    expect(await codesOf(text)).toEqual([])
  })

  it('exact codes come before those that begin so, these before words', async () => {
    const found = await codesOf('ResourceInUse', 400)
    const at = (test: RegExp) => found.findIndex((name) => test.test(name))
    expect(at(/ ResourceInUse$/)).toBe(0)
    expect(at(/ ResourceInUse\./)).toBeGreaterThan(at(/ ResourceInUse$/))
    expect(found.findLastIndex((name) => / ResourceInUse$/.test(name))).toBeLessThan(at(/ ResourceInUse\./))
  })

  it('a result has all that is known', async () => {
    expect((await search('10660'))[0]).toMatchObject({
      service: 'cmq',
      code: '6040',
      moduleCode: '10660',
      class: 'ResourceConflictError',
      kind: 'conflict',
      retry: 'busy',
      wireText: expect.stringContaining('previous queue'),
      meaning: { en: expect.any(String), zh: expect.any(String) },
      remedy: { en: expect.any(String), zh: expect.any(String) },
    })
  })

  it('gives 20 results, or as many as are asked for', async () => {
    expect(await search('InvalidParameter')).toHaveLength(20)
    expect(await search('InvalidParameter', { limit: 3 })).toHaveLength(3)
    expect(await search('InvalidParameter', { limit: 1 })).toHaveLength(1)
  })

  it.each([0, -1, 1.5, Number.NaN, '3'])('a limit of %j is refused', async (limit) => {
    await expect(search('4400', { limit: limit as number })).rejects.toThrow('`limit` must be a positive integer')
  })

  it('nothing is found by nothing, and no text is an error', async () => {
    expect(await search(' . ')).toEqual([])
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 300 }), async (text) => {
        expect((await search(text)).length).toBeLessThanOrEqual(20)
      }),
      // Each looks through 16,000 names for one that is spelt nearly so.
      { numRuns: 20 },
    )
  })
})

describe('what is found', () => {
  const all = (text: string) => search(text, { limit: 99_999 })

  /** How well a result fits, by the words of the documentation: the lower, the better. */
  function rankOf({ service, code = '', moduleCode }: SearchResult, wanted: string): number {
    const names = [
      code,
      ...(moduleCode === undefined ? [] : [moduleCode, `${code}/${moduleCode}`, `${code} ${moduleCode}`]),
    ]
      .filter(Boolean)
      .map((name) => name.toLowerCase())
    if (names.includes(wanted)) return 0
    if (service === wanted) return 1
    return names.some((name) => name.startsWith(wanted) || name.includes(`.${wanted}`)) ? 2 : 3
  }

  const queries = [
    'internalerror',
    '4400',
    '10',
    '4420 10250',
    'sms',
    'resourceinuse',
    'limit',
    'notfound',
    'kms',
    'cvm.',
  ]

  it.each(queries)(
    'by "%s" comes in the order of its fitness; then what all products share, what was described by hand, the shorter code',
    async (text) => {
      const found = await all(text)
      expect(found.length).toBeGreaterThan(1)
      const places = found.map((one) => {
        const isDescribed = entries.some(
          (entry) =>
            entry.service === one.service &&
            entry.code === one.code &&
            entry.moduleCode === one.moduleCode &&
            entry.actions?.join() === one.actions?.join(),
        )
        const code = one.code ?? ''
        const name = code + one.service
        return {
          rank: rankOf(one, text),
          shared: Number(one.service !== '*'),
          byHand: Number(!isDescribed),
          length: code.length,
          name,
        }
      })
      // Words and texts are one rank here.
      const ordered = places.filter(({ rank }) => rank < 3)
      const sorted = [...ordered].sort(
        (a, b) =>
          a.rank - b.rank ||
          a.shared - b.shared ||
          a.byHand - b.byHand ||
          a.length - b.length ||
          (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
      )
      expect(ordered).toEqual(sorted)
      expect(places.slice(0, ordered.length)).toEqual(ordered)
    },
  )

  it.each(queries)('by "%s" is every code whose name begins so, once', async (text) => {
    const found = await all(text)
    const keyOf = ({ service = '*', code = '', moduleCode = '', actions = [] as readonly string[], wireText = '' }) =>
      [service, code, moduleCode, actions.join('|'), wireText].join(' ')
    const keys = found.map(keyOf)
    expect(new Set(keys).size).toBe(keys.length)
    const known = new Set(
      entries
        .filter(({ moduleCode, actions, message }) => moduleCode === undefined && !actions && !message)
        .map(({ service, code }) => `${service} ${code}`),
    )
    const listed = pairs.filter(({ service, code }) => !known.has(`${service} ${code}`))
    for (const one of [...entries, ...listed]) {
      const code = (one.code ?? '').toLowerCase()
      if (one.service === text || (code !== '' && (code.startsWith(text) || code.includes(`.${text}`))))
        expect(keys).toContain(keyOf(one))
    }
  })

  it.each([
    [
      'is found by the beginnings of its words, in any order',
      'pair disass key',
      'FailedOperation.DisassociateKeyPairFailed',
      true,
    ],
    ['by its product among them', 'cvm disassociate key pair', 'FailedOperation.DisassociateKeyPairFailed', true],
    ['with punctuation between', 'disassociate,key;(pair)', 'FailedOperation.DisassociateKeyPairFailed', true],
    ['not by the ends of words', 'isassociate key pair', 'FailedOperation.DisassociateKeyPairFailed', false],
    ['nor when one word is another', 'disassociate key pear', 'FailedOperation.DisassociateKeyPairFailed', false],
    [
      'nor by the words of another product',
      'cbs disassociate key pair',
      'FailedOperation.DisassociateKeyPairFailed',
      false,
    ],
  ])('a code %s', async (_what, text, code, isFound) => {
    expect((await all(text)).some((one) => one.code === code)).toBe(isFound)
  })

  it('a code is found by the words that the service sends', async () => {
    const [first] = await search('previous queue')
    expect(first).toMatchObject({ service: 'cmq', moduleCode: '10660' })
  })

  it('texts are looked through only where codes are too few', async () => {
    const [many, few] = await Promise.all([search('internal', { limit: 5 }), all('internal')])
    expect(few.slice(0, 5)).toEqual(many)
    expect(few.length).toBeGreaterThan(5)
  })

  it('of a long text the first 256 characters count', async () => {
    const padded = 'InternalError'.padEnd(256)
    expect(await search(`${padded}Foo`)).toEqual(await search('InternalError'))
    expect(await search(`${padded.slice(1)}Foo`)).not.toEqual(await search('InternalError'))
  })

  it('blanks around it, and letter case, do not count', async () => {
    expect(await search('  internalERROR ')).toEqual(await search('InternalError'))
  })

  it('an entry of some actions names them, one of any code has none, and a listed code has what its list says', async () => {
    const limited = entries.find(({ actions }) => actions)
    const found = await all(limited?.code ?? limited?.moduleCode ?? '')
    expect(found).toContainEqual(expect.objectContaining({ service: limited?.service, actions: limited?.actions }))
    const anyCode = entries.find(({ code }) => code === undefined)
    const [first] = await search(anyCode?.moduleCode ?? '')
    expect(first).toMatchObject({ moduleCode: anyCode?.moduleCode, class: anyCode?.class })
    expect(Object.keys(first ?? {})).not.toContain('code')
    const [listed] = await search('DisassociateKeyPairFailed')
    expect(Object.keys(listed ?? {})).toEqual(['service', 'code', 'class', 'kind', 'retry', 'meaning', 'remedy'])
  })

  it.each([
    ['x44001', false],
    ['InstanceNotExisst4', true],
  ])('%s, which is more than a number, is looked for as a misspelt name: %s', async (text, isFound) => {
    expect((await all(text)).length > 0).toBe(isFound)
  })

  it('of a misspelt name those come first that all products share, then the shorter, then by name', async () => {
    const found = await all('instancenotexisst')
    const places = found
      .filter(({ code = '', service }) => /(?:^|\.)InstanceNotExist$/.test(code) && service !== 'ckafka')
      .map(({ code = '', service }) => [code.length, code + service] as const)
    expect(places.length).toBeGreaterThan(5)
    expect(places).toEqual([...places].sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1)))
  })

  it('a misspelt name is found in all products that have it, and nothing else is', async () => {
    const found = await all('instancenotexisst')
    const expected = pairs.filter(({ code }) => /(?:^|\.)InstanceNotExist$/.test(code))
    expect(expected.length).toBeGreaterThan(5)
    expect(found.filter(({ code }) => /(?:^|\.)InstanceNotExist$/.test(code ?? ''))).toHaveLength(expected.length)
    for (const { code } of found.slice(0, expected.length)) expect(code).toMatch(/InstanceNotExist$/)
  })
})

describe('the index', () => {
  it('has each entry written by hand, and each listed code that none describes as a whole, once', async () => {
    const { rows } = await codeIndex()
    const listed = orderEntries(entries)
    expect(rows.slice(0, entries.length).map(({ entry }) => entry?.code)).toEqual(listed.map(({ code }) => code))
    const rest = rows.slice(entries.length).map(({ service, code }) => `${service} ${code}`)
    expect(new Set(rest).size).toBe(rest.length)
    const plain = new Set(
      entries
        .filter(({ moduleCode, actions, message }) => moduleCode === undefined && !actions && !message)
        .map(({ service, code }) => `${service} ${code}`),
    )
    const expected = pairs.map(({ service, code }) => `${service} ${code}`).filter((key) => !plain.has(key))
    expect(new Set(rest)).toEqual(new Set(expected))
  })

  it('leads from a public code, and from a module code, to all that have it', async () => {
    const { rows, byCode, byModuleCode } = await codeIndex()
    expect(byCode.get('4420')).toEqual(rows.filter(({ code }) => code === '4420'))
    expect(byModuleCode.get('10250')).toEqual(rows.filter(({ entry }) => entry?.moduleCode === '10250'))
    expect(byCode.has('')).toBe(false)
    expect([...byModuleCode.keys()].every((code) => /^\d+$/.test(code))).toBe(true)
  })

  it('is loaded once', async () => {
    expect(await codeIndex()).toBe(await codeIndex())
  })
})
