import type { NameFinding } from './classify-name.ts'
import type { CatalogEntry } from './entry.ts'
import { type Codes, type Finding, type ListedCodes, unknown } from './finding.ts'
import { type AnswerQuery, type CodeQuery, findEntry, findException, findRule } from './resolve.ts'

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

/** What the rules say: words in the name, else the longest prefix. */
function findByRules({ prefixes, outcomes, words }: Codes, code: string): Finding | undefined {
  const rule = findRule(prefixes, code)
  const named = words.classifyName(code, rule && { prefix: rule.code ?? '', class: rule.class, retry: rule.retry })
  // Words that agree with the prefix do not count as a guess.
  if (named) {
    return { entry: entryFor(named, rule, outcomes), source: 'rule', documented: named.retry === rule?.retry }
  }
  return rule && { entry: rule, source: 'rule', documented: true }
}

/** What the list of the product says of a code that has no entry. */
function findInProduct(codes: Codes, code: string, query: CodeQuery, listed?: ListedCodes): Finding | undefined {
  const inList = listed?.get(code)
  const verdict = inList ?? findException(codes.exceptions, code, query)
  if (!verdict) return undefined
  const entry = inList
    ? { class: inList.class, retry: inList.retry }
    : entryFor(verdict, findRule(codes.prefixes, code), codes.outcomes)
  return { entry, source: 'listed', documented: verdict.documented, service: query.service?.toLowerCase() }
}

/**
 * Looks in this order: the code's own entry, the product's list if given, its exceptions, words in the name, prefix.
 * Without a product, the shared list takes the place of its entries.
 */
export function findBuiltIn(codes: Codes, code: string, query: CodeQuery, listed?: ListedCodes): Finding {
  const own = (codes.own && findEntry(codes.own.index, code, query)) ?? findEntry(codes.index, code, query)
  if (own) return { entry: own, source: 'listed', documented: true }
  return findInProduct(codes, code, query, listed) ?? findByRules(codes, code) ?? unknown
}

/** Do many products use this format of answers? */
const isShared = (dialect = 'api3'): boolean => dialect === 'api3' || dialect === 'legacy'

/**
 * Are all lists to be asked that have the code? If the product is not known, unless the shared list has the very code and
 * module code, or the format of the answer shows the product; if it is, only about a pair of codes that is in no
 * list.
 */
export const concernsAllLists = (found: Finding, { service, moduleCode, dialect }: AnswerQuery): boolean =>
  service
    ? found === unknown && moduleCode !== undefined
    : found.source === 'rule' || found.entry.moduleCode !== moduleCode || !isShared(dialect)
