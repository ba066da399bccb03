import type { Text } from '../entry.ts'
import { editDistance, nearestCodes } from '../full/nearest.ts'
import { splitName } from '../split-name.ts'
import { parseSearch, type Term, type Wanted } from './parse-search.ts'
import { listConcepts } from './synonyms.ts'

/** A code of a product, as far as the search needs it. */
export interface SearchedCode {
  /** `*`: every product. */
  readonly service: string
  readonly title?: Text | undefined
  /** Empty: any public code with that module code. */
  readonly code: string
  readonly moduleCode?: string | undefined
  /** The text that the service sends, if documented. */
  readonly wireText?: string | undefined
  /** Described by hand, and so with texts of its own. */
  readonly byHand: boolean
}

/** How a code fits, the best first. */
const ranks = ['exact', 'meant', 'product', 'prefix', 'word', 'synonym', 'text'] as const
type Rank = (typeof ranks)[number]

/** What a search takes beside its text. */
export interface SearchHelp<Row> {
  /** The rows that count. Default: all. */
  readonly accepts?: ((row: Row) => boolean) | undefined
  /** The texts of a row that is described by hand, in lower case. Default: none, so that only names are searched. */
  readonly readTexts?: ((row: Row) => string) | undefined
}

interface Indexed<Row> {
  readonly row: Row
  readonly searched: SearchedCode
  /** The code, the module code, and the usual ways to write both, in lower case. */
  readonly names: readonly string[]
  /**
   * The code without dots and dashes, and its own part without the prefix, in lower case. A number says nothing, so the text
   * that the service sends stands for it.
   */
  readonly joined: string
  readonly joinedOwn: string
  readonly letters: string
}

/** The part after the prefix; the whole code when there is no prefix. */
const withoutPrefix = (code: string): string => code.slice(code.indexOf('.') + 1)

const join = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]+/g, '')

function toIndexed<Row>(row: Row, searched: SearchedCode): Indexed<Row> {
  const { service, code, moduleCode, wireText = '' } = searched
  const telling = /[A-Za-z]/.test(code) ? code : wireText
  const both = moduleCode === undefined ? [] : [moduleCode, `${code} ${moduleCode}`, `${service} ${code} ${moduleCode}`]
  return {
    row,
    searched,
    names: [code, ...(moduleCode === undefined ? [`${service} ${code}`] : both)]
      .filter((name) => name !== '')
      .map((name) => name.toLowerCase()),
    joined: join(telling),
    joinedOwn: join(withoutPrefix(telling)),
    letters: `${service} ${code} ${moduleCode ?? ''} ${wireText}`.toLowerCase(),
  }
}

const listWords = ({ service, code, moduleCode = '', wireText = '' }: SearchedCode): readonly string[] => [
  service,
  moduleCode,
  ...splitName(code).map((word) => word.toLowerCase()),
  ...wireText.toLowerCase().split(/[^\p{L}\p{N}]+/u),
]

/** Does the row contain the word, as a word or as the beginning of one? */
function hasWord<Row>({ letters, searched }: Indexed<Row>, word: string): boolean {
  // A substring test first: it excludes most rows at a tenth of the cost.
  return letters.includes(word) && listWords(searched).some((own) => own.startsWith(word))
}

function hasWords<Row>(indexed: Indexed<Row>, { words }: Wanted): boolean {
  return words.every((word) => indexed.letters.includes(word)) && words.every((word) => hasWord(indexed, word))
}

/** What of a name a term says: its fragments there, or none where the term is the product; undefined if it says nothing. */
function matchTerm<Row>(indexed: Indexed<Row>, { text, concept }: Term): readonly string[] | undefined {
  const { joined, searched } = indexed
  if (searched.service === text) return []
  const matching = concept?.fragments.filter((one) => joined.includes(one)) ?? []
  if (matching.length > 0) return matching
  if (searched.title?.zh.includes(text)) return []
  return concept === undefined && hasWord(indexed, text) ? [text] : undefined
}

interface Hit<Row> {
  readonly indexed: Indexed<Row>
  /** The part of the name that the search says, from 0 to 1. */
  readonly coverage: number
}

/** Searches codes. Built once, for many searches. */
export class SearchIndex<Row> {
  readonly #rows: readonly Indexed<Row>[]
  /** How many products have a code. */
  readonly #counts = new Map<string, number>()
  /** The words of all names, for those that are mistyped. */
  #vocabulary: readonly string[] | undefined

  constructor(rows: readonly Row[], toSearched: (row: Row) => SearchedCode) {
    this.#rows = rows.map((row) => toIndexed(row, toSearched(row)))
    for (const { searched } of this.#rows) this.#counts.set(searched.code, (this.#counts.get(searched.code) ?? 0) + 1)
  }

  /**
   * Finds the rows that fit, the best first: the code itself, the code that the words stand for, the codes of a product, those
   * that begin so, those that contain the words, words that mean the same, their texts; if there are none, names with a
   * similar spelling. Without words, nothing.
   */
  search(text: string, help: SearchHelp<Row> = {}): readonly Row[] {
    const wanted = parseSearch(text)
    if (wanted.words.length === 0) return []
    const found = this.#find(wanted, help)
    if (found.length > 0) return found
    const near = wanted.words.length === 1 ? this.#findMisspelt(wanted, help) : []
    if (near.length > 0) return near
    const corrected = this.#correct(wanted)
    const again = corrected === undefined ? [] : this.#find(parseSearch(corrected), help)
    return again.length > 0 || wanted.words.length === 1 ? again : this.#findMisspelt(wanted, help)
  }

  #find(wanted: Wanted, { accepts = () => true, readTexts }: SearchHelp<Row>): readonly Row[] {
    const found: Record<Rank, Hit<Row>[]> = {
      exact: [],
      meant: [],
      product: [],
      prefix: [],
      word: [],
      synonym: [],
      text: [],
    }
    const meant = this.#findMeant(wanted)
    for (const indexed of this.#rows) {
      if (!accepts(indexed.row)) continue
      const { rank, coverage = 0 } = this.#judge(indexed, wanted, meant, readTexts)
      if (rank) found[rank].push({ indexed, coverage })
    }
    found.meant.sort((a, b) => meant.indexOf(a.indexed) - meant.indexOf(b.indexed))
    for (const rank of ['exact', 'product', 'prefix'] as const)
      found[rank].sort((a, b) => compare(a.indexed, b.indexed))
    for (const rank of ['word', 'synonym', 'text'] as const) found[rank].sort((a, b) => this.#compareHits(a, b))
    return ranks.flatMap((rank) => found[rank].map(({ indexed }) => indexed.row))
  }

  #judge(
    indexed: Indexed<Row>,
    wanted: Wanted,
    meant: readonly Indexed<Row>[],
    readTexts: SearchHelp<Row>['readTexts'],
  ): { readonly rank?: Rank; readonly coverage?: number } {
    const { names, searched } = indexed
    const { whole, spaced, words, terms } = wanted
    if (names.includes(whole) || names.includes(spaced)) return { rank: 'exact' }
    if (meant.includes(indexed)) return { rank: 'meant' }
    if (searched.service === whole) return { rank: 'product' }
    if (names.some((name) => name.startsWith(whole) || name.includes(`.${whole}`))) return { rank: 'prefix' }
    if (hasWords(indexed, wanted)) return { rank: 'word', coverage: coverageOf(indexed, words) }
    const matches = terms.map((term) => matchTerm(indexed, term))
    if (matches.every((match) => match !== undefined)) {
      const coverage = coverageOf(indexed, matches.flat())
      // A word that is also one of names says less where only the product's name has it.
      const isByTitle = matches.some((match, at) => match.length === 0 && terms[at]?.concept !== undefined)
      return { rank: 'synonym', coverage: isByTitle ? coverage / 2 : coverage }
    }
    if (!readTexts || !searched.byHand) return {}
    const texts = readTexts(indexed.row)
    const mentions = words.every((word) => texts.includes(word)) || terms.every(({ text }) => texts.includes(text))
    return mentions ? { rank: 'text' } : {}
  }

  /** The rows of the codes that a search stands for, in their order: those of every product, if there are some. */
  #findMeant({ only }: Wanted): readonly Indexed<Row>[] {
    if (!only || only.codes.length === 0) return []
    const rows = this.#rows.filter(({ searched }) => only.codes.includes(searched.code))
    return only.codes.flatMap((code) => {
      const every = rows.filter(({ searched }) => searched.code === code)
      const plain = every.filter(({ searched }) => searched.moduleCode === undefined)
      const same = plain.length > 0 ? plain : every
      const shared = same.filter(({ searched }) => searched.service === '*')
      return shared.length > 0 ? shared : same.sort(compare)
    })
  }

  #compareHits(a: Hit<Row>, b: Hit<Row>): number {
    const shared = Number(b.indexed.searched.service === '*') - Number(a.indexed.searched.service === '*')
    const coverage = Math.round(20 * b.coverage) - Math.round(20 * a.coverage)
    const count = ({ indexed }: Hit<Row>) => this.#counts.get(indexed.searched.code) ?? 0
    return shared || coverage || count(b) - count(a) || compare(a.indexed, b.indexed)
  }

  /**
   * Finds codes that are spelt similarly, as a whole or after the prefix, the nearest first. Numbers have no similar ones: a
   * similar number is a different code.
   */
  #findMisspelt({ whole }: Wanted, { accepts = () => true }: SearchHelp<Row>): readonly Row[] {
    if (/^-?\d+$/.test(whole)) return []
    const names = new Set(this.#rows.flatMap(({ searched: { code } }) => [code, withoutPrefix(code)]))
    names.delete('')
    const near = nearestCodes(whole, names, 20).flatMap((name) =>
      this.#rows
        .filter(({ row, searched: { code } }) => (code === name || withoutPrefix(code) === name) && accepts(row))
        .sort(compare),
    )
    return [...new Set(near.map(({ row }) => row))]
  }

  /** Replaces each word that no name has by the nearest that one has; undefined if there is nothing to replace. */
  #correct({ words }: Wanted): string | undefined {
    this.#vocabulary ??= [
      ...new Set([
        ...[...this.#counts.keys()].flatMap((code) => splitName(code).map((word) => word.toLowerCase())),
        ...[...listConcepts().keys()].flatMap((phrase) => phrase.split(' ')),
      ]),
    ].filter((word) => word.length > 3)
    const vocabulary = this.#vocabulary
    const corrected = words.map((word) => nearestWord(word, vocabulary))
    return corrected.join(' ') === words.join(' ') ? undefined : corrected.join(' ')
  }
}

/** The part of the name's own part that some fragments make up, from 0 to 1. */
function coverageOf<Row>({ joinedOwn }: Indexed<Row>, fragments: readonly string[]): number {
  const covered = new Uint8Array(joinedOwn.length)
  for (const one of fragments) {
    if (one === '') continue
    for (let at = joinedOwn.indexOf(one); at >= 0; at = joinedOwn.indexOf(one, at + 1))
      covered.fill(1, at, at + one.length)
  }
  return joinedOwn === '' ? 0 : covered.reduce((sum, one) => sum + one, 0) / joinedOwn.length
}

/** Are two neighbouring letters the other way round, and all else the same? */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
}

/** A word of letters with a slip or two, its first letter being right; else the word itself. */
function nearestWord(word: string, vocabulary: readonly string[]): string {
  if (!/^[a-z]{5,40}$/.test(word) || vocabulary.some((one) => one.startsWith(word))) return word
  const most = word.length < 8 ? 1 : 2
  let [nearest, least] = [word, most + 1]
  for (const one of vocabulary) {
    if (one[0] !== word[0] || Math.abs(one.length - word.length) > most) continue
    const distance = isSwap(word, one) ? 0.5 : editDistance(word, one, most)
    if (distance < least) [nearest, least] = [one, distance]
  }
  return nearest
}

/** Orders shared lists first, then codes described by hand, then by length, then by name. */
function compare<Row>({ searched: a }: Indexed<Row>, { searched: b }: Indexed<Row>): number {
  const shared = Number(b.service === '*') - Number(a.service === '*')
  const byHand = Number(b.byHand) - Number(a.byHand)
  return shared || byHand || a.code.length - b.code.length || (a.code + a.service < b.code + b.service ? -1 : 1)
}
