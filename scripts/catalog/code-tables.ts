import type { CodeRow, OutcomeRow, RuleRow } from '../../src/catalog/tables.ts'
import type { CheckedLists } from './checked-lists.ts'
import { moduleOf, table } from './module-text.ts'
import type { Outcome, Rules, ServiceEntry } from './read-products.ts'

const hintNames = ['maxAttempts', 'minDelayMs', 'timestampToleranceSeconds'] as const

/** The given fields, where present; undefined where none is. */
function pick<T extends object, K extends keyof T>(
  entry: T,
  fields: readonly K[],
): { readonly [N in K]?: T[N] } | undefined {
  const picked: { [N in K]?: T[N] } = {}
  for (const field of fields) if (entry[field] !== undefined) picked[field] = entry[field]
  return Object.keys(picked).length > 0 ? picked : undefined
}

function codeRow(entry: ServiceEntry): CodeRow {
  const { service, code = '', moduleCode = '' } = entry
  const row = [service, code, moduleCode, entry.class, entry.retry] as const
  const more = pick(entry, ['actions', ...hintNames])
  return more ? [...row, more] : row
}

function ruleRow(rule: Rules['rules'][number]): RuleRow {
  const hints = pick(rule, hintNames)
  return hints ? [rule.prefix, rule.class, rule.retry, hints] : [rule.prefix, rule.class, rule.retry]
}

const outcomeRow = (outcome: Outcome): OutcomeRow => [outcome.class, outcome.retry, outcome.textsOf ?? '']

/** `generated/codes.ts` */
export const codesModule = ({ entries, rules, outcomes }: CheckedLists): string =>
  moduleOf('CodeRow, OutcomeRow, RuleRow', [
    table('codes', 'CodeRow', entries.map(codeRow)),
    table('rules', 'RuleRow', rules.map(ruleRow)),
    table('outcomes', 'OutcomeRow', outcomes.map(outcomeRow)),
  ])
