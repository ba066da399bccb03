import type { CatalogEntry } from './entry.ts'
import type { EntryIndex, Exception, ExceptionIndex, PrefixRules } from './resolve.ts'
import type { Texts } from './tables.ts'

/** The tables, indexed for searching. */
export interface Codes {
  readonly entries: readonly CatalogEntry[]
  readonly rules: readonly CatalogEntry[]
  readonly index: EntryIndex
  readonly prefixes: PrefixRules
  readonly exceptions: ExceptionIndex
  readonly outcomes: readonly Outcome[]
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
