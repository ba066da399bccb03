import { describeName } from '../../src/catalog/describe-name.ts'
import type { ErrorClassName } from '../../src/catalog/index.ts'
import type { Query } from '../app/route.ts'
import type { CodeRow, Codes } from '../data/rows.ts'

/** The rows that were found, best first. */
export interface Found {
  readonly rows: readonly CodeRow[]
  /** The words of the search, in lower case. */
  readonly words: readonly string[]
}

/** Scores of a word by where it matches; the scores of all words are added up for each row. Integers. */
const scores = {
  code: 100,
  moduleCode: 90,
  service: 70,
  codeStart: 60,
  segmentStart: 40,
  moduleCodeStart: 30,
  inCode: 25,
  inWireText: 15,
  inProduct: 12,
  inClass: 10,
  inTexts: 5,
  /** Added when the words follow each other in the code (`request limit`); most when they are the whole code. */
  runTogetherWhole: 90,
  runTogetherStart: 60,
  runTogether: 30,
} as const

/** A searched field: its distinct texts in lower case, each searched only once. */
interface Column {
  readonly texts: readonly string[]
  /** Index in `texts`, for each row. */
  readonly places: Int32Array
  score(text: string, word: string): number
}

/** Decides between rows that match equally well: those described by hand win, then those common to all products. */
const toBonus = ({ origin, product }: CodeRow): number => (origin === 2 ? 0 : 3) + (product.service === '*' ? 2 : 0)

const maxWords = 8

const kindTexts = new Map<ErrorClassName, string>()

/** The class, its kind and its description in both languages. */
function kindText({ class: errorClass, kind }: CodeRow): string {
  let text = kindTexts.get(errorClass)
  if (text === undefined) {
    const { en, zh } = describeName('', errorClass)
    text = `${errorClass} ${kind} ${en} ${zh}`.toLowerCase()
    kindTexts.set(errorClass, text)
  }
  return text
}

/** Splits a search into words, at blanks, slashes and parentheses, as in `cmq/4400` and `(10250)`. */
export const splitWords = (text: string): readonly string[] => [
  ...new Set(
    text
      .toLowerCase()
      .split(/[\s/()（）]+/)
      .filter((word) => word !== '')
      .slice(0, maxWords),
  ),
]

function createColumn(rows: readonly CodeRow[], toText: (row: CodeRow) => string, score: Column['score']): Column {
  const placeByText = new Map<string, number>()
  const places = Int32Array.from(rows, (row) => {
    const text = toText(row)
    const place = placeByText.get(text) ?? placeByText.size
    placeByText.set(text, place)
    return place
  })
  return { texts: [...placeByText.keys()], places, score }
}

const ifContained = (score: number) => (text: string, word: string) => (text.includes(word) ? score : 0)

function createColumns({ rows, texts }: Codes): readonly Column[] {
  const lowerTexts = texts.map((both) => both.join('\n').toLowerCase())
  const productText = ({ product: { service, title } }: CodeRow) =>
    `${service}\n${title ? `${title.en} ${title.zh}` : ''}`.toLowerCase()
  return [
    createColumn(rows, (row) => row.moduleCode, scoreModuleCode),
    createColumn(rows, productText, scoreProduct),
    createColumn(rows, (row) => row.more.wireText?.toLowerCase() ?? '', ifContained(scores.inWireText)),
    createColumn(rows, kindText, ifContained(scores.inClass)),
    createColumn(rows, (row) => lowerTexts[row.text] ?? '', ifContained(scores.inTexts)),
  ]
}

/** Searches all codes. Built once, so that each search takes a few milliseconds. */
export class SearchIndex {
  readonly #codes: Codes
  readonly #names: Column
  readonly #columns: readonly Column[]

  constructor(codes: Codes) {
    this.#codes = codes
    this.#names = createColumn(codes.rows, (row) => row.code.toLowerCase(), scoreCode)
    this.#columns = [this.#names, ...createColumns(codes)]
  }

  /** Finds the rows that contain every word and pass the filters. Without words, they are in the catalog's order. */
  search(query: Query): Found {
    const words = splitWords(query.text)
    const totals = this.#codes.rows.map((row) => (passes(row, query) ? toBonus(row) : -1))
    for (const word of words) this.#score(word, totals)
    if (words.length > 1) this.#scoreRunTogether(words.join(''), totals)
    return { rows: words.length > 0 ? this.#ranked(totals) : this.#inOrder(totals), words }
  }

  /** Adds the best score of a word to each row; a row without the word is excluded (-1). */
  #score(word: string, totals: number[]): void {
    const scored = this.#columns.map(({ texts, places, score }) => ({
      places,
      scores: texts.map((text) => score(text, word)),
    }))
    for (let at = 0; at < totals.length; at++) {
      const total = totals[at] ?? -1
      if (total < 0) continue
      let best = 0
      for (const column of scored) best = Math.max(best, column.scores[column.places[at] ?? 0] ?? 0)
      totals[at] = best > 0 ? total + best : -1
    }
  }

  #scoreRunTogether(joined: string, totals: number[]): void {
    const scored = this.#names.texts.map((name) => scoreRunTogether(name, joined))
    this.#names.places.forEach((place, at) => {
      const total = totals[at] ?? -1
      if (total >= 0) totals[at] = total + (scored[place] ?? 0)
    })
  }

  #inOrder(totals: readonly number[]): readonly CodeRow[] {
    return this.#codes.rows.filter((_, at) => (totals[at] ?? -1) >= 0)
  }

  /** Counting sort, because thousands of rows share a few scores. */
  #ranked(totals: readonly number[]): readonly CodeRow[] {
    const byScore: CodeRow[][] = []
    this.#codes.rows.forEach((row, at) => {
      const total = totals[at] ?? -1
      if (total >= 0) {
        byScore[total] ??= []
        byScore[total].push(row)
      }
    })
    return byScore.reverse().flatMap((rows) => rows ?? [])
  }
}

function scoreCode(code: string, word: string): number {
  const at = code.indexOf(word)
  if (at < 0) return 0
  if (at === 0) return code.length === word.length ? scores.code : scores.codeStart
  return code.includes(`.${word}`) ? scores.segmentStart : scores.inCode
}

function scoreRunTogether(code: string, joined: string): number {
  if (code === joined) return scores.runTogetherWhole
  if (code.startsWith(joined)) return scores.runTogetherStart
  return code.includes(joined) ? scores.runTogether : 0
}

/** The first line of the text is the product's short name. */
function scoreProduct(text: string, word: string): number {
  if (text.startsWith(`${word}\n`)) return scores.service
  return text.includes(word) ? scores.inProduct : 0
}

function scoreModuleCode(moduleCode: string, word: string): number {
  if (moduleCode === '' || !moduleCode.startsWith(word)) return 0
  return moduleCode === word ? scores.moduleCode : scores.moduleCodeStart
}

function passes(row: CodeRow, { service, class: errorClass, retry }: Query): boolean {
  return (
    (service === '' || row.product.service === service) &&
    (errorClass === '' || row.class === errorClass) &&
    (retry === '' || row.retry === retry)
  )
}
