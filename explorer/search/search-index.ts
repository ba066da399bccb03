import { describeName } from '../../src/catalog/describe-name.ts'
import type { ErrorClassName } from '../../src/catalog/index.ts'
import type { Query } from '../app/route.ts'
import type { CodeRow, Codes } from '../data/rows.ts'

/** What was found, best first. */
export interface Found {
  readonly rows: readonly CodeRow[]
  /** The words that were looked for, in lower case. */
  readonly words: readonly string[]
}

/** How well a word fits, by where it stands; whole numbers, of which a row's are added up over the words. */
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
  /** Besides, for words that follow each other in the code: `request limit`. */
  runTogetherStart: 60,
  runTogether: 30,
} as const

/** Everything that one word can be found in, in lower case. */
interface Haystack {
  readonly code: string
  readonly wireText: string
  readonly kind: string
}

/** What decides among rows that fit equally well: described by hand first, then common to all. */
const bonusOf = ({ origin, product }: CodeRow): number => (origin === 2 ? 0 : 3) + (product.service === '*' ? 2 : 0)

const maxWords = 8

const kindTexts = new Map<ErrorClassName, string>()

/** The class, its kind, and what it says of a failure in both languages. */
function kindText({ class: errorClass, kind }: CodeRow): string {
  let text = kindTexts.get(errorClass)
  if (text === undefined) {
    const { en, zh } = describeName('', errorClass)
    text = `${errorClass} ${kind} ${en} ${zh}`.toLowerCase()
    kindTexts.set(errorClass, text)
  }
  return text
}

/** The words of a search: blanks, slashes and parentheses part them, as in `cmq/4400` and `(10250)`. */
export const wordsOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .toLowerCase()
      .split(/[\s/()（）]+/)
      .filter((word) => word !== '')
      .slice(0, maxWords),
  ),
]

/** Searches all codes; prepared once, so that a search takes a few milliseconds. */
export class SearchIndex {
  readonly #codes: Codes
  readonly #haystacks: readonly Haystack[]
  readonly #texts: readonly string[]
  readonly #products: readonly { readonly service: string; readonly title: string }[]
  readonly #productAt: readonly number[]

  constructor(codes: Codes) {
    this.#codes = codes
    this.#haystacks = codes.rows.map((row) => ({
      code: row.code.toLowerCase(),
      wireText: row.more.wireText?.toLowerCase() ?? '',
      kind: kindText(row),
    }))
    this.#texts = codes.texts.map((texts) => texts.join('\n').toLowerCase())
    this.#products = codes.products.map(({ service, title }) => ({
      service,
      title: title ? `${title.en} ${title.zh}`.toLowerCase() : '',
    }))
    const at = new Map(codes.products.map((product, index) => [product, index]))
    this.#productAt = codes.rows.map(({ product }) => at.get(product) ?? 0)
  }

  /** All rows that have every word and pass the filters. Without words in the catalog's order. */
  search(query: Query): Found {
    const words = wordsOf(query.text)
    const totals = this.#codes.rows.map((row) => (passes(row, query) ? bonusOf(row) : -1))
    for (const word of words) this.#score(word, totals)
    if (words.length > 1) this.#scoreRunTogether(words.join(''), totals)
    return { rows: words.length > 0 ? this.#ranked(totals) : this.#inOrder(totals), words }
  }

  /** Adds a word's scores; a row that lacks the word is out (-1). */
  #score(word: string, totals: number[]): void {
    const inTexts = this.#texts.map((text) => text.includes(word))
    const products = this.#products.map(({ service, title }) => {
      if (service === word) return scores.service
      return service.includes(word) || title.includes(word) ? scores.inProduct : 0
    })
    const segment = `.${word}`
    const { rows } = this.#codes
    for (let at = 0; at < rows.length; at++) {
      const total = totals[at]
      const row = rows[at]
      const haystack = this.#haystacks[at]
      if (total === undefined || total < 0 || !row || !haystack) continue
      const best = Math.max(
        scoreOfCode(haystack.code, word, segment),
        scoreOfModuleCode(row.moduleCode, word),
        products[this.#productAt[at] ?? 0] ?? 0,
        haystack.wireText.includes(word) ? scores.inWireText : 0,
        haystack.kind.includes(word) ? scores.inClass : 0,
        inTexts[row.text] ? scores.inTexts : 0,
      )
      totals[at] = best > 0 ? total + best : -1
    }
  }

  #scoreRunTogether(joined: string, totals: number[]): void {
    this.#haystacks.forEach(({ code }, at) => {
      const total = totals[at] ?? -1
      if (total < 0 || !code.includes(joined)) return
      totals[at] = total + (code.startsWith(joined) ? scores.runTogetherStart : scores.runTogether)
    })
  }

  #inOrder(totals: readonly number[]): readonly CodeRow[] {
    return this.#codes.rows.filter((_, at) => (totals[at] ?? -1) >= 0)
  }

  /** Counting sort: thousands of rows share a few scores. */
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

function scoreOfCode(code: string, word: string, segment: string): number {
  if (code === word) return scores.code
  if (!code.includes(word)) return 0
  if (code.startsWith(word)) return scores.codeStart
  return code.includes(segment) ? scores.segmentStart : scores.inCode
}

function scoreOfModuleCode(moduleCode: string, word: string): number {
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
