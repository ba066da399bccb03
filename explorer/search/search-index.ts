import { SearchIndex as CodeSearch } from '../../src/catalog/search/search-index.ts'
import type { Query } from '../app/route.ts'
import { type CodeRow, type Codes, isByHand } from '../data/rows.ts'

/** The rows that were found, best first. */
export interface Found {
  readonly rows: readonly CodeRow[]
  /** The words of the search, in lower case. */
  readonly words: readonly string[]
}

/** Splits a search into words, at blanks, slashes and parentheses, as in `cmq/4400` and `(10250)`. */
export const splitWords = (text: string): readonly string[] => [
  ...new Set(
    text
      .toLowerCase()
      .split(/[\s/()（）]+/)
      .filter((word) => word !== ''),
  ),
]

/** Searches all codes, by the index and in the order of the command. Built once, so that each search takes a few milliseconds. */
export class SearchIndex {
  readonly #codes: Codes
  readonly #search: CodeSearch<CodeRow>
  readonly #texts: readonly string[]

  constructor(codes: Codes) {
    const { rows, texts } = codes
    this.#codes = codes
    this.#texts = texts.map((both) => both.join(' ').toLowerCase())
    this.#search = new CodeSearch(rows, (row) => ({
      service: row.product.service,
      title: row.product.service === '*' ? undefined : row.product.title,
      code: row.code,
      moduleCode: row.moduleCode === '' ? undefined : row.moduleCode,
      wireText: row.more.wireText,
      byHand: isByHand(row),
    }))
  }

  /** Finds the rows that fit the words and pass the filters. Without words, they are in the catalog's order. */
  search(query: Query): Found {
    const accepts = (row: CodeRow) => passes(row, query)
    const readTexts = ({ text }: CodeRow) => this.#texts[text] ?? ''
    const words = splitWords(query.text)
    const rows =
      words.length > 0 ? this.#search.search(query.text, { accepts, readTexts }) : this.#codes.rows.filter(accepts)
    return { rows, words }
  }
}

function passes(row: CodeRow, { service, class: errorClass, retry }: Query): boolean {
  return (
    (service === '' || row.product.service === service) &&
    (errorClass === '' || row.class === errorClass) &&
    (retry === '' || row.retry === retry)
  )
}
