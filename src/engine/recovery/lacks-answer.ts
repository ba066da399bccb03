import { isRecord, readOwn } from '../../check/check.ts'
import { maxEnvelopeBytes, toBytes } from '../../envelope/decode-text.ts'
import { parseText } from '../../envelope/parse-text.ts'
import { isBlob, isStream } from '../../envelope/streams.ts'
import { findOwedAnswer, type RequestDescription } from '../../request/index.ts'
import type { Answered } from '../ports.ts'

type AcceptedAnswer = Pick<Answered<unknown>, 'status' | 'headers' | 'body'>

/** The types of answers, of HTML and of plain text; others are downloads and event streams, which are left alone. */
const answerType = /^(?:|[\w.-]+\/(?:[\w.-]+\+)?(?:json|html|xml|plain))$/

/** The beginnings of JSON and HTML. */
const isMarkup = (text: string): boolean => /^\s*[[{<]/.test(text)

const readType = ({ 'content-type': type = '' }: AcceptedAnswer['headers']): string =>
  type.split(';', 1)[0]?.trim().toLowerCase() ?? ''

/** The body as text or as what was parsed from one; undefined for a download. */
function readBody({ headers, body }: AcceptedAnswer): unknown {
  if (isStream(body) || isBlob(body)) return undefined
  const bytes = toBytes(body)
  if (typeof body !== 'string' && !bytes) return body
  const type = readType(headers)
  if (!answerType.test(type) || (bytes && bytes.length > maxEnvelopeBytes)) return undefined
  const text = bytes ? new TextDecoder().decode(bytes) : String(body)
  // A plain text that begins like neither is no answer where JSON or HTML was announced.
  if (text.trim() === '' || (!isMarkup(text) && /json|html/.test(type))) return ''
  return isMarkup(text) ? (parseText(text).parsed ?? '') : undefined
}

/**
 * Does an accepted answer lack what an API that was called always answers with? API 3.0: a `Response` object. The legacy API:
 * anything at all. False for addresses whose answers have any form, for downloads, and for methods that have no body.
 */
export function lacksAnswer({ target, method }: RequestDescription, answer: AcceptedAnswer): boolean {
  const api = target && findOwedAnswer(target)
  const { status } = answer
  if (!api || !/^(?:GET|POST)$/.test(method) || status < 200 || status > 299) return false
  const body = readBody(answer)
  if (body === undefined) return false
  if (!isRecord(body)) return true
  if (isRecord(readOwn(body, 'Response'))) return false
  return api === 'api3' || Object.keys(body).every((key) => key === 'Response')
}
