import type { Disposition, ErrorClassName, Hints, Text } from '../../catalog/entry.ts'

// The format of the catalog in the explorer's page. Rows are tuples, not objects, because there are many of them.

/** The source of a code: described by hand, listed by the official SDKs, or both. */
export const origins = { hand: 1, api3: 2, both: 3 } as const
export type Origin = (typeof origins)[keyof typeof origins]

/** Fields that only few rows have. */
export interface Rarities extends Hints {
  readonly actions?: readonly string[]
  /** What the server's message must contain. */
  readonly message?: string
  readonly wireText?: string
  /** The disposition was judged from the name. */
  readonly guessed?: true
}

export type CodeTuple = readonly [
  code: string,
  moduleCode: string,
  /** Index in `CatalogData.classes`. */
  errorClass: number,
  /** Index in `CatalogData.retries`. */
  retry: number,
  /** Index in `CatalogData.texts`; -1: none. */
  text: number,
  origin: Origin,
  /** Index in `CatalogData.flags`. */
  flags: number,
  rarities?: Rarities,
]

/** The texts of a code. An empty meaning is to be derived from the code's name; the remedy then holds if the name suggests none. */
export type TextTuple = readonly [meaningEn: string, remedyEn: string, meaningZh: string, remedyZh: string]

export interface ProductData {
  /** `*`: common to every product. */
  readonly service: string
  readonly title?: Text | undefined
  /** The API 3.0 versions that list the codes. */
  readonly versions?: readonly string[] | undefined
  readonly codes: readonly CodeTuple[]
}

export interface CatalogData {
  readonly classes: readonly ErrorClassName[]
  readonly retries: readonly Disposition[]
  /** The distinct flags: what official comments mention, joined by `|`. */
  readonly flags: readonly string[]
  readonly texts: readonly TextTuple[]
  readonly products: readonly ProductData[]
}
