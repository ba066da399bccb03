import type { CatalogEntry, Disposition, ErrorClassName } from './entry.ts'
import { type ExceptionGroup, parseCodes } from './tables.ts'

/** What is known of the failed call besides its public code. Codes are not global: more fields give a better match. */
export interface CodeQuery {
  /**
   * The product's short name, in any letter case.
   *
   * @default undefined: all lists that have the code decide together, the most careful one where they differ
   */
  readonly service?: string | undefined
  /**
   * The action.
   *
   * @default an action that changes something: entries for Add, Modify or Delete apply, others do not
   */
  readonly action?: string | undefined
  /**
   * The number in parentheses at the start of a legacy message.
   *
   * @default undefined: the message has none
   */
  readonly moduleCode?: string | undefined
}

/** A question about an answer whose format is known. */
export interface AnswerQuery extends CodeQuery {
  /** The format of the answer: `legacy`. Some are those of one product alone. */
  readonly dialect?: string | undefined
}

/** Entries by code, then by service and module code: for a code without entries, one look-up is enough. */
export type EntryIndex = ReadonlyMap<string, ReadonlyMap<string, readonly CatalogEntry[]>>

/** Rules by prefix, and the length of the longest prefix, which bounds how much of a code is read. */
export interface PrefixRules {
  readonly byPrefix: ReadonlyMap<string, CatalogEntry>
  readonly longest: number
}

/** The service of entries that apply to every product. */
export const everyService = '*'

// Separated by a zero byte, which no listed code contains, so that a hostile code cannot imitate another key.
const toKey = (service: string, moduleCode = ''): string => `${service}\0${moduleCode}`

export function indexEntries(entries: readonly CatalogEntry[]): EntryIndex {
  const index = new Map<string, Map<string, CatalogEntry[]>>()
  for (const entry of entries) {
    const key = toKey(entry.service?.toLowerCase() ?? everyService, entry.moduleCode)
    const ofCode = index.get(entry.code ?? '') ?? new Map<string, CatalogEntry[]>()
    index.set(entry.code ?? '', ofCode.set(key, [...(ofCode.get(key) ?? []), entry]))
  }
  return index
}

/** The verdict for a listed code for which the rules give another one. */
export interface Exception {
  readonly class: ErrorClassName
  readonly retry: Disposition
  readonly documented: boolean
}

/** Exceptions by service, then by code. */
export type ExceptionIndex = ReadonlyMap<string, ReadonlyMap<string, Exception>>

export function indexExceptions(groups: readonly ExceptionGroup[]): ExceptionIndex {
  const index = new Map<string, Map<string, Exception>>()
  for (const [errorClass, retry, documented, products] of groups) {
    const exception = { class: errorClass, retry, documented }
    for (const [service, codes] of products) {
      const ofService = index.get(service) ?? new Map<string, Exception>()
      for (const code of parseCodes(codes)) ofService.set(code, exception)
      index.set(service, ofService)
    }
  }
  return index
}

export const findException = (index: ExceptionIndex, code: string, query: CodeQuery): Exception | undefined =>
  query.service ? index.get(query.service.toLowerCase())?.get(code) : undefined

export function indexRules(rules: readonly CatalogEntry[]): PrefixRules {
  const byPrefix = new Map(rules.map((rule) => [rule.code ?? '', rule]))
  return { byPrefix, longest: Math.max(0, ...[...byPrefix.keys()].map((prefix) => prefix.length)) }
}

/** Stands for an unknown action. It changes something, because those calls need more care. */
const assumedAction = 'Modify'

const matchesAction = (patterns: readonly string[], action: string): boolean =>
  patterns.some((pattern) => (pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : action === pattern))

/** Finds the entry that applies to an action: one that is limited to it before one that is not limited. */
export function pickByAction(entries: readonly CatalogEntry[], given: string | undefined): CatalogEntry | undefined {
  const action = given || assumedAction
  return (
    entries.find(({ actions }) => actions && matchesAction(actions, action)) ?? entries.find(({ actions }) => !actions)
  )
}

/**
 * Finds the most specific entry for a code. In this order: the service's own before shared ones, with the module code
 * before without it, limited to the action before unlimited, with the public code before entries for any code.
 */
export function findEntry(index: EntryIndex, code: string, query: CodeQuery): CatalogEntry | undefined {
  const [ofCode, ofAnyCode] = [index.get(code), index.get('')]
  if (!ofCode && !(ofAnyCode && query.moduleCode !== undefined)) return undefined
  for (const service of [query.service?.toLowerCase() || everyService, everyService]) {
    for (const moduleCode of [query.moduleCode, undefined]) {
      const key = toKey(service, moduleCode)
      const entries = [...(ofCode?.get(key) ?? []), ...(ofAnyCode?.get(key) ?? [])]
      const found = pickByAction(entries, query.action)
      if (found) return found
    }
  }
  return undefined
}

/** Finds the rule for the longest dotted prefix: `AuthFailure.SignatureExpire` before `AuthFailure`. */
export function findRule({ byPrefix, longest }: PrefixRules, code: string): CatalogEntry | undefined {
  let found = code.length <= longest ? byPrefix.get(code) : undefined
  for (let end = code.lastIndexOf('.', longest); !found && end > 0; end = code.lastIndexOf('.', end - 1)) {
    found = byPrefix.get(code.slice(0, end))
  }
  return found
}
