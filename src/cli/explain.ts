import type { Disposition, ErrorClassName, ErrorKind, Text } from '../catalog/entry.ts'
import { findBuiltIn } from '../catalog/find.ts'
import { type DocumentedLimit, limits } from '../catalog/full/limits.ts'
import { fullCatalog, lookup } from '../catalog/full/lookup.ts'
import { nearestCodes } from '../catalog/full/nearest.ts'
import { products } from '../catalog/full/products.ts'
import { type CodeIndex, codeIndex, type IndexedCode } from '../catalog/full/rows.ts'
import type { LookupResult } from '../catalog/lookup.ts'
import type { Question } from './question.ts'
import { countRepeats, type Repeatability } from './repeatability.ts'

/** The same code in another product, or with another module code. */
export interface OtherMeaning {
  readonly service: string
  readonly code: string
  readonly moduleCode?: string
  readonly class: ErrorClassName
  readonly retry: Disposition
}

/** The answer of the command; `--json` prints it unchanged. */
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
  /** The products whose lists decided together, because the question names none. */
  readonly products?: readonly string[]
  /** Do they all give the same class and disposition? Missing where `products` is. */
  readonly agreed?: boolean
  /** For a throttle: the documented limits of the action, or else of the product. Missing if none is documented. */
  readonly limits?: readonly DocumentedLimit[]
  /** The message that the service sends, as documented. */
  readonly wireText?: string
  readonly meaning?: Text
  readonly remedy?: Text
  /** For each kind of call. */
  readonly repeatability: readonly Repeatability[]
  readonly others: readonly OtherMeaning[]
  /** Listed codes with a similar spelling; only when this code is in no list, and may be mistyped. */
  readonly nearest?: readonly string[]
  /** The message and the request id that the explained text contained. */
  readonly serverMessage?: string
  readonly requestId?: string
}

/** A code that is in no list and that no rule applies to. */
export interface Unexplained {
  readonly code: string
  readonly kind: 'unknown'
  /** The product that was asked about, if one was. */
  readonly service?: string
  /** Its meanings in other products. */
  readonly others: readonly OtherMeaning[]
  readonly nearest: readonly string[]
}

const isKnown = ({ source, kind }: LookupResult): boolean => source === 'listed' || kind !== 'unknown'

interface Verdict {
  readonly class: ErrorClassName
  readonly retry: Disposition
}

const isSameVerdict = (one: Verdict, other: Verdict): boolean => one.class === other.class && one.retry === other.retry

/**
 * Adds the product that lists the code, and its module code, to a question that does not name them. A product that says
 * the same as `found` comes first.
 */
function narrowQuestion(question: Question, { byCode, byModuleCode }: CodeIndex, found: Verdict): Question {
  const { code, moduleCode, service } = question
  const ofService = (row: IndexedCode) => service === undefined || row.service === service
  const same = (byCode.get(code) ?? []).filter(ofService)
  const fitting = same.filter(({ entry }) => moduleCode === undefined || entry?.moduleCode === moduleCode)
  const first = fitting.find(({ entry }) => entry && isSameVerdict(entry, found)) ?? fitting[0] ?? same[0]
  if (first)
    return { ...question, service: service ?? toService(first), moduleCode: moduleCode ?? first.entry?.moduleCode }
  const byModule = byModuleCode.get(code)?.find(ofService)
  if (!byModule) return question
  return { ...question, code: byModule.code || code, moduleCode: code, service: toService(byModule) }
}

const toService = ({ service }: IndexedCode): string | undefined => (service === '*' ? undefined : service)

/** Whether an entry answers the whole question, its module code included. */
const isExact = ({ source, moduleCode }: LookupResult, question: Question): boolean =>
  source === 'listed' && (question.moduleCode === undefined || moduleCode === question.moduleCode)

const ask = (question: Question): Promise<LookupResult> =>
  lookup(question.code, { ...question, message: question.serverMessage })

interface Answer {
  readonly asked: Question
  readonly found: LookupResult
}

/**
 * Looks the code up, and for its texts looks for a product that lists it. Without a product in the question the verdict
 * is that of a call whose product is not known, so the texts of a product are told only if its list says the same.
 */
async function findAnswer(question: Question, index: CodeIndex): Promise<Answer> {
  const found = await ask(question)
  const { products, agreed } = found
  const decidedTogether = products && found.service === '*'
  if (isExact(found, question) && !decidedTogether) return { asked: question, found }
  const asked = narrowQuestion(question, index, found)
  // It was a module code alone.
  if (asked.code !== question.code) return findAnswer({ ...asked, service: question.service }, index)
  const other = await ask(asked)
  if (question.service === undefined && !isSameVerdict(found, other)) return { asked: question, found }
  if (decidedTogether) return { asked, found: { ...other, products, ...(agreed !== undefined && { agreed }) } }
  const isBetter = found.source === 'listed' ? isExact(other, question) : other.source === 'listed'
  return isBetter ? { asked, found: other } : { asked: question, found }
}

/**
 * Finds the other rows with the same public code, those with the same module code first; or with the same module code,
 * when the question was about that. An entry without a public code matches any. Needs no product's list: the rules and
 * exceptions give the same verdict as the lists do.
 */
async function findOthers(
  found: LookupResult,
  question: Question,
  like: readonly IndexedCode[],
): Promise<readonly OtherMeaning[]> {
  const codes = await fullCatalog.allCodes()
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
  // Entries that differ only in their actions look the same here, so each is kept once.
  return [...new Map(others.map((other) => [JSON.stringify(other), other])).values()]
}

const findWireText = (
  found: LookupResult,
  { action, serverMessage = '' }: Question,
  like: readonly IndexedCode[],
): string | undefined =>
  like.find(
    ({ service, code, entry, wireText }) =>
      wireText !== undefined &&
      service === found.service &&
      (code === found.code || code === '') &&
      entry?.moduleCode === found.moduleCode &&
      serverMessage.toLowerCase().includes(entry?.message?.toLowerCase() ?? '') &&
      (action === undefined || !entry?.actions || entry.actions.some((one) => action.startsWith(one.replace('*', '')))),
  )?.wireText

/**
 * Finds the limits that a throttle of a known action can be due to. A quota is left out: what exists uses it up, not
 * calls.
 */
async function findLimits({ kind, service }: LookupResult, asked: Question): Promise<readonly DocumentedLimit[]> {
  const product = asked.service ?? service
  if (kind !== 'throttling' || product === '*' || asked.action === undefined) return []
  return (await limits(product, asked.action)).filter((limit) => limit.kind !== 'quota')
}

/** Explains a code from the whole catalog; for an unknown code, returns codes with a similar spelling. */
export async function explain(question: Question): Promise<Explanation | Unexplained> {
  const index = await codeIndex()
  const { byCode, byModuleCode } = index
  const { asked, found } = await findAnswer(question, index)
  const nearest = () =>
    nearestCodes(
      question.code,
      [...byCode.keys()].filter((code) => code !== question.code),
      5,
    )
  const like = [...new Set([...(byCode.get(found.code) ?? []), ...(byModuleCode.get(found.moduleCode ?? '') ?? [])])]
  const others = await findOthers(found, question, like)
  if (!isKnown(found)) {
    const { code, service } = question
    return { code, kind: 'unknown', ...(service !== undefined && { service }), others, nearest: nearest() }
  }
  const { maxAttempts, minDelayMs, timestampToleranceSeconds, ...explanation } = found
  const title = (await products()).find(({ service }) => service === found.service)?.title
  const wireText = findWireText(found, asked, like)
  const documented = await findLimits(found, asked)
  return {
    ...explanation,
    ...(title && { title }),
    ...(asked.action !== undefined && { action: asked.action }),
    ...(wireText !== undefined && { wireText }),
    ...(documented.length > 0 && { limits: documented }),
    repeatability: countRepeats(found),
    others,
    ...(found.source === 'rule' && others.length === 0 && { nearest: nearest() }),
    ...(question.serverMessage !== undefined && { serverMessage: question.serverMessage }),
    ...(question.requestId !== undefined && { requestId: question.requestId }),
  }
}
