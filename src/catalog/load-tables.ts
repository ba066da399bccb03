import { couldHaveRun } from './could-have-run.ts'
import type { CatalogEntry } from './entry.ts'
import { entryFor, findBuiltIn } from './find.ts'
import { type Codes, type Finding, type ListedCodes, unknownEntry, type Words } from './finding.ts'
import {
  type AnswerQuery,
  everyService,
  findRule,
  indexEntries,
  indexExceptions,
  indexRules,
  pickEntry,
} from './resolve.ts'
import {
  type CodeRow,
  type ExceptionGroup,
  type ListedGroup,
  type OutcomeRow,
  type OwnCodes,
  parseCodes,
  type RuleRow,
  type Texts,
  type TextTables,
  toCodeEntry,
  toOwnEntries,
  toRuleEntry,
  toTexts,
} from './tables.ts'

/** Loads the tables. */
export interface CatalogSource {
  codes(): Promise<{
    readonly codes: readonly CodeRow[]
    readonly rules: readonly RuleRow[]
    readonly outcomes: readonly OutcomeRow[]
    readonly exceptions: readonly ExceptionGroup[]
    readonly words: Words
  }>
  /** The rows of products that have many, which are not among `codes`. Default: none. */
  readonly ownCodes?: ReadonlyMap<string, () => Promise<{ readonly own: OwnCodes }>>
  /** What judges a code by all lists, and the codes that are `ordinary` in one. Default: the shared list decides alone. */
  allLists?(): Promise<{
    readonly judgeByAllLists: typeof import('./by-all-lists.ts').judgeByAllLists
    readonly ordinary: string
  }>
  /** The texts of a service's entries; for `*`: of the shared entries, the rules, the outcomes, and codes unknown or ambiguous. */
  texts(service: string): Promise<TextTables | undefined>
  /** The function that describes a code by its name alone. */
  names(): Promise<Pick<typeof import('./describe-name.ts'), 'describeName' | 'suggestByName'>>
  /** The whole list of a product, beyond its entries and exceptions. Default: the rules decide about those codes. */
  listed?(service: string): Promise<readonly ListedGroup[] | undefined>
}

/** The tables, each loaded on first use. The functions reject when loading fails. */
export interface Catalog {
  /** The tables with which the codes of a product are found; without a product, those that are shared. */
  codes(service?: string): Promise<Codes>
  /** The tables with the entries of all products. */
  allCodes(): Promise<Codes>
  listed(service: string): Promise<ListedCodes | undefined>
  /** Judges a code by all lists that have it: see `judgeByAllLists`. */
  allLists(): Promise<((code: string, query: AnswerQuery, found: Finding) => Finding | undefined) | undefined>
  /** @param service the product that was asked for; default: the one whose list decided */
  texts(finding: Finding, code: string, service?: string): Promise<Texts>
}

/** The texts of a service. */
interface ServiceTexts {
  readonly entries: ReadonlyMap<CatalogEntry, Texts>
  /** Of codes without an entry. */
  readonly codes: ReadonlyMap<string, Texts>
}

/** Loads once. A failure is not cached, so the next call tries again. */
function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
}

/**
 * Like `lazily`, for each key separately. A key with nothing to load is not kept: keys come from the names of hosts, of
 * which there is no end.
 */
function lazilyBy<T>(load: (key: string) => Promise<T | undefined>): (key: string) => Promise<T | undefined> {
  const loads = new Map<string, Promise<T | undefined>>()
  const forget = (key: string) => loads.delete(key)
  return (key) => {
    const loading =
      loads.get(key) ??
      load(key).then(
        (value) => {
          if (value === undefined) forget(key)
          return value
        },
        (error: unknown) => {
          forget(key)
          throw error
        },
      )
    loads.set(key, loading)
    return loading
  }
}

/** Has the texts for a code that products describe differently. */
const ambiguousEntry: CatalogEntry = { ...unknownEntry }

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

/** Lists the entries that the texts of a service belong to, in the order of the texts. */
function listSubjects({ entries, rules, outcomes, own: table }: Codes, service: string): readonly CatalogEntry[] {
  const own = table?.entries ?? entries.filter((entry) => entry.service === service)
  if (service !== everyService) return own
  return [
    ...own,
    ...rules,
    ...outcomes.filter(({ prefix }) => prefix === '').map(({ entry }) => entry),
    unknownEntry,
    ambiguousEntry,
  ]
}

/** Reads the texts of subjects, the first of which are those of row `from`. Subjects without texts are left out. */
function indexTexts<T>(tables: TextTables, subjects: readonly T[], from = 0): Map<T, Texts> {
  const texts = new Map<T, Texts>()
  for (const [at, subject] of subjects.entries()) {
    const own = toTexts(tables, from + at)
    if (own) texts.set(subject, own)
  }
  return texts
}

async function loadTexts(source: CatalogSource, codes: Codes, service: string): Promise<ServiceTexts | undefined> {
  const tables = await source.texts(service)
  if (!tables) return undefined
  const subjects = listSubjects(codes, service)
  const entries = indexTexts(tables, subjects)
  const named = indexTexts(tables, tables.codes ? parseCodes(tables.codes) : [], subjects.length)
  if (service !== everyService) return { entries, codes: named }
  for (const { entry, prefix } of codes.outcomes) {
    const rule = codes.rules.find(({ code }) => code === prefix)
    const shared = rule && entries.get(rule)
    if (shared) entries.set(entry, shared)
  }
  return { entries, codes: named }
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
  const textsByService = lazilyBy(async (service) => loadTexts(source, await codes(service), service))
  const listed = lazilyBy(async (service) => {
    const groups = await source.listed?.(service)
    return groups && indexListed(groups)
  })

  const allLists = lazily(async () => {
    if (!source.allLists) return undefined
    const [tables, loaded] = await Promise.all([allCodes(), source.allLists()])
    const ordinary = new Set(parseCodes(loaded.ordinary))
    const lists = { codes: tables, ordinary, pickEntry, couldHaveRun, findBuiltIn }
    return (code: string, query: AnswerQuery, found: Finding) => loaded.judgeByAllLists(lists, code, query, found)
  })

  /** Texts for a listed code without any: its name in words, and the remedy for its class and disposition. */
  async function sharedTexts({ entry }: Finding, code: string, service?: string): Promise<Texts> {
    const { class: errorClass, retry } = entry
    const [{ prefixes, outcomes }, common, { describeName, suggestByName }] = await Promise.all([
      codes(),
      textsByService(everyService),
      source.names(),
    ])
    const shared = common?.entries.get(entryFor({ class: errorClass, retry }, findRule(prefixes, code), outcomes))
    // Where a repeat helps, that is what to tell.
    const byName = retry === 'never' ? suggestByName(code, service) : undefined
    const remedy = byName ?? (shared ?? common?.entries.get(unknownEntry))?.remedy
    return { meaning: describeName(code, errorClass, service), ...(remedy && { remedy }) }
  }

  /** The texts of an entry, or of the code as the product describes it, whichever is about the product. */
  async function describedTexts(entry: CatalogEntry, code: string, service?: string): Promise<Texts | undefined> {
    const ofService = service === undefined ? undefined : await textsByService(service)
    const own =
      ofService?.entries.get(entry) ?? (entry.moduleCode === undefined ? ofService?.codes.get(code) : undefined)
    return own ?? (await textsByService(everyService))?.entries.get(entry)
  }

  return {
    codes,
    allCodes,
    listed,
    allLists,
    async texts(finding, code, asked = finding.service) {
      const { entry, source: by, texted = entry, combineTexts } = finding
      const service = texted.service === undefined || texted.service === everyService ? asked : texted.service
      const described = await describedTexts(texted, code, service)
      const own = described ?? (by === 'listed' ? await sharedTexts(finding, code, service) : {})
      return combineTexts?.(own, (await textsByService(everyService))?.entries.get(ambiguousEntry) ?? {}) ?? own
    },
  }
}
