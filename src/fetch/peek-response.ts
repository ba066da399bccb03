import { excerptLength } from '../envelope/excerpt.ts'

/** Bytes of a body that are read to look for an envelope, which has less than 2 kB. */
const peekBytes = 65_536

// The content types of envelopes. Legacy hosts send HTML or no type, COS sends XML.
const envelopeTypes = /^(?:|text\/(?:html|plain)|[\w.-]+\/(?:[\w.-]+\+)?(?:json|xml))$/

function mayPeek({ body, bodyUsed, headers }: Response, refused: boolean): boolean {
  // The given fetch may have read the body.
  if (!body || bodyUsed || body.locked) return false
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

/**
 * Reads the beginning of a body as text. The response stays unread.
 *
 * @param refused the status was not accepted, so that an excerpt is needed
 * @returns undefined for a body that cannot be a failure, because it has another type or is too long
 * @throws the error with which the body fails before its end
 */
export async function peekText(response: Response, refused: boolean): Promise<PeekedText | undefined> {
  const reader = mayPeek(response, refused) ? response.clone().body?.getReader() : undefined
  if (!reader) return undefined
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  let worth: number | undefined
  while (size <= (worth ?? peekBytes)) {
    const { done, value } = await reader.read()
    if (done) return { text, isComplete: true }
    size += value.length
    text += decoder.decode(value, { stream: true })
    worth ??= worthOf(text, refused)
  }
  // Without this, the clone would buffer everything that the response reads. The promise settles when both have ended.
  reader.cancel().catch(() => {})
  return refused ? { text, isComplete: false } : undefined
}
