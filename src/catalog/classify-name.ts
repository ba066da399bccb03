import type { Disposition, ErrorClassName } from './entry.ts'
import { createPhraseMatcher } from './phrases.ts'
import { type PrefixGroup, prefixGroups } from './prefix-groups.ts'
import { type WordRule, wordRules } from './word-rules.ts'

/** The class and disposition that the words in a code's name suggest. */
export interface NameFinding {
  readonly class: ErrorClassName
  readonly retry: Disposition
}

/** The class and disposition of the rule for a code's prefix. */
export interface PrefixFinding extends NameFinding {
  readonly prefix: string
}

export type NameClassifier = (code: string, prefix?: PrefixFinding) => NameFinding | undefined

/** At most this many characters after the prefix are read. Listed codes have up to 100; more can only be hostile. */
const maxLength = 256

const groupByPrefix: ReadonlyMap<string, PrefixGroup> = new Map(
  (['caller', 'cause', 'vague', 'internal'] as const).flatMap((group) =>
    prefixGroups[group].map((prefix) => [prefix, group] as const),
  ),
)

/** Creates a classifier from rules; the first rule that matches decides. */
export function createNameClassifier(rules: readonly WordRule[]): NameClassifier {
  const phrases = rules.flatMap(({ words }, rank) => words.map((phrase) => [phrase, rank] as const))
  const matcher = createPhraseMatcher(phrases, maxLength)
  return (code, prefix) => {
    const group = prefix ? groupByPrefix.get(prefix.prefix) : 'none'
    if (group === undefined) return undefined
    const from = prefix ? prefix.prefix.length : 0
    let best = rules.length
    matcher.forEachIn(code, from, code.length, (rank) => {
      if (rank < best && rules[rank]?.under.includes(group)) best = rank
    })
    const rule = rules[best]
    return (
      rule && {
        class: rule.class ?? prefix?.class ?? 'TencentCloudError',
        retry: rule.retry ?? prefix?.retry ?? 'never',
      }
    )
  }
}

/**
 * Classifies a code by the words in its name, when they say more than its prefix. Pure, linear in the length of the
 * code, and safe for any string.
 *
 * @param prefix the finding for the longest dotted prefix
 * @returns undefined when no rule matches
 */
export const classifyName: NameClassifier = createNameClassifier(wordRules)
