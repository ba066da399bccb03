import { maxEnvelopeBytes, toBytes } from './decode-text.ts'
import { toExcerpt } from './excerpt.ts'
import { parseText } from './parse-text.ts'
import { isBlob, isStream } from './streams.ts'

/** The types of answers, of HTML and of plain text; others are downloads and event streams, which are left alone. */
const answerType = /^(?:|[\w.-]+\/(?:[\w.-]+\+)?(?:json|html|xml|plain))$/

/** The beginnings of JSON and HTML. */
const isMarkup = (text: string): boolean => /^\s*[[{<]/.test(text)

/**
 * Reads the body of an accepted answer.
 *
 * @param contentType the header; empty if there is none
 * @returns what was parsed; an empty text if it is HTML, broken or blank; undefined for a download or a stream
 */
export function readAnswerBody(body: unknown, contentType: string): unknown {
  if (isStream(body) || isBlob(body)) return undefined
  const bytes = toBytes(body)
  if (typeof body !== 'string' && !bytes) return body
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (!answerType.test(type) || (bytes && bytes.length > maxEnvelopeBytes)) return undefined
  const text = bytes ? new TextDecoder().decode(bytes) : String(body)
  // A plain text that begins like neither is no answer where JSON or HTML was announced.
  if (text.trim() === '' || (!isMarkup(text) && /json|html/.test(type))) return ''
  return isMarkup(text) ? (parseText(text).parsed ?? '') : undefined
}

/** The beginning of a body that was read, as text. */
export const toBodyExcerpt = (body: unknown): string =>
  toExcerpt(typeof body === 'string' ? body : (toBytes(body) ?? JSON.stringify(body) ?? ''))
