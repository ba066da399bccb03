import { classifyName, type NameFinding } from './classify-name.ts'
import type { CatalogEntry } from './entry.ts'
import {
  type CodeQuery,
  type EntryIndex,
  type Exception,
  type ExceptionIndex,
  findEntry,
  findException,
  findRule,
  type PrefixRules,
} from './resolve.ts'

/** The tables, indexed for searching. */
export interface Codes {
  readonly entries: readonly CatalogEntry[]
  readonly rules: readonly CatalogEntry[]
  readonly index: EntryIndex
  readonly prefixes: PrefixRules
  readonly exceptions: ExceptionIndex
  readonly outcomes: readonly Outcome[]
}

/** A class and disposition that an exception, a word rule or a product's list can give. */
export interface Outcome {
  readonly entry: CatalogEntry
  /** The prefix whose texts fit; empty: the outcome has texts of its own. */
  readonly prefix: string
}

/** The verdicts of a product's own list, by code. */
export type ListedCodes = ReadonlyMap<string, Exception>

export interface Finding {
  readonly entry: CatalogEntry
  readonly source: 'listed' | 'rule'
  readonly documented: boolean
  /** The product whose list decided, when the entry does not name it. */
  readonly service?: string | undefined
}

export const unknownEntry: CatalogEntry = { class: 'TencentCloudError', retry: 'never' }
const unknown: Finding = { entry: unknownEntry, source: 'rule', documented: false }
/** A copy of the entry, so that it does not get the text for unknown codes, which says that the code is in no list. */
export const notLoaded: Finding = { ...unknown, entry: { ...unknownEntry } }

/** Picks the entry for a finding: the prefix's own when it says the same, because its texts are more exact. */
export function entryFor(
  { class: errorClass, retry }: NameFinding,
  rule: CatalogEntry | undefined,
  outcomes: Codes['outcomes'],
): CatalogEntry {
  const isSame = (entry: CatalogEntry) => entry.class === errorClass && entry.retry === retry
  if (rule && isSame(rule)) return rule
  return outcomes.find(({ entry }) => isSame(entry))?.entry ?? { class: errorClass, retry }
}

/**
 * Looks in this order: the code's own entry, the product's list if given, its exceptions, words in the name, prefix.
 */
export function findBuiltIn(
  { index, exceptions, prefixes, outcomes }: Codes,
  code: string,
  query: CodeQuery,
  listed?: ListedCodes,
): Finding {
  const own = findEntry(index, code, query)
  if (own) return { entry: own, source: 'listed', documented: true }
  const service = query.service?.toLowerCase()
  const inList = listed?.get(code)
  if (inList) {
    const entry = { class: inList.class, retry: inList.retry }
    return { entry, source: 'listed', documented: inList.documented, service }
  }
  const rule = findRule(prefixes, code)
  const exception = findException(exceptions, code, query)
  if (exception) {
    const entry = entryFor(exception, rule, outcomes)
    return { entry, source: 'listed', documented: exception.documented, service }
  }
  const named = classifyName(code, rule && { prefix: rule.code ?? '', class: rule.class, retry: rule.retry })
  // Words that agree with the prefix do not count as a guess.
  if (named) {
    return { entry: entryFor(named, rule, outcomes), source: 'rule', documented: named.retry === rule?.retry }
  }
  return rule ? { entry: rule, source: 'rule', documented: true } : unknown
}
