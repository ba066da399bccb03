import type { Catalog, CatalogSource } from './catalog-source.ts'
import type { CatalogEntry } from './entry.ts'
import { entryFor } from './find.ts'
import { type Codes, type Finding, unknownEntry } from './finding.ts'
import { lazilyBy } from './lazily.ts'
import { everyService, findRule } from './resolve.ts'
import { parseCodes, type Texts, type TextTables, toTexts } from './tables.ts'

/** The texts of a service. */
interface ServiceTexts {
  readonly entries: ReadonlyMap<CatalogEntry, Texts>
  /** Of codes without an entry. */
  readonly codes: ReadonlyMap<string, Texts>
}

/** Has the texts for a code that products describe differently. */
const ambiguousEntry: CatalogEntry = { ...unknownEntry }

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

/** Reads the texts of subjects; those of the first are in row `from`. Subjects without texts are left out. */
function indexTexts<T>(tables: TextTables, subjects: readonly T[], from = 0): Map<T, Texts> {
  const texts = new Map<T, Texts>()
  for (const [at, subject] of subjects.entries()) {
    const own = toTexts(tables, from + at)
    if (own) texts.set(subject, own)
  }
  return texts
}

async function loadTexts(
  source: Pick<CatalogSource, 'texts'>,
  codes: Codes,
  service: string,
): Promise<ServiceTexts | undefined> {
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

/** Creates what finds the texts of a code. It loads them product by product, when they are asked for. */
export function createTexts(
  source: Pick<CatalogSource, 'texts' | 'names'>,
  codes: (service?: string) => Promise<Codes>,
): Catalog['texts'] {
  const textsByService = lazilyBy(async (service) => loadTexts(source, await codes(service), service))

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

  return async (finding, code, asked = finding.service) => {
    const { entry, source: by, texted = entry, combineTexts } = finding
    const service = texted.service === undefined || texted.service === everyService ? asked : texted.service
    const described = await describedTexts(texted, code, service)
    const own = described ?? (by === 'listed' ? await sharedTexts(finding, code, service) : {})
    return combineTexts?.(own, (await textsByService(everyService))?.entries.get(ambiguousEntry) ?? {}) ?? own
  }
}
