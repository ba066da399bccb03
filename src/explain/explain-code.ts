import type { Disposition, ErrorClassName, ErrorKind, Text } from '../catalog/entry.ts'
import { findBuiltIn } from '../catalog/find.ts'
import { type DocumentedLimit, limits } from '../catalog/full/limits.ts'
import { fullCatalog, lookup } from '../catalog/full/lookup.ts'
import { nearestCodes } from '../catalog/full/nearest.ts'
import { products } from '../catalog/full/products.ts'
import { type CodeIndex, codeIndex, type IndexedCode } from '../catalog/full/rows.ts'
import type { LookupResult } from '../catalog/lookup.ts'
import { judgeByStatus } from './by-status.ts'
import { isOfSdkOnly, listInProducts } from './in-products.ts'
import type { Place, Question } from './question.ts'
import { countRepeats, type Repeatability } from './repeatability.ts'

/** The same code in another product, or with another module code. */
export interface OtherMeaning {
  /** The product; `*`: every product. */
  readonly service: string
  /** The public code. */
  readonly code: string
  /** The number in parentheses at the start of a legacy message. */
  readonly moduleCode?: string
  /** The class of errors that is thrown. */
  readonly class: ErrorClassName
  /** The disposition: whether and how a repeat can succeed. */
  readonly retry: Disposition
}

/** What a code of Tencent Cloud means, and what can be done. */
export interface Explanation {
  /** Tells the forms of an explanation apart. */
  readonly subject: 'code'
  /** The public code: `'4420'`, `'RequestLimitExceeded'`. */
  readonly code: string
  /** The number in parentheses at the start of a legacy message, when it decided. */
  readonly moduleCode?: string
  /** The product that was asked about, or that the text names; else the one whose list decided; `*`: every product. */
  readonly service: string
  /** The product whose list decided; `*`: a shared list, or a rule. */
  readonly list: string
  /** The product's name. */
  readonly title?: Text
  /** The action that was asked about, or that the text names. */
  readonly action?: string
  /** The class of errors that is thrown. */
  readonly class: ErrorClassName
  /** The `kind` of that class. */
  readonly kind: ErrorKind
  /** What can be done about it: the disposition. */
  readonly retry: Disposition
  /** `listed`: a list has the code; `rule`: it was judged by its name. */
  readonly source: 'listed' | 'rule'
  /** False when no documentation backs the disposition. */
  readonly documented: boolean
  /** The products that have the code, because neither the question nor the text names one. */
  readonly products?: readonly string[]
  /** Does it mean the same in all of them? Missing where `products` is. */
  readonly agreed?: boolean
  /** For a throttle: the documented limits of the action, or else of the product. Missing if none is documented. */
  readonly limits?: readonly DocumentedLimit[]
  /** The message that the service sends, as documented. */
  readonly wireText?: string
  /** What it means, in English and Chinese. */
  readonly meaning?: Text
  /** What to do about it, in English and Chinese. */
  readonly remedy?: Text
  /** Whether a call may be repeated: one of the action, else of each kind. */
  readonly repeatability: readonly Repeatability[]
  /** The same code in other products, or with other module codes. */
  readonly others: readonly OtherMeaning[]
  /** Listed codes with a similar spelling; only when this code is in no list, and may be mistyped. */
  readonly nearest?: readonly string[]
  /** The code was recognised by this message, or the text contained both. */
  readonly serverMessage?: string
  /** The id that the text contains. */
  readonly requestId?: string
  /** Where the code was found: typed, in a body, in a body inside a text, in another text, or by its message. */
  readonly place: Place
}

/** A code that is in no list and that no rule applies to. */
export interface Unexplained {
  /** Tells the forms of an explanation apart. */
  readonly subject: 'unknown'
  /** The code that was asked about. */
  readonly code: string
  /** The `kind` of that class. */
  readonly kind: 'unknown'
  /** The product that was asked about, if one was. */
  readonly service?: string
  /** Its meanings in other products. */
  readonly others: readonly OtherMeaning[]
  /** Listed codes with a similar spelling. */
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
    !(
      (row.service === found.service || row.service === question.service) &&
      row.entry?.moduleCode === found.moduleCode &&
      (isCode(row) || row.code === '')
    )
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

/** A code that the SDKs make up themselves means the same whichever product was called. */
const toAsked = (question: Question, { byCode }: CodeIndex): Question =>
  isOfSdkOnly(byCode.get(question.code) ?? []) ? { ...question, service: 'sdk' } : question

/** Explains a code from the whole catalog; for an unknown code, returns codes with a similar spelling. */
export async function explainCode(question: Question, place: Place): Promise<Explanation | Unexplained> {
  const index = await codeIndex()
  const { byCode, byModuleCode } = index
  const { asked, found: judged } = await findAnswer(toAsked(question, index), index)
  const { found } = judgeByStatus(judged, question.httpStatus ?? 200)
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
    return {
      subject: 'unknown',
      code,
      kind: 'unknown',
      ...(service !== undefined && { service }),
      others,
      nearest: nearest(),
    }
  }
  const { maxAttempts, minDelayMs, timestampToleranceSeconds, ...explanation } = found
  const service = question.service ?? found.service
  const title = (await products()).find((product) => product.service === service)?.title
  const wireText = findWireText(found, asked, like)
  const documented = await findLimits(found, asked)
  return {
    subject: 'code',
    ...explanation,
    service,
    list: found.service,
    ...(question.service === undefined && listInProducts(found, others)),
    ...(title && { title }),
    ...(asked.action !== undefined && { action: asked.action }),
    ...(wireText !== undefined && { wireText }),
    ...(documented.length > 0 && { limits: documented }),
    repeatability: await countRepeats(found, asked),
    others,
    ...(found.source === 'rule' && others.length === 0 && { nearest: nearest() }),
    ...(question.serverMessage !== undefined && { serverMessage: question.serverMessage }),
    ...(question.requestId !== undefined && { requestId: question.requestId }),
    place,
  }
}
