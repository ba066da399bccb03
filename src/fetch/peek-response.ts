import { excerptLength } from '../envelope/excerpt.ts'
import { isWebStream } from '../envelope/streams.ts'

/** Bytes of a body that are read to look for an envelope, which has less than 2 kB. */
const peekBytes = 65_536

// The content types of envelopes. Legacy hosts send HTML or no type, COS sends XML.
const envelopeTypes = /^(?:|text\/(?:html|plain)|[\w.-]+\/(?:[\w.-]+\+)?(?:json|xml))$/

export const isEventStream = ({ headers }: Response): boolean =>
  /^text\/event-stream\b/i.test(headers.get('content-type') ?? '')

function mayPeek({ body, bodyUsed, headers }: Response, refused: boolean): boolean {
  // The given fetch may have read the body, or have bodies of another kind.
  if (!isWebStream(body) || bodyUsed || body.locked) return false
  if (!refused && Number(headers.get('content-length')) > peekBytes) return false
  const type = (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return envelopeTypes.test(type) || (refused && type.startsWith('text/') && type !== 'text/event-stream')
}

/**
 * How many bytes to read of a body that begins with this text; undefined while more text is needed. JSON objects and
 * COS' `<Error>` can be failures.
 */
function worthOf(text: string, refused: boolean): number | undefined {
  const start = text.trimStart().slice(0, 2)
  if (start === '' || start === '<') return undefined
  return start.startsWith('{') || start === '<?' || start === '<E' ? peekBytes : refused ? excerptLength : 0
}

/** The beginning of a body. */
export interface PeekedText {
  readonly text: string
  /** Has the whole body arrived? */
  readonly isComplete: boolean
}

/** A response whose body may be looked into. */
export interface Peekable {
  /** The response for the caller: unread, with its whole body. */
  readonly response: Response
  /**
   * Reads the beginning of the body as text, once; undefined if the body cannot be a failure by its type or length.
   *
   * @param stopped ends the reading
   * @returns undefined if there is no body
   * @throws the error with which the body fails before its end
   */
  readonly peek: ((stopped: Promise<void>) => Promise<PeekedText | undefined>) | undefined
}

type Descriptors = Readonly<Record<string, PropertyDescriptor>>

/** Has the given fetch replaced the class or methods of a response? Such methods may read the body of this object. */
const isReplaced = (response: Response, copy: Response, own: Descriptors): boolean =>
  Object.getPrototypeOf(response) !== Object.getPrototypeOf(copy) ||
  Object.values(own).some(({ value, get }) => get !== undefined || typeof value === 'function')

/**
 * Opens the beginning of a response's body, and keeps the whole body for the caller.
 *
 * A response and its clone share one body, and each reads a branch of it. The caller gets the clone; the original is read
 * and then cancelled, because an unread branch would store all that the other one reads. The other way round ends the
 * process in Node.js 20 and 22: when the request is aborted, undici cancels the original's body, which fails if the
 * clone's was cancelled before, and nothing handles that rejection. The clone has the address, type, status and header
 * fields of the original, and here also the properties that the given fetch has set (mocks and frameworks set `url`).
 * Only a response with methods of its own goes to the caller itself, since these may read its body.
 *
 * @param refused the status was not accepted, so that an excerpt is needed
 */
export function openResponse(response: Response, refused: boolean): Peekable {
  if (!mayPeek(response, refused)) return { response, peek: undefined }
  const copy = response.clone()
  const own: Descriptors = Object.getOwnPropertyDescriptors(response)
  if (isReplaced(response, copy, own)) return { response, peek: (stopped) => readHead(copy, refused, stopped) }
  for (const [name, property] of Object.entries(own)) Object.defineProperty(copy, name, property)
  return { response: copy, peek: (stopped) => readHead(response, refused, stopped) }
}

async function readHead({ body }: Response, refused: boolean, stopped: Promise<void>): Promise<PeekedText | undefined> {
  const reader = body?.getReader()
  if (!reader) return undefined
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  let worth: number | undefined
  while (size <= (worth ?? peekBytes)) {
    const read = await Promise.race([reader.read(), stopped])
    if (!read) break
    const { done, value } = read
    if (done) return { text, isComplete: true }
    size += value.length
    text += decoder.decode(value, { stream: true })
    worth ??= worthOf(text, refused)
  }
  // The promise settles when the caller's branch has ended too.
  reader.cancel().catch(() => {})
  return { text, isComplete: false }
}
