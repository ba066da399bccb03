import {
  type CatalogEntry,
  type Disposition,
  type ErrorClassName,
  type ErrorKind,
  type Hints,
  kindByClass,
  type Text,
} from './entry.ts'
import { type Finding, findBuiltIn, notLoaded } from './find.ts'
import { type Catalog, createCatalog } from './load-tables.ts'
import { type CodeQuery, everyService, findEntry, indexEntries } from './resolve.ts'
import { builtInSource } from './sources.ts'
import type { Texts } from './tables.ts'

/** What a code means for the program. */
export interface Classification extends Hints {
  /** The product whose list decided; `*`: a list of every product, a rule, or nothing. */
  readonly service: string
  /** The public code that was asked for. */
  readonly code: string
  /** The module code, where it decided. */
  readonly moduleCode?: string
  /** The name of the exception that stands for it. */
  readonly class: ErrorClassName
  /** The `kind` of that exception. */
  readonly kind: ErrorKind
  /** What can be done about it: the disposition. */
  readonly retry: Disposition
  /**
   * `listed`: an entry for this code; `rule`: what its prefix or the words in its name say, or that nothing is known.
   * A listed code of which the rules say the same as its list counts as `rule`.
   */
  readonly source: 'listed' | 'rule'
  /** False where no documentation backs the disposition: it was guessed from words in the name, or is not known. */
  readonly documented: boolean
}

/** What a code means for the program and for people. */
export interface LookupResult extends Classification {
  /** What happened. Missing where an entry of the user's has none, and where the texts could not be loaded. */
  readonly meaning?: Text
  /** What to do. Missing in the same cases. */
  readonly remedy?: Text
}

export interface Lookup {
  /** Loads the table of codes on first use. Never rejects: while that cannot be loaded, listed codes count as unknown. */
  classify(code: string, query?: CodeQuery): Promise<Classification>
  /** As `classify`, and loads the texts too. Never rejects: without them `meaning` and `remedy` are missing. */
  lookup(code: string, query?: CodeQuery): Promise<LookupResult>
}

function toClassification(code: string, { entry, source, documented, service }: Finding): Classification {
  const { moduleCode, maxAttempts, minDelayMs, timestampToleranceSeconds } = entry
  return {
    service: entry.service?.toLowerCase() ?? service ?? everyService,
    code,
    ...(moduleCode !== undefined && { moduleCode }),
    class: entry.class,
    kind: kindByClass[entry.class],
    retry: entry.retry,
    source,
    documented,
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(minDelayMs !== undefined && { minDelayMs }),
    ...(timestampToleranceSeconds !== undefined && { timestampToleranceSeconds }),
  }
}

/** A look-up over a catalog and entries that outrank it. */
export function createLookupOver(catalog: Catalog, extra: readonly CatalogEntry[] = []): Lookup {
  const extraIndex = indexEntries(extra)

  async function find(code: string, query: CodeQuery): Promise<Finding> {
    const own = findEntry(extraIndex, code, query)
    if (own) return { entry: own, source: 'listed', documented: true }
    // A chunk that does not arrive must not replace the failure that is being explained.
    const codes = await catalog.codes().catch(() => undefined)
    if (!codes) return notLoaded
    const listed = await catalog.listed(query.service?.toLowerCase() ?? everyService).catch(() => undefined)
    return findBuiltIn(codes, code, query, listed)
  }

  async function textsFor(finding: Finding, code: string): Promise<Texts> {
    if (extra.includes(finding.entry)) return finding.entry
    return catalog.texts(finding, code).catch(() => ({}))
  }

  return {
    async classify(code, query = {}) {
      return toClassification(code, await find(code, query))
    },
    async lookup(code, query = {}) {
      const finding = await find(code, query)
      const { meaning, remedy } = await textsFor(finding, code)
      return { ...toClassification(code, finding), ...(meaning && { meaning }), ...(remedy && { remedy }) }
    },
  }
}

const builtIn = createCatalog(builtInSource)

/**
 * A look-up over the built-in catalog and further entries.
 *
 * @param extra entries that outrank every built-in one, the most specific of them first. They are taken as checked
 *   (see `checkEntries`).
 */
export const createLookup = (extra: readonly CatalogEntry[] = []): Lookup => createLookupOver(builtIn, extra)

/**
 * What a code means and what to do about it. The most specific entry decides: for the service, action, public code and
 * module code; for the service and both codes; for the service and the public code; the common list; then, for a named
 * code, the product's exceptions, the words in the name, the longest dotted prefix; else it is `unknown`. A numeric
 * code has neither words nor prefix.
 *
 * @param code the public code as a string: `'4420'`, `'RequestLimitExceeded'`
 * @example
 * const { meaning, remedy } = await lookup('4480', { service: 'kms', moduleCode: '10460' })
 */
export const lookup = (code: string, query: CodeQuery = {}): Promise<LookupResult> => createLookup().lookup(code, query)
