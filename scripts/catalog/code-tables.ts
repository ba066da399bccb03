import type { CodeRow, OutcomeRow, OwnCodeRow, OwnCodes, RuleRow } from '../../src/catalog/tables.ts'
import type { CheckedLists } from './checked-lists.ts'
import { formatLoaders, formatModule, formatTable } from './module-text.ts'
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
  const more = pick(entry, ['actions', 'message', 'limitKind', ...hintNames])
  return more ? [...row, more] : row
}

/** Formats the table of a product with many entries. Verdicts are numbered, since few make up all rows. */
function formatOwnCodes(entries: readonly ServiceEntry[]): string {
  const verdicts = new Map<string, number>()
  const rows = entries.map((entry): OwnCodeRow => {
    const [, code, moduleCode, errorClass, retry, more] = toCodeRow(entry)
    const verdict = JSON.stringify([errorClass, retry])
    const number = verdicts.get(verdict) ?? verdicts.size
    verdicts.set(verdict, number)
    if (more) return [code, number, moduleCode, more]
    return moduleCode === '' ? [code, number] : [code, number, moduleCode]
  })
  const lines = rows.map((row) => `${JSON.stringify(row)},\n`).join('')
  const own: Record<keyof OwnCodes, string> = { verdicts: `[${[...verdicts.keys()].join()}]`, rows: `[\n${lines}]` }
  return formatModule(
    'OwnCodes',
    [`export const own: OwnCodes = {\nverdicts: ${own.verdicts},\nrows: ${own.rows},\n}\n`],
    '../../tables.ts',
  )
}

function toRuleRow(rule: Rules['rules'][number]): RuleRow {
  const hints = pick(rule, hintNames)
  return hints ? [rule.prefix, rule.class, rule.retry, hints] : [rule.prefix, rule.class, rule.retry]
}

const toOutcomeRow = (outcome: Outcome): OutcomeRow => [outcome.class, outcome.retry, outcome.textsOf ?? '']

/** A product with at least this many entries has a table of its own, which only its failures load. */
const manyEntries = 40

/** The entries of the shared table, then those of each product with a table of its own. */
interface DividedEntries {
  readonly shared: readonly ServiceEntry[]
  readonly own: ReadonlyMap<string, readonly ServiceEntry[]>
}

function divideEntries(entries: readonly ServiceEntry[]): DividedEntries {
  const byService = new Map<string, ServiceEntry[]>()
  for (const entry of entries) byService.set(entry.service, [...(byService.get(entry.service) ?? []), entry])
  const own = new Map([...byService].filter(([service, rows]) => service !== '*' && rows.length >= manyEntries))
  return { shared: entries.filter(({ service }) => !own.has(service)), own }
}

/** All entries in the order in which the tables give them. */
export function orderEntries(entries: readonly ServiceEntry[]): readonly ServiceEntry[] {
  const { shared, own } = divideEntries(entries)
  return [...shared, ...[...own.values()].flat()]
}

/** Creates `generated/codes.ts`, and the tables of the products that have many entries. */
export function createCodeModules({ entries, rules, outcomes }: CheckedLists): Readonly<Record<string, string>> {
  const { shared, own } = divideEntries(entries)
  return {
    'codes.ts': formatModule('CodeRow, OutcomeRow, RuleRow', [
      formatTable('codes', 'CodeRow', shared.map(toCodeRow)),
      formatTable('rules', 'RuleRow', rules.map(toRuleRow)),
      formatTable('outcomes', 'OutcomeRow', outcomes.map(toOutcomeRow)),
    ]),
    'entry-loaders.ts': formatModule('OwnCodes', [
      '/** The entries of each product that has many. */',
      formatLoaders(
        'entryLoaders',
        '{ readonly own: OwnCodes }',
        [...own.keys()].map((service) => [service, `./entries/${service}.ts`]),
      ),
    ]),
    ...Object.fromEntries([...own].map(([service, rows]) => [`entries/${service}.ts`, formatOwnCodes(rows)] as const)),
  }
}
