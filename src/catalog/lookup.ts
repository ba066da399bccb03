import type { Catalog } from './catalog-source.ts'
import {
  type CatalogEntry,
  type Disposition,
  type ErrorClassName,
  type ErrorKind,
  type Hints,
  kindByClass,
  type Text,
  type ThrottledBy,
} from './entry.ts'
import { concernsAllLists, findBuiltIn } from './find.ts'
import { type Finding, notLoaded } from './finding.ts'
import { createCatalog } from './load-tables.ts'
import { type AnswerQuery, type CodeQuery, everyService, findEntry, indexEntries } from './resolve.ts'
import { builtInSource } from './sources.ts'
import type { Texts } from './tables.ts'

/** The meaning of a code for the program. */
export interface Classification extends Hints {
  /** The product whose list decided; `*`: a shared list, a rule, or nothing. */
  readonly service: string
  /** The public code, as given. */
  readonly code: string
  /** The module code, when it decided. */
  readonly moduleCode?: string
  /** The name of the error class. */
  readonly class: ErrorClassName
  /** The `kind` of that error class. */
  readonly kind: ErrorKind
  /** What can be done about it: the disposition. */
  readonly retry: Disposition
  /**
   * `listed`: an entry for this code decided; `rule`: its prefix or the words in its name decided, or nothing is known.
   * A listed code for which the rules give the same verdict as the list counts as `rule`.
   */
  readonly source: 'listed' | 'rule'
  /** What a throttle counts, where the list says it. */
  readonly limitKind?: ThrottledBy
  /** False when no documentation backs the disposition: it was guessed from words in the name, or is not known. */
  readonly documented: boolean
  /**
   * The products whose lists decided together, because the product is not known. Missing when it is known, and when the
   * shared list or the rules decided alone.
   */
  readonly products?: readonly string[]
  /** Do all lists that decided together give the same class and disposition? Missing where `products` is. */
  readonly agreed?: boolean
}

/** The meaning of a code for the program and for people. */
export interface LookupResult extends Classification {
  /** What happened. Missing when a user's entry has none, or when the texts could not be loaded. */
  readonly meaning?: Text
  /** What to do. Missing in the same cases. */
  readonly remedy?: Text
}

export interface Lookup {
  /** Loads the table of codes on first use, and what judges a code by all lists at the first without a product. Never rejects: while loading fails, listed codes count as unknown. */
  classify(code: string, query?: AnswerQuery): Promise<Classification>
  /**
   * Like `classify`, with the texts. Never rejects: if the texts cannot be loaded, `meaning` and `remedy` are missing.
   */
  lookup(code: string, query?: AnswerQuery): Promise<LookupResult>
}

function toClassification(code: string, { entry, source, documented, service, together }: Finding): Classification {
  const { moduleCode, maxAttempts, minDelayMs, timestampToleranceSeconds, limitKind } = entry
  return {
    service: entry.service?.toLowerCase() ?? service ?? everyService,
    code,
    ...(moduleCode !== undefined && { moduleCode }),
    class: entry.class,
    kind: kindByClass[entry.class],
    retry: entry.retry,
    source,
    documented,
    ...together,
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(minDelayMs !== undefined && { minDelayMs }),
    ...(timestampToleranceSeconds !== undefined && { timestampToleranceSeconds }),
    ...(limitKind !== undefined && { limitKind }),
  }
}

/** Creates a lookup over a catalog, and over entries that outrank it. */
export function createLookupOver(catalog: Catalog, extra: readonly CatalogEntry[] = []): Lookup {
  const extraIndex = indexEntries(extra)

  async function find(code: string, query: AnswerQuery): Promise<Finding> {
    const own = findEntry(extraIndex, code, query)
    if (own) return { entry: own, source: 'listed', documented: true }
    // A chunk that fails to load must not hide the failure that is being explained.
    const service = query.service?.toLowerCase() || everyService
    const codes = await catalog.codes(service).catch(() => undefined)
    if (!codes) return notLoaded
    const listed = await catalog.listed(service).catch(() => undefined)
    const found = findBuiltIn(codes, code, query, listed)
    if (!concernsAllLists(found, query)) return codes.words.heedWords(found, query)
    const judge = await catalog.allLists().catch(() => undefined)
    return codes.words.heedWords(judge?.(code, query, found) ?? found, query)
  }

  async function textsFor(finding: Finding, code: string, { service }: AnswerQuery): Promise<Texts> {
    if (extra.includes(finding.entry)) return finding.entry
    return catalog.texts(finding, code, service?.toLowerCase() || undefined).catch(() => ({}))
  }

  return {
    async classify(code, query = {}) {
      return toClassification(code, await find(code, query))
    },
    async lookup(code, query = {}) {
      const finding = await find(code, query)
      const { meaning, remedy } = await textsFor(finding, code, query)
      return { ...toClassification(code, finding), ...(meaning && { meaning }), ...(remedy && { remedy }) }
    },
  }
}

const builtIn = createCatalog(builtInSource)

/**
 * Creates a lookup over the built-in catalog and further entries.
 *
 * @param extra entries that outrank every built-in one; among them the most specific decides. They must have passed
 *   `checkEntries`.
 */
export const createLookup = (extra: readonly CatalogEntry[] = []): Lookup => createLookupOver(builtIn, extra)

/**
 * Looks up what a code means and what to do about it. The most specific entry decides: for the service, action, public
 * code and module code; for the service and both codes; for the service and the public code; then the common list.
 * After these, for a named code: the product's exceptions, the words in the name, the longest dotted prefix. A numeric
 * code has neither words nor prefix. A code that nothing matches is `unknown`. Without a service, all lists that have the
 * code decide together: see `products`.
 *
 * @param code the public code as a string: `'4420'`, `'RequestLimitExceeded'`
 */
export const lookup = (code: string, query: CodeQuery = {}): Promise<LookupResult> => createLookup().lookup(code, query)
