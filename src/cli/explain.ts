import type { Disposition, ErrorClassName, ErrorKind, Text } from '../catalog/entry.ts'
import { findBuiltIn } from '../catalog/find.ts'
import { fullCatalog } from '../catalog/full/full-catalog.ts'
import { lookup } from '../catalog/full/lookup.ts'
import { nearestCodes } from '../catalog/full/nearest.ts'
import { products } from '../catalog/full/products.ts'
import { type CodeIndex, codeIndex, type IndexedCode } from '../catalog/full/rows.ts'
import type { LookupResult } from '../catalog/lookup.ts'
import type { Question } from './question.ts'
import { type Repeatability, repeatabilityOf } from './repeatability.ts'

/** The same code in another product, or with another module code. */
export interface OtherMeaning {
  readonly service: string
  readonly code: string
  readonly moduleCode?: string
  readonly class: ErrorClassName
  readonly retry: Disposition
}

/** What the command tells; `--json` prints it as it stands. */
export interface Explanation {
  readonly code: string
  readonly moduleCode?: string
  /** The product whose list decided; `*`: every product. */
  readonly service: string
  readonly title?: Text
  readonly action?: string
  readonly class: ErrorClassName
  readonly kind: ErrorKind
  readonly retry: Disposition
  readonly source: 'listed' | 'rule'
  readonly documented: boolean
  /** What the service sends, as documented. */
  readonly wireText?: string
  readonly meaning?: Text
  readonly remedy?: Text
  /** By kind of call. */
  readonly repeatability: readonly Repeatability[]
  readonly others: readonly OtherMeaning[]
  /** Listed codes that are spelt nearly so, where this one is in no list: it may be a slip. */
  readonly nearest?: readonly string[]
  /** What the explained text held beside the code. */
  readonly serverMessage?: string
  readonly requestId?: string
}

/** A code that neither a list nor a rule knows. */
export interface Unexplained {
  readonly code: string
  readonly kind: 'unknown'
  /** What it means in products that were not asked about. */
  readonly others: readonly OtherMeaning[]
  readonly nearest: readonly string[]
}

const isKnown = ({ source, kind }: LookupResult): boolean => source === 'listed' || kind !== 'unknown'

/** A question without a service is put to the product that has the code, where no shared list does. */
function narrowed(question: Question, { byCode, byModuleCode }: CodeIndex): Question {
  const { code, moduleCode, service } = question
  const ofService = (row: IndexedCode) => service === undefined || row.service === service
  const same = (byCode.get(code) ?? []).filter(ofService)
  const fitting = same.filter(({ entry }) => moduleCode === undefined || entry?.moduleCode === moduleCode)
  const first = fitting[0] ?? same[0]
  if (first)
    return { ...question, service: service ?? serviceOf(first), moduleCode: moduleCode ?? first.entry?.moduleCode }
  const byModule = byModuleCode.get(code)?.find(ofService)
  if (!byModule) return question
  return { ...question, code: byModule.code || code, moduleCode: code, service: serviceOf(byModule) }
}

const serviceOf = ({ service }: IndexedCode): string | undefined => (service === '*' ? undefined : service)

/** Is it an answer to all that was asked? The module code says more than the public code does. */
const isExact = ({ source, moduleCode }: LookupResult, question: Question): boolean =>
  source === 'listed' && (question.moduleCode === undefined || moduleCode === question.moduleCode)

async function answerTo(
  question: Question,
  index: CodeIndex,
): Promise<{ readonly asked: Question; readonly found: LookupResult }> {
  const found = await lookup(question.code, question)
  if (isExact(found, question)) return { asked: question, found }
  const asked = narrowed(question, index)
  const other = await lookup(asked.code, asked)
  const isBetter = found.source === 'listed' ? isExact(other, question) : other.source === 'listed'
  return isBetter ? { asked, found: other } : { asked: question, found }
}

/**
 * The same public code, its like with the same module code first; or the same module code, where that was asked about.
 * An entry without a public code holds for any. Nothing more is loaded: the rules and exceptions say what each
 * product's list says.
 */
async function othersOf(
  found: LookupResult,
  question: Question,
  like: readonly IndexedCode[],
): Promise<readonly OtherMeaning[]> {
  const codes = await fullCatalog.codes()
  const byModule = question.code !== found.code
  const isModule = ({ entry }: IndexedCode) => found.moduleCode !== undefined && entry?.moduleCode === found.moduleCode
  const isCode = ({ code }: IndexedCode) => code === found.code
  const isOther = (row: IndexedCode) =>
    !(row.service === found.service && row.entry?.moduleCode === found.moduleCode && (isCode(row) || row.code === ''))
  const alsoBy = byModule ? isModule : (row: IndexedCode) => isCode(row) || (row.code === '' && isModule(row))
  const rows = like.filter((row) => isOther(row) && alsoBy(row))
  const others = [...rows.filter(isModule), ...rows.filter((row) => !isModule(row))].map(
    ({ service, code, entry }): OtherMeaning => {
      const { moduleCode, ...verdict } = entry ?? findBuiltIn(codes, code, { service }).entry
      return {
        service,
        code: code || found.code,
        ...(moduleCode !== undefined && { moduleCode }),
        class: verdict.class,
        retry: verdict.retry,
      }
    },
  )
  // Entries that differ by their actions alone look the same here.
  return [...new Map(others.map((other) => [JSON.stringify(other), other])).values()]
}

const wireTextOf = (found: LookupResult, action: string | undefined, like: readonly IndexedCode[]) =>
  like.find(
    ({ service, code, entry, wireText }) =>
      wireText !== undefined &&
      service === found.service &&
      (code === found.code || code === '') &&
      entry?.moduleCode === found.moduleCode &&
      (action === undefined || !entry?.actions || entry.actions.some((one) => action.startsWith(one.replace('*', '')))),
  )?.wireText

/** Explains a code by the whole catalog; where nothing knows it, the codes that are spelt nearly so. */
export async function explain(question: Question): Promise<Explanation | Unexplained> {
  const index = await codeIndex()
  const { byCode, byModuleCode } = index
  const { asked, found } = await answerTo(question, index)
  const nearest = () =>
    nearestCodes(
      question.code,
      [...byCode.keys()].filter((code) => code !== question.code),
      5,
    )
  const like = [...new Set([...(byCode.get(found.code) ?? []), ...(byModuleCode.get(found.moduleCode ?? '') ?? [])])]
  const others = await othersOf(found, question, like)
  if (!isKnown(found)) return { code: question.code, kind: 'unknown', others, nearest: nearest() }
  const { maxAttempts, minDelayMs, timestampToleranceSeconds, ...told } = found
  const title = (await products()).find(({ service }) => service === found.service)?.title
  const wireText = wireTextOf(found, asked.action, like)
  return {
    ...told,
    ...(title && { title }),
    ...(asked.action !== undefined && { action: asked.action }),
    ...(wireText !== undefined && { wireText }),
    repeatability: repeatabilityOf(found),
    others,
    ...(found.source === 'rule' && others.length === 0 && { nearest: nearest() }),
    ...(question.serverMessage !== undefined && { serverMessage: question.serverMessage }),
    ...(question.requestId !== undefined && { requestId: question.requestId }),
  }
}
