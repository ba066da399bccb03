import type { CodeRow, OutcomeRow, RuleRow } from '../../src/catalog/tables.ts'
import type { CheckedLists } from './checked-lists.ts'
import { formatModule, formatTable } from './module-text.ts'
import type { Outcome, Rules, ServiceEntry } from './read-products.ts'

const hintNames = ['maxAttempts', 'minDelayMs', 'timestampToleranceSeconds'] as const

/** Copies the given fields that are present; undefined if none is. */
function pick<T extends object, K extends keyof T>(
  entry: T,
  fields: readonly K[],
): { readonly [N in K]?: T[N] } | undefined {
  const picked: { [N in K]?: T[N] } = {}
  for (const field of fields) if (entry[field] !== undefined) picked[field] = entry[field]
  return Object.keys(picked).length > 0 ? picked : undefined
}

function toCodeRow(entry: ServiceEntry): CodeRow {
  const { service, code = '', moduleCode = '' } = entry
  const row = [service, code, moduleCode, entry.class, entry.retry] as const
  const more = pick(entry, ['actions', 'limitKind', ...hintNames])
  return more ? [...row, more] : row
}

function toRuleRow(rule: Rules['rules'][number]): RuleRow {
  const hints = pick(rule, hintNames)
  return hints ? [rule.prefix, rule.class, rule.retry, hints] : [rule.prefix, rule.class, rule.retry]
}

const toOutcomeRow = (outcome: Outcome): OutcomeRow => [outcome.class, outcome.retry, outcome.textsOf ?? '']

/** Formats `generated/codes.ts`. */
export const formatCodes = ({ entries, rules, outcomes }: CheckedLists): string =>
  formatModule('CodeRow, OutcomeRow, RuleRow', [
    formatTable('codes', 'CodeRow', entries.map(toCodeRow)),
    formatTable('rules', 'RuleRow', rules.map(toRuleRow)),
    formatTable('outcomes', 'OutcomeRow', outcomes.map(toOutcomeRow)),
  ])
