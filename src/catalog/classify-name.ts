import type { Disposition, ErrorClassName } from './entry.ts'
import { createPhraseMatcher } from './phrases.ts'
import { type PrefixGroup, prefixGroups } from './prefix-groups.ts'
import { type WordRule, wordRules } from './word-rules.ts'

/** What the words in a code's name say. */
export interface NameFinding {
  readonly class: ErrorClassName
  readonly retry: Disposition
}

/** What the prefix of the code says, where a rule knows it. */
export interface PrefixFinding extends NameFinding {
  readonly prefix: string
}

export type NameClassifier = (code: string, prefix?: PrefixFinding) => NameFinding | undefined

/** Characters that are read behind the prefix. No listed code has more than 100; of a hostile one the rest is ignored. */
const maxLength = 256

const groupByPrefix: ReadonlyMap<string, PrefixGroup> = new Map(
  (['caller', 'cause', 'vague', 'internal'] as const).flatMap((group) =>
    prefixGroups[group].map((prefix) => [prefix, group] as const),
  ),
)

/** A classifier over the given rules, of which the first that fits decides. */
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
 * What the words in the name of a code say of it, where they say more than its prefix. Pure, linear in the length of
 * the code, and safe for any string.
 *
 * @param prefix what the longest dotted prefix says
 * @returns undefined where no rule fits
 */
export const classifyName: NameClassifier = createNameClassifier(wordRules)
