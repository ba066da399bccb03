import type { CatalogEntry } from './entry.ts'

/** What is known of the failed call beside its public code. Codes are not global: the more is given, the better. */
export interface CodeQuery {
  /** The product's short name, in any case. */
  readonly service?: string | undefined
  /** Without it an entry for changing actions (Add, Modify, Delete) applies, and one for other actions does not. */
  readonly action?: string | undefined
  /** The number in parentheses at the front of a legacy message. */
  readonly moduleCode?: string | undefined
}

/** Entries by service, code and module code. */
export type EntryIndex = ReadonlyMap<string, readonly CatalogEntry[]>

/** Rules by prefix, and the length of the longest, beyond which no code need be read. */
export interface PrefixRules {
  readonly byPrefix: ReadonlyMap<string, CatalogEntry>
  readonly longest: number
}

/** The service of entries that hold for every product. */
export const everyService = '*'

// A zero byte stands in no code that is listed, so a hostile code cannot imitate another key.
const keyOf = (service: string, code = '', moduleCode = ''): string => `${service}\0${code}\0${moduleCode}`

export function indexEntries(entries: readonly CatalogEntry[]): EntryIndex {
  const index = new Map<string, CatalogEntry[]>()
  for (const entry of entries) {
    const key = keyOf(entry.service?.toLowerCase() ?? everyService, entry.code, entry.moduleCode)
    const bucket = index.get(key)
    if (bucket) bucket.push(entry)
    else index.set(key, [entry])
  }
  return index
}

export function indexRules(rules: readonly CatalogEntry[]): PrefixRules {
  const byPrefix = new Map(rules.map((rule) => [rule.code ?? '', rule]))
  return { byPrefix, longest: Math.max(0, ...[...byPrefix.keys()].map((prefix) => prefix.length)) }
}

/** Taken for an action that is not known: a call that changes something is the one to be careful with. */
const assumedAction = 'Modify'

const matchesAction = (patterns: readonly string[], action: string): boolean =>
  patterns.some((pattern) => (pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : action === pattern))

/**
 * The most specific entry for a code: the service's own before those of every service, with the module code before
 * without, limited to the action before unlimited, with the public code before entries for any code.
 */
export function findEntry(index: EntryIndex, code: string, query: CodeQuery): CatalogEntry | undefined {
  const action = query.action || assumedAction
  for (const service of [query.service?.toLowerCase() || everyService, everyService]) {
    for (const moduleCode of [query.moduleCode, undefined]) {
      const anyCode = index.get(keyOf(service, undefined, moduleCode)) ?? []
      const entries = [...(index.get(keyOf(service, code, moduleCode)) ?? []), ...anyCode]
      const found =
        entries.find(({ actions }) => actions && matchesAction(actions, action)) ??
        entries.find(({ actions }) => !actions)
      if (found) return found
    }
  }
  return undefined
}

/** The rule of the longest dotted prefix: `AuthFailure.SignatureExpire` before `AuthFailure`. */
export function findRule({ byPrefix, longest }: PrefixRules, code: string): CatalogEntry | undefined {
  const head = code.slice(0, longest + 1)
  let found = code.length <= longest ? byPrefix.get(code) : undefined
  for (let end = head.lastIndexOf('.'); !found && end > 0; end = head.lastIndexOf('.', end - 1)) {
    found = byPrefix.get(head.slice(0, end))
  }
  return found
}
