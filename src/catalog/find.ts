import { judgeByAllLists } from './by-all-lists.ts'
import { classifyName, type NameFinding } from './classify-name.ts'
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
function findByRules({ prefixes, outcomes }: Codes, code: string): Finding | undefined {
  const rule = findRule(prefixes, code)
  const named = classifyName(code, rule && { prefix: rule.code ?? '', class: rule.class, retry: rule.retry })
  // Words that agree with the prefix do not count as a guess.
  if (named) {
    return { entry: entryFor(named, rule, outcomes), source: 'rule', documented: named.retry === rule?.retry }
  }
  return rule && { entry: rule, source: 'rule', documented: true }
}

/** What the list of the product says of a code that has no entry. */
function findInProduct(codes: Codes, code: string, query: CodeQuery, listed?: ListedCodes): Finding | undefined {
  const inList = listed?.get(code)
  if (inList) {
    const entry = { class: inList.class, retry: inList.retry }
    return { entry, source: 'listed', documented: inList.documented, service: query.service?.toLowerCase() }
  }
  const exception = findException(codes.exceptions, code, query)
  if (!exception) return undefined
  const entry = entryFor(exception, findRule(codes.prefixes, code), codes.outcomes)
  return { entry, source: 'listed', documented: exception.documented, service: query.service?.toLowerCase() }
}

/**
 * Looks in this order: the code's own entry, the product's list if given, its exceptions, words in the name, prefix. If
 * the product is not known, all lists that have the code decide together; and if it is, but nothing is known of its pair
 * of codes, the lists that have the same pair.
 */
export function findBuiltIn(codes: Codes, code: string, query: AnswerQuery, listed?: ListedCodes): Finding {
  const byRules = findByRules(codes, code)
  const together = query.service ? undefined : judgeByAllLists(codes, code, query, byRules)
  if (together) return together
  const own = findEntry(codes.index, code, query)
  if (own) return { entry: own, source: 'listed', documented: true }
  const found = findInProduct(codes, code, query, listed) ?? byRules
  if (found) return found
  return (query.moduleCode !== undefined && judgeByAllLists(codes, code, query, undefined)) || unknown
}
