import type { Catalog, CatalogSource } from './catalog-source.ts'
import { couldHaveRun } from './could-have-run.ts'
import { findBuiltIn } from './find.ts'
import type { Codes, Finding, ListedCodes } from './finding.ts'
import { lazily, lazilyBy } from './lazily.ts'
import { type AnswerQuery, everyService, indexEntries, indexExceptions, indexRules, pickEntry } from './resolve.ts'
import { type ListedGroup, parseCodes, toCodeEntry, toOwnEntries, toRuleEntry } from './tables.ts'

async function loadCodes(source: CatalogSource): Promise<Codes> {
  const tables = await source.codes()
  const entries = tables.codes.map(toCodeEntry)
  const rules = tables.rules.map(toRuleEntry)
  return {
    entries,
    rules,
    index: indexEntries(entries),
    prefixes: indexRules(rules),
    exceptions: indexExceptions(tables.exceptions),
    words: tables.words,
    outcomes: tables.outcomes.map(([errorClass, retry, prefix]) => ({ entry: { class: errorClass, retry }, prefix })),
  }
}

function indexListed(groups: readonly ListedGroup[]): ListedCodes {
  return new Map(
    groups.flatMap(([errorClass, retry, documented, codes]) => {
      const verdict = { class: errorClass, retry, documented }
      return parseCodes(codes).map((code) => [code, verdict] as const)
    }),
  )
}

export function createCatalog(source: CatalogSource): Catalog {
  const shared = lazily(() => loadCodes(source))
  const ownTables = lazilyBy(async (service) => {
    const table = await source.ownCodes?.get(service)?.()
    if (!table) return undefined
    const entries = toOwnEntries(service, table.own)
    return { entries, index: indexEntries(entries) }
  })
  async function codes(service = everyService): Promise<Codes> {
    // Without a wait for nothing: most products have no table of their own.
    if (!source.ownCodes?.has(service)) return shared()
    const [tables, own] = await Promise.all([shared(), ownTables(service)])
    return { ...tables, own }
  }
  const allCodes = lazily(async () => {
    const services = [...(source.ownCodes?.keys() ?? [])]
    const [tables, ...own] = await Promise.all([shared(), ...services.map(ownTables)])
    const entries = [...tables.entries, ...own.flatMap((table) => table?.entries ?? [])]
    return { ...tables, entries, index: indexEntries(entries) }
  })
  const listed = lazilyBy(async (service) => {
    const groups = await source.listed?.(service)
    return groups && indexListed(groups)
  })

  // Nothing but an error that is to be explained needs the texts, and what reads them.
  const texts = lazily(async () => {
    const { createTexts } = await import('./load-texts.ts')
    return createTexts(source, codes)
  })

  const allLists = lazily(async () => {
    if (!source.allLists) return undefined
    const [tables, loaded] = await Promise.all([allCodes(), source.allLists()])
    const ordinary = new Set(parseCodes(loaded.ordinary))
    const lists = { codes: tables, ordinary, pickEntry, couldHaveRun, findBuiltIn }
    return (code: string, query: AnswerQuery, found: Finding) => loaded.judgeByAllLists(lists, code, query, found)
  })

  return {
    codes,
    allCodes,
    listed,
    allLists,
    async texts(finding, code, service) {
      return (await texts())(finding, code, service)
    },
  }
}
