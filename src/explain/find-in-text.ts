import { findSpokenProduct } from './find-product.ts'
import type { KnownCodes } from './known-codes.ts'
import { canBeCode, findLabelling, type Labelling } from './labels.ts'
import { looksLikeName, type NameGrade, readName, readPlainName } from './names.ts'
import { isPlainNumber } from './numbers.ts'
import { isNumber } from './question.ts'
import { isTerm, readClass } from './terms.ts'
import type { Token } from './tokens.ts'
import { readTransportCode } from './transport.ts'

/** A code that a text contains, outside of any body. */
export interface FoundCode {
  readonly code: string
  readonly moduleCode?: string
  readonly serverMessage?: string
  readonly requestId?: string
}

/** How surely a token is the code that a text tells of, the surest first. */
const grades = [
  'labelled-listed',
  'labelled-name',
  'labelled-listed-number',
  'name',
  'labelled-number',
  'prefixed-name',
  'pair',
  'listed-number',
  'name-in-other-case',
  'module-code',
  'labelled-status',
] as const
type Grade = (typeof grades)[number]

const plainGrades: Readonly<Record<NameGrade, Grade>> = {
  listed: 'name',
  prefixed: 'prefixed-name',
  'other-case': 'name-in-other-case',
}

interface Candidate {
  readonly at: number
  readonly code: string
  readonly grade: Grade
}

/** A bare number must be this long to be a code; shorter ones are counts, mostly. */
const shortestBareNumber = 4

/** Is it in the range of HTTP's statuses, which loggers call a code too? */
const isStatus = (code: string): boolean => /^[1-5]\d\d$/.test(code)

/** Is the number labelled by a product that lists it? `kms: 4420` */
function isOfProduct(tokens: readonly Token[], at: number, known: KnownCodes): boolean {
  const [label, number] = [tokens[at - 1]?.text ?? '', tokens[at]?.text ?? '']
  const beside = { lists: (service: string) => known.lists(service, number), isShared: false }
  return findSpokenProduct(`${label}: ${number}`, known.productNames, beside)?.isSure ?? false
}

function gradeNumber(tokens: readonly Token[], at: number, labelling: Labelling, known: KnownCodes): Grade | undefined {
  const { text, after } = tokens[at] ?? { text: '', after: '' }
  const isListed = known.find(text) !== undefined
  if (labelling === 'code') {
    if (isStatus(text) && !isListed) return 'labelled-status'
    return isListed ? 'labelled-listed-number' : 'labelled-number'
  }
  if (after === '/' && isListed && known.isModuleCode(tokens[at + 1]?.text ?? '')) return 'pair'
  if (labelling === 'other' && !isOfProduct(tokens, at, known)) return undefined
  if (!isPlainNumber(tokens, at)) return undefined
  const isLong = text.length >= shortestBareNumber || labelling === 'error'
  if (isListed && isLong) return 'listed-number'
  return known.isModuleCode(text) && isModule(tokens[at]) ? 'module-code' : undefined
}

function gradeWord(token: Token, labelling: Labelling, known: KnownCodes): Omit<Candidate, 'at'> | undefined {
  if (labelling === 'code') {
    const found = readName(token.text, known)
    if (found) return { code: found.code, grade: found.grade === 'prefixed' ? 'labelled-name' : 'labelled-listed' }
    return looksLikeName(token.text) ? { code: token.text, grade: 'labelled-name' } : undefined
  }
  const found = readPlainName(token, known)
  return found && { code: found.code, grade: plainGrades[found.grade] }
}

function readCandidate(tokens: readonly Token[], at: number, known: KnownCodes): Candidate | undefined {
  const token = tokens[at]
  if (!token || readTransportCode(token.text) || isTerm(token.text)) return undefined
  // The name of an exception, before its text.
  if (readClass(token.text) && token.after.startsWith(':')) return undefined
  const labelling = findLabelling(tokens, at)
  if (labelling === 'code' && !canBeCode(token.text)) return undefined
  if (isNumber(token.text)) {
    const grade = gradeNumber(tokens, at, labelling, known)
    return grade && { at, code: token.text, grade }
  }
  const word = gradeWord(token, labelling, known)
  return word && { at, ...word }
}

/** Stands in parentheses, as a module code does at the beginning of a message: `(10250)qps`. */
const isModule = (token: Token | undefined): boolean =>
  token !== undefined && /[(（]\s{0,8}$/.test(token.before) && /^\s{0,8}[)）]/.test(token.after)

/** Finds the module code of a code: after a slash, labelled as such, or in parentheses. */
function findModuleCode(tokens: readonly Token[], { at }: Candidate, known: KnownCodes): string | undefined {
  const next = tokens[at + 1]
  if (next && tokens[at]?.after === '/' && isNumber(next.text)) return next.text
  const own = tokens.findIndex(({ text }) => /^module_?code$/i.test(text))
  const value = tokens[own + 1]
  if (own >= 0 && value && isNumber(value.text)) return value.text
  return tokens.find((token, index) => index !== at && isModule(token) && known.isModuleCode(token.text))?.text
}

const requestIdLabel = /^(?:x-(?:tc|cos)-)?request[_-]?id$/i
const isRequestId = (text: string): boolean =>
  /^[\w-]{3,64}$/.test(text) && !/^(?:message|code|null|undefined|None)$/i.test(text)

function findRequestId(tokens: readonly Token[]): string | undefined {
  const at = tokens.findIndex(
    ({ text }, index) =>
      requestIdLabel.test(text) || (/^id$/i.test(text) && /^request$/i.test(tokens[index - 1]?.text ?? '')),
  )
  const text = tokens[at + 1]?.text
  return at >= 0 && text !== undefined && isRequestId(text) ? text : undefined
}

/** Finds the code in a text that contains no body: the surest, and of equally sure ones the first. */
export function findInText(tokens: readonly Token[], known: KnownCodes): FoundCode | undefined {
  const candidates = tokens
    .map((_, at) => readCandidate(tokens, at, known))
    .filter((candidate) => candidate !== undefined)
  const best = grades.flatMap((grade) => candidates.filter((candidate) => candidate.grade === grade))[0]
  if (!best || best.grade === 'labelled-status') return undefined
  const moduleCode = best.grade === 'module-code' ? undefined : findModuleCode(tokens, best, known)
  const requestId = findRequestId(tokens)
  return {
    code: best.code,
    ...(moduleCode !== undefined && moduleCode !== best.code && { moduleCode }),
    ...(requestId !== undefined && { requestId }),
  }
}
