import { classifyName, type NameClassifier, type PrefixFinding } from '../../src/catalog/classify-name.ts'
import type { CatalogEntry } from '../../src/catalog/entry.ts'
import { rules } from '../../src/catalog/generated/codes.ts'
import { spellWords } from '../../src/catalog/phrases.ts'
import { findEntry, findRule, indexEntries, indexRules } from '../../src/catalog/resolve.ts'
import { toRuleEntry } from '../../src/catalog/tables.ts'
import { readEntries } from '../catalog/read-products.ts'
import type { Pair, Verdict } from './read.ts'

// Not from the generated table, which is generated later.
const entries = indexEntries(readEntries())
const prefixes = indexRules(rules.map(toRuleEntry))

/** Finds the hand-written entry for a code, which outranks every other verdict. */
export const findCuratedEntry = ({ service, code }: Pair): CatalogEntry | undefined =>
  findEntry(entries, code, { service })

/** Finds the verdict of the prefix rules. */
export function findPrefix(code: string): PrefixFinding | undefined {
  const rule = findRule(prefixes, code)
  return rule && { prefix: rule.code ?? '', class: rule.class, retry: rule.retry }
}

const unknown: Verdict = { class: 'TencentCloudError', retry: 'never' }

/** Judges a code by its name alone. `byWords`: whether words, not the prefix, decided about the disposition. */
export function judgeByName(code: string, classify: NameClassifier = classifyName): Verdict & { byWords: boolean } {
  const prefix = findPrefix(code)
  const words = classify(code, prefix)
  const { class: errorClass, retry } = words ?? prefix ?? unknown
  return { class: errorClass, retry, byWords: words !== undefined && words.retry !== prefix?.retry }
}

/** Splits a name into lower-case words, as the rules do. */
export function splitWords(name: string): readonly string[] {
  const spelled = new Uint8Array(2 * name.length + 1)
  const length = spellWords(name, 0, name.length, spelled)
  return String.fromCharCode(...spelled.subarray(0, length))
    .trim()
    .split(' ')
}
