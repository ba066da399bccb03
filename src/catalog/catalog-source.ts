import type { Codes, Finding, ListedCodes, Words } from './finding.ts'
import type { AnswerQuery } from './resolve.ts'
import type {
  CodeRow,
  ExceptionGroup,
  ListedGroup,
  OutcomeRow,
  OwnCodes,
  RuleRow,
  Texts,
  TextTables,
} from './tables.ts'

/** Loads the tables. */
export interface CatalogSource {
  codes(): Promise<{
    readonly codes: readonly CodeRow[]
    readonly rules: readonly RuleRow[]
    readonly outcomes: readonly OutcomeRow[]
    readonly exceptions: readonly ExceptionGroup[]
    readonly words: Words
  }>
  /** The rows of products that have many, which are not among `codes`. Default: none. */
  readonly ownCodes?: ReadonlyMap<string, () => Promise<{ readonly own: OwnCodes }>>
  /** What judges a code by all lists, and the codes that are `ordinary` in one. Default: the shared list decides alone. */
  allLists?(): Promise<{
    readonly judgeByAllLists: typeof import('./by-all-lists.ts').judgeByAllLists
    readonly ordinary: string
  }>
  /** The texts of a service's entries; for `*`: of the shared entries, the rules, the outcomes, and codes unknown or ambiguous. */
  texts(service: string): Promise<TextTables | undefined>
  /** The function that describes a code by its name alone. */
  names(): Promise<Pick<typeof import('./describe-name.ts'), 'describeName' | 'suggestByName'>>
  /** The whole list of a product, beyond its entries and exceptions. Default: the rules decide about those codes. */
  listed?(service: string): Promise<readonly ListedGroup[] | undefined>
}

/** The tables, each loaded on first use. The functions reject when loading fails. */
export interface Catalog {
  /** The tables with which the codes of a product are found; without a product, those that are shared. */
  codes(service?: string): Promise<Codes>
  /** The tables with the entries of all products. */
  allCodes(): Promise<Codes>
  listed(service: string): Promise<ListedCodes | undefined>
  /** Judges a code by all lists that have it: see `judgeByAllLists`. */
  allLists(): Promise<((code: string, query: AnswerQuery, found: Finding) => Finding | undefined) | undefined>
  /** @param service the product that was asked for; default: the one whose list decided */
  texts(finding: Finding, code: string, service?: string): Promise<Texts>
}
