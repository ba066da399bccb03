// Judges a code whose product is not known: by all lists that have it. Loaded at the first such code. It is given what it
// needs of the code that loads at every failure: if it imported that, bundlers would cut it into pieces.
import type { couldHaveRun } from './could-have-run.ts'
import type { CatalogEntry, Disposition, Hints } from './entry.ts'
import type { findBuiltIn } from './find.ts'
import type { Codes, Finding } from './finding.ts'
import { productByDialect, productsWithOwnDialect, productsWithOwnNumbers } from './product-by-dialect.ts'
import type { AnswerQuery, pickEntry } from './resolve.ts'
import type { Texts } from './tables.ts'

/** What a code is judged by. */
export interface AllLists {
  readonly codes: Codes
  /**
   * Of the codes that are entries or exceptions of a product: those that another product lists too, where its
   * list says what the rules say.
   */
  readonly ordinary: ReadonlySet<string>
  readonly pickEntry: typeof pickEntry
  readonly couldHaveRun: typeof couldHaveRun
  readonly findBuiltIn: typeof findBuiltIn
}

/** The service of the shared list, and of the rules. */
const everyService = '*'

/** What one list says of the code. */
interface Opinion {
  readonly entry: CatalogEntry
  readonly documented: boolean
  /** `*`: the shared list, or the rules that many products' lists agree with. */
  readonly service: string
}

/**
 * The dispositions, the most careful one first: the one after which the fewest kinds of calls are repeated, then the one
 * after which they are repeated least often. After `transient` no call is repeated that would duplicate; `re-sign`
 * forbids that after an attempt in doubt; `clock` allows one repeat, `busy` a few slow ones, `throttle` any number.
 */
export const byCare = ['never', 'transient', 're-sign', 'clock', 'busy', 'throttle'] as const satisfies Disposition[]

/** Lists what the products' own entries say. `shared`: the shared list has the public code. */
function listEntries(
  { codes: { index }, pickEntry }: AllLists,
  code: string,
  query: AnswerQuery,
  shared: boolean,
): readonly CatalogEntry[] {
  // The numbers of products with a format of their own mean nothing in an answer of the legacy API.
  const isOther = ({ service = everyService, moduleCode }: CatalogEntry) =>
    service === everyService ||
    (query.dialect === 'legacy' &&
      (productsWithOwnDialect.has(service) || (moduleCode === undefined && productsWithOwnNumbers.has(service)))) ||
    // Official SDKs make these codes up; no answer has them.
    (query.dialect !== undefined && /^sdk(?:-|$)/.test(service))
  // One of each product for each module code.
  const list = (one: string) =>
    [...(index.get(one)?.values() ?? [])].flatMap((entries) => pickEntry(entries, query) ?? [])
  const rows = list(code).filter((row) => !isOther(row))
  if (query.moduleCode !== undefined) {
    const ofAnyCode = shared ? list('') : []
    const exact = [...rows, ...ofAnyCode].filter(({ moduleCode }) => moduleCode === query.moduleCode)
    if (exact.length > 0 || query.service !== undefined) return exact
  }
  // Without a module code that a product lists, the shared list decides about its own codes.
  if (shared) return []
  const bare = rows.filter(({ moduleCode }) => moduleCode === undefined)
  if (bare.length > 0 || query.moduleCode !== undefined) return bare
  // Without its module code a number says something only if it says the same with each of them.
  const verdicts = new Set(rows.map((row) => `${row.class} ${row.retry}`))
  return verdicts.size === 1 ? rows : []
}

/** Lists what the products' lists of API 3.0 say, if it is not what the rules say of the name. */
function listExceptions({ exceptions }: Codes, code: string): readonly Opinion[] {
  const opinions: Opinion[] = []
  for (const [service, codes] of exceptions) {
    const found = codes.get(code)
    if (!found) continue
    const { class: errorClass, retry, documented } = found
    opinions.push({ entry: { class: errorClass, retry }, documented, service })
  }
  return opinions
}

/** The limits of all opinions together: the fewest attempts, the longest wait. */
function combineHints(opinions: readonly Opinion[]): Hints {
  const pick = (name: keyof Hints, choose: (...values: number[]) => number) => {
    const values = opinions.map(({ entry }) => entry[name]).filter((value) => value !== undefined)
    return values.length > 0 && { [name]: choose(...values) }
  }
  return {
    ...pick('maxAttempts', Math.min),
    ...pick('minDelayMs', Math.max),
    ...pick('timestampToleranceSeconds', Math.max),
  }
}

const only = <T>(values: readonly T[]): T | undefined => (new Set(values).size === 1 ? values[0] : undefined)

const joinRemedies = (own: Texts, { remedy: advice }: Texts): Texts =>
  own.remedy && advice
    ? { ...own, remedy: { en: `${own.remedy.en} ${advice.en}`, zh: `${own.remedy.zh}${advice.zh}` } }
    : own

/**
 * What the opinions say together. The disposition: that of all, else the most careful one. The class: that of all who
 * have this disposition, else that of the shared list or of the rules if they have it too, else none.
 *
 * @param shared what the shared list, or else the rules, say of the code
 * @param asked the module code that was asked about
 */
function judgeTogether(
  opinions: readonly Opinion[],
  shared: Opinion | undefined,
  asked: string | undefined,
  couldRun: AllLists['couldHaveRun'],
): Finding {
  const retry = byCare.find((one) => opinions.some(({ entry }) => entry.retry === one)) ?? 'never'
  const deciding = opinions.filter(({ entry }) => entry.retry === retry)
  const agreed = only(deciding.map(({ entry }) => entry.class))
  const sharedEntry = shared?.entry.retry === retry ? shared.entry : undefined
  const errorClass = agreed ?? sharedEntry?.class ?? 'TencentCloudError'
  const service = only(deciding.map((one) => one.service))
  const isExact = asked !== undefined && deciding.every(({ entry }) => entry.moduleCode === asked)
  const documented = deciding.every((one) => one.documented)
  const verdict = { class: errorClass, retry, documented }
  // If one list says that the call may have run, a list that says otherwise is no proof.
  const hides = !couldRun(verdict) && opinions.some((one) => couldRun({ ...one.entry, documented: one.documented }))
  const texted = sharedEntry?.class === errorClass ? sharedEntry : only(deciding.map(({ entry }) => entry))
  return {
    entry: {
      ...(service !== undefined && service !== everyService && { service }),
      ...(isExact && { moduleCode: asked }),
      class: errorClass,
      retry,
      ...combineHints(opinions),
    },
    source: 'listed',
    documented: documented && !hides,
    together: {
      products: [...new Set(opinions.map((one) => one.service))].filter((one) => one !== everyService).sort(),
      agreed: deciding.length === opinions.length && agreed !== undefined,
    },
    texted,
    combineTexts: agreed === undefined && sharedEntry === undefined ? (_, ambiguous) => ambiguous : joinRemedies,
  }
}

/**
 * Judges a code by all lists that have it; in a format that only one product uses, by the list of this product.
 *
 * @param found what the shared list, or else the rules, say of the code
 * @returns undefined if no product's list says anything else about it
 */
export function judgeByAllLists(
  lists: AllLists,
  code: string,
  query: AnswerQuery,
  found: Finding,
): Finding | undefined {
  const ownProduct = productByDialect.get(query.dialect ?? '')
  if (ownProduct !== undefined && !query.service) {
    return lists.findBuiltIn(lists.codes, code, { ...query, service: ownProduct })
  }
  const isShared = found.source === 'listed'
  const products = [
    ...listEntries(lists, code, query, isShared).map(
      (entry): Opinion => ({ entry, documented: true, service: entry.service ?? everyService }),
    ),
    ...(isShared || query.service ? [] : listExceptions(lists.codes, code)),
  ]
  if (products.length === 0) return undefined
  const shared: Opinion = { entry: found.entry, documented: found.documented, service: everyService }
  const opinions = isShared || lists.ordinary.has(code) ? [...products, shared] : products
  const hasClass = found.entry.class !== 'TencentCloudError'
  const { combineTexts, ...judged } = judgeTogether(
    opinions,
    hasClass ? shared : undefined,
    query.moduleCode,
    lists.couldHaveRun,
  )
  // The texts ask for the product, unless it is known.
  return query.service ? judged : { ...judged, combineTexts }
}
