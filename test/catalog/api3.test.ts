import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { judgeByFlags, judgeRetryByFlags } from '../../scripts/api3/by-flags.ts'
import { findCuratedEntry, judgeByName } from '../../scripts/api3/by-name.ts'
import { findExceptions, formatExceptions } from '../../scripts/api3/exceptions.ts'
import { pairKey, readHandLabels, readListedPairs, readYardstick } from '../../scripts/api3/read.ts'
import { isHeldOut, isRetryable, isUnseen, toScore } from '../../scripts/api3/score.ts'
import { compare, readProducts } from '../../scripts/catalog/read-products.ts'
import { createLookup } from '../../src/catalog/index.ts'
import { parseCodes } from '../../src/catalog/tables.ts'

const products = readProducts().flatMap(({ service, api3 }) => (api3 ? [{ service, ...api3 }] : []))
const pairs = readListedPairs()
const labels = readHandLabels()
const { classify, lookup } = createLookup()

describe('the lists of API 3.0', () => {
  it('hold 16,117 codes of 248 products, each code of a product once and in order', () => {
    expect(products).toHaveLength(248)
    expect(pairs).toHaveLength(16_117)
    for (const { service, codes } of products) {
      const names = codes.map(([code]) => code)
      expect(names, service).toEqual([...new Set(names)].sort(compare))
    }
  })

  it('store what the hand-written lists, the labels and the flags say', () => {
    for (const pair of pairs) {
      const { class: errorClass, retry } = findCuratedEntry(pair) ?? labels.get(pairKey(pair)) ?? judgeByFlags(pair)
      expect([pair.class, pair.retry], pairKey(pair)).toEqual([errorClass, retry])
    }
  })

  it('know every pair that was labelled by hand, 300 of them as a yardstick', () => {
    const known = new Set(pairs.map(pairKey))
    expect([...labels.keys()].filter((key) => !known.has(key))).toEqual([])
    expect(new Set(readYardstick().map(pairKey)).size).toBe(300)
  })
})

describe('rules and exceptions', () => {
  it('every listed code resolves to the class and disposition of its list', async () => {
    for (const pair of pairs) {
      const found = await classify(pair.code, pair)
      expect([found.class, found.retry], pairKey(pair)).toEqual([pair.class, pair.retry])
    }
  })

  it('an exception is listed, of its product, and has texts', async () => {
    for (const pair of findExceptions(pairs)) {
      const found = await lookup(pair.code, { service: pair.service.toUpperCase() })
      expect(found, pairKey(pair)).toMatchObject({ source: 'listed', service: pair.service })
      expect(found.meaning?.zh, pairKey(pair)).toMatch(/。$/)
    }
  })

  it('an exception holds for its own product, and for no other one that is named', async () => {
    expect(await classify('FailedOperation.RegisterDomain', { service: 'domain' })).toMatchObject({
      retry: 'transient',
    })
    expect(await classify('FailedOperation.RegisterDomain', { service: 'cvm' })).toMatchObject({ retry: 'never' })
  })

  it('a throttle or a busy resource that an official comment speaks of is documented, so that any call is repeated', async () => {
    const spoken = pairs.filter(({ retry, flags }) => {
      return (retry === 'throttle' || retry === 'busy') && /frequency|busy|later/.test(flags)
    })
    expect(spoken.length).toBeGreaterThan(100)
    for (const pair of spoken)
      expect(await classify(pair.code, pair), pairKey(pair)).toMatchObject({ documented: true })
  })

  it.each([
    ['lighthouse', 'UnsupportedOperation.DiskBusy', 'rule'],
    ['postgres', 'OperationDenied.InstanceStatusLimitError', 'rule'],
  ])('%s %s is a guess: only its name speaks of something busy', async (service, code, source) => {
    expect(await classify(code, { service })).toMatchObject({ retry: 'busy', documented: false, source })
  })

  it('the generated exceptions are up to date', () => {
    const path = fileURLToPath(new URL('../../src/catalog/generated/exceptions.ts', import.meta.url))
    expect(readFileSync(path, 'utf8')).toBe(formatExceptions(pairs))
  })

  it('a code in short is read with the prefix of the one before it', () => {
    expect(parseCodes('A.B .C D E.F .G')).toEqual(['A.B', 'A.C', 'D', 'E.F', 'E.G'])
  })
})

describe('the rules alone, by names', () => {
  const known = pairs.filter(({ flags }) => flags !== '?')
  const grade = (some: typeof known) =>
    some.map((pair) => ({
      given: judgeByName(pair.code).retry,
      wanted: findCuratedEntry(pair)?.retry ?? labels.get(pairKey(pair))?.retry ?? judgeRetryByFlags(pair),
    }))

  it('are right in nine of ten codes that they call worth another try, and find half of them', () => {
    for (const some of [known, known.filter(({ service }) => isHeldOut(service))]) {
      const { precision, recall } = toScore(grade(some), isRetryable)
      expect(precision).toBeGreaterThan(0.9)
      expect(recall).toBeGreaterThan(0.5)
    }
  })

  it('find three of four in products that were not looked at, and are right in nine of ten', () => {
    const { precision, recall } = toScore(grade(known.filter(({ service }) => isUnseen(service))), isRetryable)
    expect(precision).toBeGreaterThan(0.9)
    expect(recall).toBeGreaterThan(0.75)
  })

  it('are right in nine of ten codes of the yardstick', () => {
    const graded = readYardstick().map(({ code, retry }) => ({ given: judgeByName(code).retry, wanted: retry }))
    expect(toScore(graded, isRetryable).precision).toBeGreaterThan(0.9)
  })
})
