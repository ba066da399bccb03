import type { Disposition, ErrorClassName, Hints, Text } from '../../src/catalog/index.ts'

// How the catalog travels in the page: positions in place of names, because there are many rows.

/** Where a code is known from: described by hand, listed by the official SDKs, or both. */
export const origins = { hand: 1, api3: 2, both: 3 } as const
export type Origin = (typeof origins)[keyof typeof origins]

/** What few rows have. */
export interface Rarities extends Hints {
  readonly actions?: readonly string[]
  readonly wireText?: string
  /** The disposition was judged from the name. */
  readonly guessed?: true
}

export type CodeTuple = readonly [
  code: string,
  moduleCode: string,
  /** In `CatalogData.classes`. */
  errorClass: number,
  /** In `dispositions`. */
  retry: number,
  /** In `CatalogData.texts`; -1: none. */
  text: number,
  origin: Origin,
  /** In `CatalogData.flags`. */
  flags: number,
  rarities?: Rarities,
]

/** An empty meaning is to be made of the code's name. */
export type TextTuple = readonly [meaningEn: string, remedyEn: string, meaningZh: string, remedyZh: string]

export interface ProductData {
  /** `*`: common to every product. */
  readonly service: string
  readonly title?: Text | undefined
  /** Of API 3.0, of which the codes are. */
  readonly versions?: readonly string[] | undefined
  readonly codes: readonly CodeTuple[]
}

export interface CatalogData {
  readonly classes: readonly ErrorClassName[]
  readonly retries: readonly Disposition[]
  /** What official comments mention, joined by `|`. */
  readonly flags: readonly string[]
  readonly texts: readonly TextTuple[]
  readonly products: readonly ProductData[]
}
