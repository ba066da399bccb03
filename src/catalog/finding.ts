import type { NameClassifier } from './classify-name.ts'
import type { CatalogEntry } from './entry.ts'
import type { AnswerQuery, EntryIndex, Exception, ExceptionIndex, PrefixRules } from './resolve.ts'
import type { Texts } from './tables.ts'

/** The tables, indexed for searching. */
export interface Codes {
  readonly entries: readonly CatalogEntry[]
  readonly rules: readonly CatalogEntry[]
  readonly index: EntryIndex
  readonly prefixes: PrefixRules
  readonly exceptions: ExceptionIndex
  readonly outcomes: readonly Outcome[]
  /** What judges codes by the words in their names, and heeds the words of the server. */
  readonly words: Words
  /** The entries of the product that was asked for, if they are in a table of their own and not among `entries`. */
  readonly own?: { readonly entries: readonly CatalogEntry[]; readonly index: EntryIndex } | undefined
}

/** What is judged by words. */
export interface Words {
  /** Judges a code by the words in its name. */
  readonly classifyName: NameClassifier
  /** Heeds what the server says beside the code. */
  readonly heedWords: (finding: Finding, query: AnswerQuery) => Finding
}

/** A class and disposition that an exception, a word rule or a product's list can give. */
export interface Outcome {
  readonly entry: CatalogEntry
  /** The prefix whose texts fit; empty: the outcome has texts of its own. */
  readonly prefix: string
}

/** The verdicts of a product's own list, by code. */
export type ListedCodes = ReadonlyMap<string, Exception>

export interface Finding {
  readonly entry: CatalogEntry
  readonly source: 'listed' | 'rule'
  readonly documented: boolean
  /** The product whose list decided, when the entry does not name it. */
  readonly service?: string | undefined
  /** Set if several lists decided together. */
  readonly together?: Together
  /** The entry whose texts fit, if it is not `entry` itself. */
  readonly texted?: CatalogEntry | undefined
  /** Makes the texts of those that fit, and of those for a code that products describe differently. */
  readonly combineTexts?: ((own: Texts, ambiguous: Texts) => Texts) | undefined
}

/** Whose lists decided, because it is not known which product answered. */
export interface Together {
  readonly products: readonly string[]
  /** Do all of these lists say the same, and the shared list and the rules as far as they count? */
  readonly agreed: boolean
}

export const unknownEntry: CatalogEntry = { class: 'TencentCloudError', retry: 'never' }
export const unknown: Finding = { entry: unknownEntry, source: 'rule', documented: false }
/** A copy of the entry, so that it does not get the text for unknown codes, which says that the code is in no list. */
export const notLoaded: Finding = { ...unknown, entry: { ...unknownEntry } }
