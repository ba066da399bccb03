import { type Disposition, type ErrorClassName, type ErrorKind, kindByClass, type Text } from '../entry.ts'
import { splitName } from '../split-name.ts'
import type { Texts } from '../tables.ts'
import { fullCatalog } from './lookup.ts'
import { nearestCodes } from './nearest.ts'
import { codeIndex, type IndexedCode } from './rows.ts'

/** A code that the search found. */
export interface SearchResult {
  /** `*`: every product. */
  readonly service: string
  /** Missing when only the module code matters. */
  readonly code?: string
  /** The number in parentheses at the start of a legacy message, when the meaning depends on it. */
  readonly moduleCode?: string
  /** The actions that the entry is limited to; `Describe*` matches every action that begins so. */
  readonly actions?: readonly string[]
  /** The name of the error class. */
  readonly class: ErrorClassName
  /** The `kind` of that error class. */
  readonly kind: ErrorKind
  /** What can be done about it: the disposition. */
  readonly retry: Disposition
  /** The text that the service sends, if documented. */
  readonly wireText?: string
  /** What happened; missing when only the name is known. */
  readonly meaning?: Text
  /** What to do about it; missing in the same cases. */
  readonly remedy?: Text
}

/** Options of {@link search}. */
export interface SearchOptions {
  /**
   * The greatest number of results.
   *
   * @default 20
   */
  readonly limit?: number
}

/** At most this many characters of a search are read; no code is longer than 120. */
const maxLength = 256

/** The search text and its words, in lower case. */
interface Wanted {
  readonly whole: string
  readonly words: readonly string[]
}

const ranks = ['exact', 'product', 'prefix', 'word', 'text'] as const
type Rank = (typeof ranks)[number]

function parseSearch(text: string): Wanted {
  const whole = text.slice(0, maxLength).trim().toLowerCase()
  return { whole, words: whole.split(/[\s.,;:!?()（）。，]+/).filter((word) => word !== '') }
}

/** The code, the module code, and the usual ways to write both. */
const listNames = ({ code, entry }: IndexedCode): readonly string[] => {
  const moduleCode = entry?.moduleCode
  return (moduleCode === undefined ? [code] : [code, moduleCode, `${code}/${moduleCode}`, `${code} ${moduleCode}`])
    .filter((name) => name !== '')
    .map((name) => name.toLowerCase())
}

const listWords = ({ service, code, wireText = '' }: IndexedCode): readonly string[] => [
  service,
  ...splitName(code).map((word) => word.toLowerCase()),
  ...wireText.toLowerCase().split(/[^\p{L}\p{N}]+/u),
]

/** Whether the row contains all wanted words, each as a word or as the beginning of one. */
function hasWords(row: IndexedCode, wanted: Wanted): boolean {
  // A substring test first: it excludes most rows at a tenth of the cost.
  const letters = `${row.service} ${row.code} ${row.wireText ?? ''}`.toLowerCase()
  if (!wanted.words.every((word) => letters.includes(word))) return false
  const words = listWords(row)
  return wanted.words.every((word) => words.some((own) => own.startsWith(word)))
}

function findRank(row: IndexedCode, wanted: Wanted): Rank | undefined {
  const names = listNames(row)
  if (names.includes(wanted.whole)) return 'exact'
  if (row.service === wanted.whole) return 'product'
  if (names.some((name) => name.startsWith(wanted.whole) || name.includes(`.${wanted.whole}`))) return 'prefix'
  return hasWords(row, wanted) ? 'word' : undefined
}

const mentions = ({ meaning, remedy }: Texts, { words }: Wanted): boolean => {
  const texts = [meaning?.en, meaning?.zh, remedy?.en, remedy?.zh].join(' ').toLowerCase()
  return words.every((word) => texts.includes(word))
}

const readTexts = ({ code, entry }: IndexedCode): Promise<Texts> =>
  entry ? fullCatalog.texts({ entry, source: 'listed', documented: true }, code) : Promise.resolve({})

async function toResult(row: IndexedCode): Promise<SearchResult | undefined> {
  const { service, code, wireText } = row
  const listed = row.entry ? undefined : (await fullCatalog.listed(service))?.get(code)
  const entry = row.entry ?? (listed && { class: listed.class, retry: listed.retry })
  if (!entry) return undefined
  const { meaning, remedy } = await fullCatalog.texts({ entry, source: 'listed', documented: true, service }, code)
  const { moduleCode, actions } = row.entry ?? {}
  return {
    service,
    ...(code !== '' && { code }),
    ...(moduleCode !== undefined && { moduleCode }),
    ...(actions && { actions }),
    class: entry.class,
    kind: kindByClass[entry.class],
    retry: entry.retry,
    ...(wireText !== undefined && { wireText }),
    ...(meaning && { meaning }),
    ...(remedy && { remedy }),
  }
}

/** The part after the prefix; the whole code when there is no prefix. */
const withoutPrefix = (code: string): string => code.slice(code.indexOf('.') + 1)

/**
 * Finds codes that are spelt similarly, as a whole or after the prefix, the nearest first. Numbers have no similar
 * ones: a similar number is a different code.
 */
function misspelt(rows: readonly IndexedCode[], { whole }: Wanted, limit: number): readonly IndexedCode[] {
  if (/^-?\d+$/.test(whole)) return []
  const names = new Set(rows.flatMap(({ code }) => [code, withoutPrefix(code)]))
  names.delete('')
  return nearestCodes(whole, names, limit).flatMap((name) =>
    rows.filter(({ code }) => code === name || withoutPrefix(code) === name).sort(compare),
  )
}

/** Orders shared lists first, then codes described by hand, then by length, then by name. */
function compare(a: IndexedCode, b: IndexedCode): number {
  const shared = Number(b.service === '*') - Number(a.service === '*')
  const byHand = Number(b.entry !== undefined) - Number(a.entry !== undefined)
  return shared || byHand || a.code.length - b.code.length || (a.code + a.service < b.code + b.service ? -1 : 1)
}

function checkLimit(limit: unknown): asserts limit is number {
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1) {
    throw new TypeError('axios-tencentcloud: option `limit` must be a positive integer')
  }
}

/**
 * Searches codes, module codes, the texts that services send, the words of names, and the texts in both languages,
 * ignoring case. Results come in this order: exact codes, the codes of a product with that short name, codes that begin
 * with the text, matching words, matching texts; if there are none, names with a similar spelling. A product may be one
 * of the words: `cmq message`. Loads an index of all codes (about 85 kB zipped) on first use, the texts only when the
 * codes give fewer than `limit` results, and the lists of the products in the results.
 *
 * @param text only the first 256 characters are read
 * @throws TypeError for a `limit` that is not a positive integer; the import's error when the index cannot be loaded
 * @example
 * ```ts
 * import { search } from 'axios-tencentcloud/catalog'
 *
 * const [first] = await search('disk not attached')
 * ```
 */
export async function search(text: string, options: SearchOptions = {}): Promise<readonly SearchResult[]> {
  const { limit = 20 } = options
  checkLimit(limit)
  const wanted = parseSearch(text)
  if (wanted.words.length === 0) return []
  const { rows } = await codeIndex()
  const found: Record<Rank, IndexedCode[]> = { exact: [], product: [], prefix: [], word: [], text: [] }
  for (const row of rows) {
    const rank = findRank(row, wanted)
    if (rank) found[rank].push(row)
  }
  const known = new Set(ranks.flatMap((rank) => found[rank]))
  if (known.size < limit) {
    for (const row of rows) {
      if (row.entry && !known.has(row) && mentions(await readTexts(row), wanted)) found.text.push(row)
    }
  }
  const best = ranks.flatMap((rank) => found[rank].sort(compare))
  const shown = best.length > 0 ? best : misspelt(rows, wanted, limit)
  const results = await Promise.all([...new Set(shown)].slice(0, limit).map(toResult))
  return results.filter((result) => result !== undefined)
}
