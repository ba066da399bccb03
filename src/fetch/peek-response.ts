import { excerptLength } from '../envelope/excerpt.ts'

/** How much of a body is read before it is judged; an envelope is under 2 kB. */
const peekBytes = 65_536

// What Tencent Cloud's hosts send envelopes under: the legacy ones as HTML or without a type, COS as XML.
const envelopeTypes = /^(?:|text\/(?:html|plain)|[\w.-]+\/(?:[\w.-]+\+)?(?:json|xml))$/

function mayPeek({ body, bodyUsed, headers }: Response, refused: boolean): boolean {
  // A fetch of the user's may have read it.
  if (!body || bodyUsed || body.locked) return false
  if (!refused && Number(headers.get('content-length')) > peekBytes) return false
  const type = (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return envelopeTypes.test(type) || (refused && type.startsWith('text/') && type !== 'text/event-stream')
}

/** How many bytes a body that begins so is worth; undefined while that does not show. JSON objects, and COS' `<Error>`. */
function worthOf(text: string, refused: boolean): number | undefined {
  const start = text.trimStart().slice(0, 2)
  if (start === '' || start === '<') return undefined
  return start.startsWith('{') || start === '<?' || start === '<E' ? peekBytes : refused ? excerptLength : 0
}

/**
 * Reads the beginning of a body as text, and leaves the response for whoever comes next, as if nobody had.
 *
 * @param refused the status was not accepted: worth an excerpt
 * @returns undefined for a body that cannot be a failure: of another type, or too long
 * @throws what the body fails with before its end
 */
export async function peekText(response: Response, refused: boolean): Promise<string | undefined> {
  const reader = mayPeek(response, refused) ? response.clone().body?.getReader() : undefined
  if (!reader) return undefined
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  let worth: number | undefined
  while (size <= (worth ?? peekBytes)) {
    const { done, value } = await reader.read()
    if (done) return text
    size += value.length
    text += decoder.decode(value, { stream: true })
    worth ??= worthOf(text, refused)
  }
  // Else this branch would go on collecting what the other one reads. It settles when both have ended.
  reader.cancel().catch(() => {})
  return refused ? text : undefined
}
