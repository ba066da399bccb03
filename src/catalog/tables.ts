import type { CatalogEntry, Disposition, ErrorClassName, Hints } from './entry.ts'

// The layout of the generated tables: positions in place of names, because there are many rows.

/** What is told to people. */
export type Texts = Pick<CatalogEntry, 'meaning' | 'remedy'>

/** Empty strings stand for "any". */
export type CodeRow = readonly [
  service: string,
  code: string,
  moduleCode: string,
  errorClass: ErrorClassName,
  retry: Disposition,
  more?: Hints & { readonly actions?: readonly string[] },
]

export type RuleRow = readonly [prefix: string, errorClass: ErrorClassName, retry: Disposition, hints?: Hints]

/**
 * Listed codes of which the rules say something else, or guess what a document says, by product: codes with a blank
 * between; one that begins with a dot has the prefix of the one before it.
 */
export type ExceptionGroup = readonly [
  errorClass: ErrorClassName,
  retry: Disposition,
  /** False where the disposition was judged from the name, by hand. */
  documented: boolean,
  products: readonly (readonly [service: string, codes: string])[],
]

/** What a name or a product's list can say of a code, and the prefix whose texts fit; empty: texts of its own. */
export type OutcomeRow = readonly [errorClass: ErrorClassName, retry: Disposition, prefix: string]

export type TextRow = readonly [meaning: string, remedy: string]

/** The same order in both languages. */
export interface TextTables {
  readonly english: readonly TextRow[]
  readonly chinese: readonly TextRow[]
}

/** Codes of one product's list of API 3.0, written as those of `ExceptionGroup`. */
export type ListedGroup = readonly [
  errorClass: ErrorClassName,
  retry: Disposition,
  /** False where the disposition was judged from the name alone. */
  documented: boolean,
  codes: string,
]

/** A product: the versions of its API 3.0 and the names of the product may be missing. */
export type ProductRow =
  | readonly [service: string, versions: string, codes: number]
  | readonly [service: string, versions: string, codes: number, titleEn: string, titleZh: string]

/** The codes of one product, written as those of `ExceptionGroup`. */
export type CodeIndexRow = readonly [service: string, codes: string]

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

export function toRuleEntry([prefix, errorClass, retry, hints]: RuleRow): CatalogEntry {
  return { code: prefix, class: errorClass, retry, ...hints }
}

/** The codes of `ExceptionGroup`, in full. */
export function parseCodes(codes: string): readonly string[] {
  let prefix = ''
  return codes.split(' ').map((code) => {
    if (code.startsWith('.')) return prefix + code
    prefix = code.split('.', 1)[0] ?? ''
    return code
  })
}

export function toTexts([meaningEn, remedyEn]: TextRow, [meaningZh, remedyZh]: TextRow): Texts {
  return { meaning: { en: meaningEn, zh: meaningZh }, remedy: { en: remedyEn, zh: remedyZh } }
}
