import {
  compare,
  type Outcome,
  type Rules,
  readEntries,
  readOutcomes,
  readRules,
  type ServiceEntry,
  toIdentity,
} from './read-products.ts'

/** The sources of the tables: sorted, without duplicates, and complete. */
export interface CheckedLists {
  readonly entries: readonly ServiceEntry[]
  readonly rules: Rules['rules']
  readonly outcomes: readonly Outcome[]
  readonly unknown: Rules['unknown']
  readonly ambiguous: Rules['ambiguous']
}

function assertOnce(keys: readonly string[], where: string): void {
  const seen = new Set<string>()
  for (const key of keys) {
    if (seen.has(key)) throw new Error(`${where}: listed twice: ${key.replaceAll('\0', ' ')}`)
    seen.add(key)
  }
}

/** @throws Error that names a duplicate, or a prefix without a rule */
export function readCheckedLists(): CheckedLists {
  const entries = readEntries()
  const { unknown, ambiguous, rules } = readRules()
  const outcomes = readOutcomes()
  const outcomeKey = (outcome: Outcome) => `${outcome.class}\0${outcome.retry}`

  assertOnce(
    entries.map((entry) => `${entry.service}\0${toIdentity(entry)}`),
    'catalog',
  )
  assertOnce(
    rules.map(({ prefix }) => prefix),
    'catalog/rules.json',
  )
  assertOnce(outcomes.map(outcomeKey), 'catalog/outcomes.json')
  for (const { textsOf } of outcomes) {
    if (textsOf !== undefined && !rules.some(({ prefix }) => prefix === textsOf)) {
      throw new Error(`catalog/outcomes.json: no rule has the prefix ${textsOf}`)
    }
  }
  return {
    entries,
    unknown,
    ambiguous,
    rules: [...rules].sort((a, b) => compare(a.prefix, b.prefix)),
    outcomes: [...outcomes].sort((a, b) => compare(outcomeKey(a), outcomeKey(b))),
  }
}
