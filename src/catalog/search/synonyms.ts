import { synonymRows } from './synonym-rows.ts'

/** A word or a phrase of a search, and what it stands for. */
export interface Concept {
  /** Any of them in a name, without dots and in lower case, says the same. */
  readonly fragments: readonly string[]
  /** The codes that come first if the search is about nothing else. */
  readonly codes: readonly string[]
}

let table: ReadonlyMap<string, Concept> | undefined

/** The concepts by the words that people search by, in lower case. Split at the first use. */
export function listConcepts(): ReadonlyMap<string, Concept> {
  table ??= new Map(
    synonymRows.flatMap(([fragments, words, codes = '']) => {
      const concept = { fragments: fragments.split(' '), codes: codes.split(' ').filter(Boolean) }
      return words.split(',').map((word) => [word, concept] as const)
    }),
  )
  return table
}
