import { type Disposition, type ErrorClassName, type ErrorKind, kindByClass, type Text } from '../entry.ts'
import type { SearchIndex } from '../search/search-index.ts'
import type { Texts } from '../tables.ts'
import { fullCatalog } from './lookup.ts'
import { products } from './products.ts'
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

const readTexts = ({ code, entry }: IndexedCode): Promise<Texts> =>
  entry ? fullCatalog.texts({ entry, source: 'listed', documented: true }, code) : Promise.resolve({})

export async function toResult(row: IndexedCode): Promise<SearchResult | undefined> {
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

/** The texts of a row in both languages, in lower case. */
async function readLetters(row: IndexedCode): Promise<string> {
  const { meaning, remedy } = await readTexts(row)
  return [meaning?.en, meaning?.zh, remedy?.en, remedy?.zh].join(' ').toLowerCase()
}

let loading: Promise<SearchIndex<IndexedCode>> | undefined

async function loadIndex(): Promise<SearchIndex<IndexedCode>> {
  const [{ SearchIndex }, { rows }, list] = await Promise.all([
    import('../search/search-index.ts'),
    codeIndex(),
    products(),
  ])
  const titles = new Map(list.map(({ service, title }) => [service, title]))
  return new SearchIndex(rows, ({ service, code, entry, wireText }) => ({
    service,
    title: titles.get(service),
    code,
    moduleCode: entry?.moduleCode,
    wireText,
    byHand: entry !== undefined,
  }))
}

/** A failure is not cached. */
function searchIndex(): Promise<SearchIndex<IndexedCode>> {
  loading ??= loadIndex().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

function checkLimit(limit: unknown): asserts limit is number {
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1) {
    throw new TypeError('axios-tencentcloud: option `limit` must be a positive integer')
  }
}

/**
 * Searches codes, module codes, the texts that services send, the words of names, and the texts in both languages,
 * ignoring case, in English and Chinese. Results come in this order: exact codes, the codes that the words stand for
 * (`throttling`, `签名过期`), the codes of a product with that short name, codes that begin with the text, matching words, words
 * that mean the same (`实例不存在`), matching texts; if there are none, names with a similar spelling. A product may be one of the
 * words: `cmq message`. Loads an index of all codes (about 85 kB zipped) on first use, the texts only when the
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
  const best = await findRows(text, (rows) => rows.length >= limit)
  const results = await Promise.all(best.slice(0, limit).map(toResult))
  return results.filter((result) => result !== undefined)
}

/**
 * Finds the rows that fit, the best first: by their names, and by their texts too where those are not enough.
 */
export async function findRows(
  text: string,
  areEnough: (rows: readonly IndexedCode[]) => boolean,
): Promise<readonly IndexedCode[]> {
  const index = await searchIndex()
  const byName = index.search(text)
  return areEnough(byName) ? byName : searchTexts(index, text)
}

async function searchTexts(index: SearchIndex<IndexedCode>, text: string): Promise<readonly IndexedCode[]> {
  const { rows } = await codeIndex()
  const described = rows.filter(({ entry }) => entry)
  const letters = await Promise.all(described.map(readLetters))
  const byRow = new Map(described.map((row, at) => [row, letters[at] ?? '']))
  return index.search(text, { readTexts: (row) => byRow.get(row) ?? '' })
}
