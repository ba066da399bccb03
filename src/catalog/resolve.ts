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
  /**
   * The server's message, which tells apart what some codes mean.
   *
   * @default undefined: entries that need a message do not apply
   */
  readonly message?: string | undefined
}

/** A question about an answer whose format is known. */
export interface AnswerQuery extends CodeQuery {
  /** The format of the answer: `legacy`. Some are those of one product alone. */
  readonly dialect?: string | undefined
  /** The name that is sent with a legacy code. */
  readonly codeDesc?: string | undefined
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

/** Ignores the letter case: a path may say `record.ddns`. */
function matchesAction(patterns: readonly string[], action: string): boolean {
  const wanted = action.toLowerCase()
  return patterns.some((written) => {
    const pattern = written.toLowerCase()
    return pattern.endsWith('*') ? wanted.startsWith(pattern.slice(0, -1)) : wanted === pattern
  })
}

/** At most this many characters of a server's message are read. */
const maxMessage = 1_000

/** Finds the entry that applies: one that is limited to the message, else to the action, else one that is not limited. */
export function pickEntry(
  entries: readonly CatalogEntry[],
  { action: given, message }: CodeQuery,
): CatalogEntry | undefined {
  if (entries.length === 0) return undefined
  const action = given || assumedAction
  const words = message?.slice(0, maxMessage).toLowerCase()
  const isSent = (wanted: string) => words?.includes(wanted.toLowerCase()) ?? false
  const fitting = entries.filter(
    (entry) => (!entry.actions || matchesAction(entry.actions, action)) && (!entry.message || isSent(entry.message)),
  )
  return fitting.find((entry) => entry.message) ?? fitting.find((entry) => entry.actions) ?? fitting[0]
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
      const found = pickEntry(entries, query)
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
