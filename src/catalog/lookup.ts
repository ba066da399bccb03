import { classifyName, type NameFinding } from './classify-name.ts'
import {
  type CatalogEntry,
  type Disposition,
  type ErrorClassName,
  type ErrorKind,
  type Hints,
  kindOf,
  type Text,
} from './entry.ts'
import {
  type CodeQuery,
  type EntryIndex,
  type ExceptionIndex,
  everyService,
  findEntry,
  findException,
  findRule,
  indexEntries,
  indexExceptions,
  indexRules,
  type PrefixRules,
} from './resolve.ts'
import {
  type CodeRow,
  type ExceptionGroup,
  entryOfCode,
  entryOfRule,
  type OutcomeRow,
  type RuleRow,
  type TextRow,
  type Texts,
  textsOf,
} from './tables.ts'

/** What a code means for the program. */
export interface Classification extends Hints {
  /** The product whose list decided; `*`: a list of every product, a rule, or nothing. */
  readonly service: string
  /** The public code that was asked for. */
  readonly code: string
  /** The module code, where it decided. */
  readonly moduleCode?: string
  readonly class: ErrorClassName
  readonly kind: ErrorKind
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

/** Where the tables come from. */
export interface CatalogSource {
  codes(): Promise<{
    readonly codes: readonly CodeRow[]
    readonly rules: readonly RuleRow[]
    readonly outcomes: readonly OutcomeRow[]
    readonly exceptions: readonly ExceptionGroup[]
  }>
  texts(): Promise<{ readonly english: readonly TextRow[]; readonly chinese: readonly TextRow[] }>
}

interface Codes {
  readonly entries: readonly CatalogEntry[]
  readonly rules: readonly CatalogEntry[]
  readonly index: EntryIndex
  readonly prefixes: PrefixRules
  readonly exceptions: ExceptionIndex
  readonly outcomes: readonly Outcome[]
}

/** What an exception or a word rule can say. */
interface Outcome {
  readonly entry: CatalogEntry
  /** The prefix whose texts fit. */
  readonly textsOf: string
}

interface Catalog {
  codes(): Promise<Codes>
  texts(): Promise<ReadonlyMap<CatalogEntry, Texts>>
}

interface Finding {
  readonly entry: CatalogEntry
  readonly source: Classification['source']
  readonly documented: boolean
  /** The product whose list decided, where the entry does not name it. */
  readonly service?: string | undefined
}

const unknownEntry: CatalogEntry = { class: 'TencentCloudError', retry: 'never' }
const unknown: Finding = { entry: unknownEntry, source: 'rule', documented: false }
// Apart from `unknown`, whose text says that nobody listed the code.
const notLoaded: Finding = { ...unknown, entry: { ...unknownEntry } }

/** Loads once; a failure is not kept, so that the next call tries again. */
function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
}

export function catalogFrom(source: CatalogSource): Catalog {
  const codes = lazily(async (): Promise<Codes> => {
    const tables = await source.codes()
    const entries = tables.codes.map(entryOfCode)
    const rules = tables.rules.map(entryOfRule)
    return {
      entries,
      rules,
      index: indexEntries(entries),
      prefixes: indexRules(rules),
      exceptions: indexExceptions(tables.exceptions),
      outcomes: tables.outcomes.map(([errorClass, retry, textsOf]) => ({
        entry: { class: errorClass, retry },
        textsOf,
      })),
    }
  })
  const texts = lazily(async () => {
    const [{ entries, rules, outcomes }, { english, chinese }] = await Promise.all([codes(), source.texts()])
    const texts = new Map<CatalogEntry, Texts>()
    const own = outcomes.filter(({ textsOf }) => textsOf === '').map(({ entry }) => entry)
    for (const [at, entry] of [...entries, ...rules, ...own, unknownEntry].entries()) {
      const [en, zh] = [english[at], chinese[at]]
      // Empty where only the name of the code is known.
      if (en?.[0] && zh?.[0]) texts.set(entry, textsOf(en, zh))
    }
    for (const { entry, textsOf: prefix } of outcomes) {
      const rule = rules.find(({ code }) => code === prefix)
      const shared = rule && texts.get(rule)
      if (shared) texts.set(entry, shared)
    }
    return texts
  })
  return { codes, texts }
}

/** The entry for what was found; that of the prefix where this says the same, because its texts are more exact. */
function entryFor(found: NameFinding, rule: CatalogEntry | undefined, outcomes: Codes['outcomes']): CatalogEntry {
  const { class: errorClass, retry } = found
  const isSame = (entry: CatalogEntry) => entry.class === errorClass && entry.retry === retry
  if (rule && isSame(rule)) return rule
  return outcomes.find(({ entry }) => isSame(entry))?.entry ?? { class: errorClass, retry }
}

/** The order: the code's own entry, its exception, the words in its name, its prefix. */
function findBuiltIn({ index, exceptions, prefixes, outcomes }: Codes, code: string, query: CodeQuery): Finding {
  const listed = findEntry(index, code, query)
  if (listed) return { entry: listed, source: 'listed', documented: true }
  const rule = findRule(prefixes, code)
  const exception = findException(exceptions, code, query)
  if (exception) {
    const entry = entryFor(exception, rule, outcomes)
    return { entry, source: 'listed', documented: exception.documented, service: query.service?.toLowerCase() }
  }
  const named = classifyName(code, rule && { prefix: rule.code ?? '', class: rule.class, retry: rule.retry })
  // Words that repeat what the prefix says are no guess.
  if (named) {
    return { entry: entryFor(named, rule, outcomes), source: 'rule', documented: named.retry === rule?.retry }
  }
  return rule ? { entry: rule, source: 'rule', documented: true } : unknown
}

function classificationOf(code: string, { entry, source, documented, service }: Finding): Classification {
  const { moduleCode, maxAttempts, minDelayMs, timestampToleranceSeconds } = entry
  return {
    service: entry.service?.toLowerCase() ?? service ?? everyService,
    code,
    ...(moduleCode !== undefined && { moduleCode }),
    class: entry.class,
    kind: kindOf[entry.class],
    retry: entry.retry,
    source,
    documented,
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(minDelayMs !== undefined && { minDelayMs }),
    ...(timestampToleranceSeconds !== undefined && { timestampToleranceSeconds }),
  }
}

export function lookupIn(catalog: Catalog, extra: readonly CatalogEntry[]): Lookup {
  const extraIndex = indexEntries(extra)

  async function find(code: string, query: CodeQuery): Promise<Finding> {
    const own = findEntry(extraIndex, code, query)
    if (own) return { entry: own, source: 'listed', documented: true }
    // A chunk that does not arrive must not replace the failure that is being explained.
    const codes = await catalog.codes().catch(() => undefined)
    return codes ? findBuiltIn(codes, code, query) : notLoaded
  }

  async function textsFor(entry: CatalogEntry): Promise<Texts> {
    if (extra.includes(entry)) return entry
    const texts = await catalog.texts().catch(() => undefined)
    return texts?.get(entry) ?? {}
  }

  return {
    async classify(code, query = {}) {
      return classificationOf(code, await find(code, query))
    },
    async lookup(code, query = {}) {
      const finding = await find(code, query)
      const { meaning, remedy } = await textsFor(finding.entry)
      return { ...classificationOf(code, finding), ...(meaning && { meaning }), ...(remedy && { remedy }) }
    },
  }
}

const builtIn = catalogFrom({
  codes: async () => {
    const [tables, { exceptions }] = await Promise.all([
      import('./generated/codes.ts'),
      import('./generated/exceptions.ts'),
    ])
    return { codes: tables.codes, rules: tables.rules, outcomes: tables.outcomes, exceptions }
  },
  texts: () => import('./generated/texts.ts'),
})

/**
 * A look-up over the built-in catalog and further entries.
 *
 * @param extra entries that outrank every built-in one, the most specific of them first. They are taken as checked
 *   (see `checkEntries`).
 */
export const createLookup = (extra: readonly CatalogEntry[] = []): Lookup => lookupIn(builtIn, extra)

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
