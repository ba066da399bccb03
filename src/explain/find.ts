import { productByDialect } from '../catalog/product-by-dialect.ts'
import { findEnvelopes } from '../envelope/embedded.ts'
import type { Envelope } from '../envelope/index.ts'
import { readText } from '../envelope/read-text.ts'
import { findCall } from './find-call.ts'
import { findInText } from './find-in-text.ts'
import { findMessage } from './find-message.ts'
import { findSpokenProduct, type SpokenProduct } from './find-product.ts'
import type { KnownCodes } from './known-codes.ts'
import { findLooseObjects } from './loose-objects.ts'
import { maxInput } from './max-input.ts'
import { recognizeMessage } from './messages.ts'
import { isNumber, type Place, type Question, type Subject } from './question.ts'
import { readShortForm } from './short-form.ts'
import { isTelling, isTerm } from './terms.ts'
import { tokenize } from './tokens.ts'
import { findTransport } from './transport.ts'

/** What is known of the answer besides the text. */
export interface Given {
  readonly httpStatus?: number | undefined
}

const statusLine = /^(?:< ?)?HTTP\/[\d.]{1,4} (\d{3})\b/

/** Splits a whole HTTP response (`curl -i`) into status and body; any other text is a body. */
function readHttp(text: string): { readonly body: string; readonly status?: number } {
  const status = statusLine.exec(text)?.[1]
  if (status === undefined) return { body: text }
  const [, body = ''] = text.replaceAll('\r\n', '\n').split(/\n\n([\s\S]*)/, 2)
  return { body: body.trim(), status: Number(status) }
}

/** The colours of a terminal, which loggers put right before a word. */
const colors = /[^\P{Cc}\s]\[[\d;]{0,32}m/gu

const isKnown = ({ code }: Envelope, known: KnownCodes): boolean => known.find(code) === code

/** Codes of Node.js and of axios, which a program's own record has around the answer that it tells of. */
const isNodeCode = (code: string): boolean => /^(?:ERR_|E[A-Z]{3,}$|UND_ERR_)/.test(code)

/** Statuses and results of programs, which mean something only in the format of one product. */
const isCommonNumber = (code: string): boolean => /^(?:[1-5]\d\d|-1|1)$/.test(code)

/** Is it a program's own record, and no answer of Tencent Cloud? */
const isOwnRecord = ({ certainty, code, dialect }: Envelope): boolean =>
  certainty === 'by-host' && (isNodeCode(code) || (isCommonNumber(code) && !productByDialect.has(dialect)))

/** The body itself, else the objects in it, as JSON, as XML, or as Python and Node.js print them. */
function findEnvelope(body: string, known: KnownCodes): { envelope: Envelope; place: Place } | undefined {
  const whole = readText(body)
  if (whole.envelope && !isOwnRecord(whole.envelope)) return { envelope: whole.envelope, place: 'body' }
  const strict = findEnvelopes(whole.parsed ?? body).filter((one) => !isOwnRecord(one))
  const inside =
    strict.length > 0 || whole.parsed !== undefined ? strict : findLooseObjects(body).flatMap(findEnvelopes)
  const answers = inside.filter((one) => !isOwnRecord(one))
  const envelope = answers.find((one) => isKnown(one, known)) ?? answers[0]
  return envelope && { envelope, place: 'inside' }
}

function toQuestion({ envelope }: { envelope: Envelope }): Question {
  const { code, moduleCode, message, requestId, traceId, dialect } = envelope
  const service = productByDialect.get(dialect)
  return {
    code,
    dialect,
    ...(moduleCode !== undefined && { moduleCode }),
    ...(message !== '' && { serverMessage: message }),
    ...(requestId !== undefined && { requestId }),
    ...(traceId !== undefined && { traceId }),
    ...(service !== undefined && { service }),
  }
}

/** Finds the product that the text names in words, its message left out: that tells of other things too. */
function findSpoken(text: string, message: string, known: KnownCodes, code?: string): SpokenProduct | undefined {
  const words = message === '' ? text : text.replace(message, ' ')
  return findSpokenProduct(words, known.productNames, {
    lists: (service) => code !== undefined && known.lists(service, code),
    isShared: code !== undefined && (known.lists('*', code) || (!isNumber(code) && known.find(code) === undefined)),
  })
}

/** Adds what the rest of the text tells of the call. */
function complete(
  question: Question,
  place: Place,
  text: string,
  known: KnownCodes,
  httpStatus: number | undefined,
): Question {
  const call = findCall(text, known)
  const { code, serverMessage = '' } = question
  const spoken = place === 'body' ? undefined : findSpoken(text, serverMessage, known, code)
  // The format of an answer tells its product, unless the words beside it are surer.
  const decides = spoken !== undefined && (spoken.isSure || question.service === undefined)
  const service = call.service ?? (decides ? spoken.service : question.service)
  return {
    ...question,
    ...call,
    ...(service !== undefined && { service }),
    ...(httpStatus !== undefined && { httpStatus }),
  }
}

/**
 * Finds what a text asks about: a code that is typed, a response body, a whole HTTP response, a line of a log, the text of an
 * exception of this package or of an SDK, a message, a failure of the transport, or a word of this package. Reads the first
 * 64 kB. The time is linear in the length of the text.
 */
export function findSubject(pasted: string, known: KnownCodes, given: Given = {}): Subject {
  const text = pasted.slice(0, maxInput).replace(colors, '').toWellFormed().trim()
  const short = readShortForm(text, known)
  if (short) return short
  const { body, status = given.httpStatus } = readHttp(text)
  if (body === '' && status === undefined) return { kind: 'nothing' }
  const inBody = findEnvelope(body, known)
  if (inBody) {
    const question = complete(toQuestion(inBody), inBody.place, text, known, status)
    const inText = question.moduleCode === undefined ? findInText(tokenize(body), known) : undefined
    const moduleCode = inText?.code === question.code ? inText.moduleCode : undefined
    return {
      kind: 'code',
      question: { ...question, ...(moduleCode !== undefined && { moduleCode }) },
      place: inBody.place,
    }
  }
  const tokens = tokenize(body)
  const found = findInText(tokens, known)
  if (found) {
    const serverMessage = findMessage(body)?.message
    const question = { ...found, ...(serverMessage !== undefined && { serverMessage }) }
    return { kind: 'code', question: complete(question, 'text', text, known, status), place: 'text' }
  }
  return findRest(text, body, known, status)
}

/** A page, as gateways answer. */
const isPage = (body: string): boolean => /^<(?:!doctype|html|head|body|center)\b/i.test(body)

/** One word that may be a code, mistyped or unknown: it has capitals, a dot or an underscore, or is long. */
const isTypedCode = (text: string): boolean =>
  isNumber(text) || (/^[A-Za-z][\w.-]{3,255}$/.test(text) && (/[A-Z._]/.test(text) || text.length >= 10))

/** What a text without a code tells: a failure of the transport, a message, a word of this package, a success, or nothing. */
function findRest(text: string, body: string, known: KnownCodes, status: number | undefined): Subject {
  // Answered by codes that are spelt similarly.
  if (isTypedCode(text)) return { kind: 'code', place: 'typed', question: { code: text } }
  const tokens = tokenize(text)
  const transport = findTransport(text, tokens, status)
  const call = findCall(text, known)
  const recognized = isPage(body) || transport?.httpStatus === 429 ? undefined : recognizeMessage(body, known)
  // Gateways' pages say the status in words, and some products have it as a code.
  const message = recognized?.code === String(transport?.httpStatus) ? undefined : recognized
  if (message) {
    const { row, code } = message
    const own = row && row.service !== '*' ? row.service : undefined
    const spoken = findSpoken(text, '', known, code)
    const service = call.service ?? (spoken && (spoken.isSure || own === undefined) ? spoken.service : own)
    const question = {
      code,
      ...call,
      serverMessage: body.slice(0, 500),
      ...(row?.code && row.moduleCode !== undefined && { moduleCode: row.moduleCode }),
    }
    return { kind: 'code', place: 'message', question: service === undefined ? question : { ...question, service } }
  }
  if (transport) {
    const service = call.service ?? findSpoken(text, '', known)?.service
    return { kind: 'transport', ...transport, ...call, ...(service !== undefined && { service }) }
  }
  const term = tokens.find((token) => isTelling(token.text))?.text ?? /gave up: ([a-z-]{4,40})/.exec(text)?.[1]
  if (term !== undefined && isTerm(term)) return { kind: 'term', term }
  const isBody = status !== undefined || readText(body).parsed !== undefined
  return isBody ? { kind: 'success' } : { kind: 'nothing' }
}
