import {
  type Disposition,
  type ErrorClassName,
  type ErrorKind,
  kindByClass,
  type Text,
} from '../../src/catalog/index.ts'
import {
  type CatalogData,
  type CodeTuple,
  type Origin,
  origins,
  type Rarities,
  type TextTuple,
} from '../../src/cli/explorer/format.ts'
import { names } from './names.ts'

/** A product of the page. */
export interface ProductInfo {
  /** `*`: common to every product. */
  readonly service: string
  readonly title: Text | undefined
  readonly versions: readonly string[]
  readonly count: number
}

/** A code of a product. */
export interface CodeRow {
  readonly product: ProductInfo
  /** Empty: any public code with that module code. */
  readonly code: string
  readonly moduleCode: string
  readonly class: ErrorClassName
  readonly kind: ErrorKind
  readonly retry: Disposition
  /** False when the disposition was judged from the name. */
  readonly documented: boolean
  readonly origin: Origin
  /** Undefined when only the name is known; see `findMeaning`. */
  readonly meaning: Text | undefined
  /** See `findRemedy`. */
  readonly remedy: Text | undefined
  /** Index in `Codes.texts`, for the search; -1: none. */
  readonly text: number
  /** What the official comment on the code mentions. */
  readonly flags: readonly string[]
  readonly more: Rarities
  /** Rows with the same public code and module code have the same number. */
  readonly pair: number
}

/** The whole catalog. */
export interface Codes {
  readonly products: readonly ProductInfo[]
  readonly rows: readonly CodeRow[]
  readonly texts: readonly TextTuple[]
  /** How many different codes there are: pairs of a public code and a module code. */
  readonly pairs: number
}

const toText = (en: string, zh: string): Text | undefined => (en === '' ? undefined : { en, zh })
const readMeaning = ([en, , zh]: TextTuple) => toText(en, zh)
const readRemedy = ([, en, , zh]: TextTuple) => toText(en, zh)

/** Is the code described by hand? */
export const isByHand = ({ origin }: CodeRow): boolean => origin !== origins.api3

const derivedMeanings = new WeakMap<CodeRow, Text>()

/** Reading a name takes a third of a millisecond, too long for a list of results at each keystroke. */
function deriveMeaning(row: CodeRow): Text {
  const known = derivedMeanings.get(row)
  if (known) return known
  const meaning = names().describeName(row.code, row.class, row.product.service)
  derivedMeanings.set(row, meaning)
  return meaning
}

/** The meaning that the library gives: the described one, else one derived from the code's name. */
export const findMeaning = (row: CodeRow): Text => row.meaning ?? deriveMeaning(row)

/** The remedy that the library gives. What the name suggests helps where a repeat does not. */
export const findRemedy = ({ meaning, remedy, code, retry, product }: CodeRow): Text | undefined =>
  (meaning || retry !== 'never' ? undefined : names().suggestByName(code, product.service)) ?? remedy

function toRow(data: CatalogData, product: ProductInfo, tuple: CodeTuple, pair: number): CodeRow {
  const [code, moduleCode, classAt, retryAt, text, origin, flagsAt, more = {}] = tuple
  const errorClass = data.classes[classAt] ?? 'TencentCloudError'
  const texts = data.texts[text]
  return {
    product,
    code,
    moduleCode,
    class: errorClass,
    kind: kindByClass[errorClass],
    retry: data.retries[retryAt] ?? 'never',
    documented: !more.guessed,
    origin,
    meaning: texts && readMeaning(texts),
    remedy: texts && readRemedy(texts),
    text,
    flags: (data.flags[flagsAt] ?? '').split('|').filter((flag) => flag !== '' && flag !== '?'),
    more,
    pair,
  }
}

/** Unpacks the catalog, in the order of the products. */
export function unpackRows(data: CatalogData): Codes {
  const products: ProductInfo[] = []
  const rows: CodeRow[] = []
  const pairs = new Map<string, number>()
  const numberPair = ([code, moduleCode]: CodeTuple): number => {
    const key = `${code} ${moduleCode}`
    const known = pairs.get(key)
    if (known !== undefined) return known
    pairs.set(key, pairs.size)
    return pairs.size - 1
  }
  for (const { service, title, versions = [], codes } of data.products) {
    const product = { service, title, versions, count: codes.length }
    products.push(product)
    for (const tuple of codes) rows.push(toRow(data, product, tuple, numberPair(tuple)))
  }
  return { products, rows, texts: data.texts, pairs: pairs.size }
}
