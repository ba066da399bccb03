import { classifyName, type NameClassifier, type PrefixFinding } from '../../src/catalog/classify-name.ts'
import type { CatalogEntry } from '../../src/catalog/entry.ts'
import { rules } from '../../src/catalog/generated/codes.ts'
import { findEntry, findRule, indexEntries, indexRules } from '../../src/catalog/resolve.ts'
import { toRuleEntry } from '../../src/catalog/tables.ts'
import { readEntries } from '../catalog/read-products.ts'
import type { Pair, Verdict } from './read.ts'

// Not of the generated table, which is made after this.
const entries = indexEntries(readEntries())
const prefixes = indexRules(rules.map(toRuleEntry))

/** The entry of a list written by hand, which outranks all else. */
export const curatedEntry = ({ service, code }: Pair): CatalogEntry | undefined => findEntry(entries, code, { service })

/** What the prefix rules say. */
export function prefixOf(code: string): PrefixFinding | undefined {
  const rule = findRule(prefixes, code)
  return rule && { prefix: rule.code ?? '', class: rule.class, retry: rule.retry }
}

const unknown: Verdict = { class: 'TencentCloudError', retry: 'never' }

/** What is said of a code from its name alone, and whether words said it. */
export function verdictByName(code: string, classify: NameClassifier = classifyName): Verdict & { byWords: boolean } {
  const prefix = prefixOf(code)
  const words = classify(code, prefix)
  const { class: errorClass, retry } = words ?? prefix ?? unknown
  return { class: errorClass, retry, byWords: words !== undefined && words.retry !== prefix?.retry }
}
