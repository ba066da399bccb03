import type { CatalogEntry, Disposition, ErrorClassName, Hints } from './entry.ts'

// The layout of the generated tables. Rows are tuples, not objects, because there are many of them.

/** The texts of an entry. */
export type Texts = Pick<CatalogEntry, 'meaning' | 'remedy'>

/** An entry; an empty string means "any". */
export type CodeRow = readonly [
  service: string,
  code: string,
  moduleCode: string,
  errorClass: ErrorClassName,
  retry: Disposition,
  more?: Hints & Pick<CatalogEntry, 'actions' | 'limitKind'> & { readonly message?: string },
]

/** An entry of a product that has many; `verdict` is a number of the table's `verdicts`. */
export type OwnCodeRow = readonly [code: string, verdict: number, moduleCode?: string, more?: CodeRow[5]]

/** The entries of a product that has many. */
export interface OwnCodes {
  readonly verdicts: readonly (readonly [errorClass: ErrorClassName, retry: Disposition])[]
  readonly rows: readonly OwnCodeRow[]
}

export type RuleRow = readonly [prefix: string, errorClass: ErrorClassName, retry: Disposition, hints?: Hints]

/**
 * Listed codes, by product, for which the rules give another verdict, or only guess the documented one. The codes are
 * separated by blanks; one that begins with a dot has the prefix of the code before it.
 */
export type ExceptionGroup = readonly [
  errorClass: ErrorClassName,
  retry: Disposition,
  /** False when the disposition was judged by hand, from the name. */
  documented: boolean,
  products: readonly (readonly [service: string, codes: string])[],
]

/** A verdict that a name or a product's list can give, and the prefix whose texts fit; empty: texts of its own. */
export type OutcomeRow = readonly [errorClass: ErrorClassName, retry: Disposition, prefix: string]

/** The remedy may be the number of a row before that has the same. */
export type TextRow = readonly [meaning: string, remedy: string | number]

/** The texts of a service: those of its entries, then those of `codes`, in the same order in both languages. */
export interface TextTables {
  /** Codes of API 3.0 that have texts but no entry, written like those of `ExceptionGroup`. */
  readonly codes?: string
  readonly english: readonly TextRow[]
  readonly chinese: readonly TextRow[]
}

/** Codes of one product's API 3.0 list, written like those of `CodeIndexRow`. */
export type ListedGroup = readonly [
  errorClass: ErrorClassName,
  retry: Disposition,
  /** False when the disposition was judged from the name alone. */
  documented: boolean,
  codes: string,
]

/** A product: its API 3.0 versions separated by blanks (empty if none), its number of codes, and its names if known. */
export type ProductRow =
  | readonly [service: string, versions: string, codes: number]
  | readonly [service: string, versions: string, codes: number, titleEn: string, titleZh: string]

/** The codes of one product, written like those of `ExceptionGroup`; letters from U+00C0 on stand for frequent words. */
export type CodeIndexRow = readonly [service: string, codes: string]

/**
 * The kind of a documented limit:
 * - `rate`, `bandwidth`: a number in each period
 * - `concurrency`: a number at once
 * - `quota`: a number in all
 * - `penalty`: more than that number in a period has consequences
 */
export type LimitKind = 'rate' | 'concurrency' | 'bandwidth' | 'quota' | 'penalty'

/** A documented limit. Its texts are numbers of rows of `limitTexts`. */
export type LimitRow = readonly [
  /** `*`: every product. */
  service: string,
  /** Separated by `|`; empty if the limit is the product's. */
  actions: string,
  kind: LimitKind,
  limit: number,
  /** 0: none. */
  periodSeconds: number,
  unit: number,
  scope: number,
  source: number,
  note?: number,
]

export type LimitTextRow = readonly [en: string, zh: string]

export function toCodeEntry([service, code, moduleCode, errorClass, retry, more]: CodeRow): CatalogEntry {
  return {
    service,
    ...(code !== '' && { code }),
    ...(moduleCode !== '' && { moduleCode }),
    class: errorClass,
    retry,
    ...more,
  }
}

export const toOwnEntries = (service: string, { verdicts, rows }: OwnCodes): readonly CatalogEntry[] =>
  rows.map(([code, verdict, moduleCode = '', more]) => {
    const [errorClass, retry] = verdicts[verdict] ?? ['TencentCloudError', 'never']
    const row = [service, code, moduleCode, errorClass, retry] as const
    return toCodeEntry(more ? [...row, more] : row)
  })

export function toRuleEntry([prefix, errorClass, retry, hints]: RuleRow): CatalogEntry {
  return { code: prefix, class: errorClass, retry, ...hints }
}

/** Expands the codes of an `ExceptionGroup` to full codes. */
export function parseCodes(codes: string): readonly string[] {
  let prefix = ''
  return codes.split(' ').map((code) => {
    if (code.startsWith('.')) return prefix + code
    prefix = code.split('.', 1)[0] ?? ''
    return code
  })
}

/** The remedy of a row. */
function readRemedy(table: readonly TextRow[], at: number): string {
  const remedy = table[at]?.[1] ?? ''
  return typeof remedy === 'string' ? remedy : readRemedy(table, remedy)
}

/** The texts of the entry with this number; undefined if they are empty, because only the name of the code is known. */
export function toTexts({ english, chinese }: TextTables, at: number): Texts | undefined {
  const [en, zh] = [english[at]?.[0], chinese[at]?.[0]]
  if (!en || !zh) return undefined
  return { meaning: { en, zh }, remedy: { en: readRemedy(english, at), zh: readRemedy(chinese, at) } }
}

const firstWord = 0xc0

/** Puts the frequent words back into codes. */
export const expandWords = (codes: string, words: readonly string[]): string =>
  codes.replaceAll(/[\u00c0-\u02ff]/g, (letter) => words[letter.charCodeAt(0) - firstWord] ?? letter)
