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

export type TextRow = readonly [meaning: string, remedy: string]

export function entryOfCode([service, code, moduleCode, errorClass, retry, more]: CodeRow): CatalogEntry {
  return {
    service,
    ...(code !== '' && { code }),
    ...(moduleCode !== '' && { moduleCode }),
    class: errorClass,
    retry,
    ...more,
  }
}

export function entryOfRule([prefix, errorClass, retry, hints]: RuleRow): CatalogEntry {
  return { code: prefix, class: errorClass, retry, ...hints }
}

export function textsOf([meaningEn, remedyEn]: TextRow, [meaningZh, remedyZh]: TextRow): Texts {
  return { meaning: { en: meaningEn, zh: meaningZh }, remedy: { en: remedyEn, zh: remedyZh } }
}
