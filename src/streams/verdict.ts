import { isRecord, readOwn } from '../check/check.ts'
import type { Envelope } from '../envelope/envelope.ts'
import { readObject } from '../envelope/index.ts'
import type { StreamEvent } from './frames.ts'
import { readUsage, type TokenUsage } from './usage.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** What an event of a model's stream says. */
export interface Verdict {
  /** Text, reasoning, a tool call or a refusal: something of the answer, or something that is not known. */
  readonly hasContent?: boolean
  /** Is the answer complete? */
  readonly isFinished?: boolean
  /** The stream has a format in which the end of an answer is told. */
  readonly tellsEnd?: boolean
  /** The failure that it reports, or the refusal of the content. */
  readonly failure?: Envelope
  readonly usage?: TokenUsage | undefined
}

/** Reads one format; undefined for an event of another. */
type Reader = (body: JsonObject, name: string) => Verdict | undefined

/** Why an answer was stopped by the check of its content: in the protocols of OpenAI, and in API 3.0. */
const refusals: ReadonlySet<unknown> = new Set(['content_filter', 'sensitive'])

const toObject = (value: unknown): JsonObject => (isRecord(value) ? value : {})
const toList = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.map(toObject) : [])
const toText = (value: unknown): string => (typeof value === 'string' ? value : '')

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

const toRefusal = (reason: string, body: JsonObject): Envelope => ({
  dialect: 'model',
  certainty: 'by-host',
  code: reason,
  message: 'the answer was stopped by the check of its content',
  requestId: toText(readOwn(body, 'request_id')) || undefined,
})

/** Reads the parts of an answer. Each has a delta and, at its end, a reason. */
function readChoices(choices: readonly JsonObject[], body: JsonObject): Verdict {
  const reasons = choices.flatMap((choice) => {
    const reason = readOwn(choice, 'finish_reason') ?? readOwn(choice, 'FinishReason')
    return typeof reason === 'string' && reason !== '' ? reason : []
  })
  const refusal = reasons.find((reason) => refusals.has(reason))
  const parts = choices.flatMap((choice) => [
    ...['delta', 'Delta', 'message', 'Message'].map((key) => toObject(readOwn(choice, key))),
    { text: readOwn(choice, 'text') },
  ])
  const hasContent = parts.some((part) =>
    Object.entries(part).some(([key, value]) => key.toLowerCase() !== 'role' && !isEmpty(value)),
  )
  return {
    hasContent,
    tellsEnd: true,
    isFinished: reasons.length > 0,
    ...(refusal !== undefined && { failure: toRefusal(refusal, body) }),
  }
}

/** The chunks of `/chat/completions` and `/completions`. */
const openAi: Reader = (body) =>
  Array.isArray(body.choices) ? { ...readChoices(toList(body.choices), body), usage: readUsage(body.usage) } : undefined

/** The events of API 3.0, whose failures are in `ErrorMsg`. */
const api3: Reader = (whole) => {
  const body = isRecord(whole.Response) ? whole.Response : whole
  const error = toObject(body.ErrorMsg)
  const code = readOwn(error, 'Code')
  if (!isEmpty(code) && code !== 0) {
    const failure: Envelope = {
      dialect: 'api3',
      certainty: 'by-host',
      code: String(code),
      message: toText(readOwn(error, 'Msg')),
      requestId: toText(body.RequestId) || undefined,
    }
    return { failure }
  }
  if (!Array.isArray(body.Choices)) return undefined
  return { ...readChoices(toList(body.Choices), body), usage: readUsage(body.Usage) }
}

/** Events of the protocol of Anthropic that bring nothing of the answer. */
const silent: ReadonlySet<string> = new Set(['message_start', 'ping', 'content_block_stop'])

const anthropic: Reader = (body) => {
  const type = toText(body.type)
  if (silent.has(type)) return { tellsEnd: true, usage: readUsage(toObject(body.message).usage) }
  if (type === 'message_stop') return { isFinished: true, tellsEnd: true }
  if (type === 'message_delta') {
    const isFinished = !isEmpty(toObject(body.delta).stop_reason)
    return { isFinished, tellsEnd: true, usage: readUsage(body.usage) }
  }
  if (type === 'content_block_delta') return { hasContent: true, tellsEnd: true }
  if (type !== 'content_block_start') return undefined
  const { type: kind, text, thinking } = toObject(body.content_block)
  return { hasContent: !(kind === 'text' || kind === 'thinking') || !isEmpty(text ?? thinking), tellsEnd: true }
}

/** Events of `/responses`, and of newer agents, before anything of the answer. */
const opening = /^(?:response\.)?(?:created|queued|in_progress|request_ack)$/
/** The items and parts of an answer that hold nothing yet when they are added. */
const emptyKinds: ReadonlySet<unknown> = new Set(['message', 'reasoning', 'output_text', 'summary_text', undefined])

const responses: Reader = (body) => {
  const type = toText(body.type ?? body.Type)
  const response = toObject(body.response)
  if (opening.test(type)) return { tellsEnd: true }
  if (type === 'response.failed' || (type === 'error' && !isEmpty(body.code))) {
    const error = type === 'error' ? { code: body.code, message: body.message } : toObject(response.error)
    const failure = readObject({ error: { code: 'api_error', ...error }, id: readOwn(response, 'id') })
    return { ...(failure && { failure }), tellsEnd: true }
  }
  if (type === 'response.completed' || type === 'response.incomplete') {
    const reason = toText(toObject(response.incomplete_details).reason)
    const failure = refusals.has(reason) ? toRefusal(reason, response) : undefined
    return { isFinished: true, tellsEnd: true, usage: readUsage(response.usage), ...(failure && { failure }) }
  }
  if (!type.startsWith('response.')) return undefined
  const added = type.endsWith('.added') ? toObject(body.item ?? body.part).type : 'content'
  return { hasContent: !emptyKinds.has(added), tellsEnd: true }
}

/** The way in which an agent answers that too many calls run at once. */
const busyReply = 7

/** The events of agents: `reply` repeats the question first, and `token_stat` counts. */
const agent: Reader = (body, name) => {
  const payload = toObject(body.payload)
  const type = toText(body.type) || name
  if (type === 'token_stat' || type === 'reference') return {}
  if (type !== 'reply') return undefined
  if (payload.reply_method === busyReply) {
    const code = `reply_method_${busyReply}`
    return { failure: { ...toRefusal(code, payload), message: toText(payload.content) } }
  }
  if (payload.is_from_self === true) return {}
  return { hasContent: !isEmpty(payload.content), isFinished: payload.is_final === true }
}

const readers: readonly Reader[] = [openAi, api3, anthropic, responses, agent]

/** The formats of failures inside streams. Fields of other products do not make an event a failure. */
const dialects: ReadonlySet<Envelope['dialect']> = new Set(['api3', 'cloudbase', 'model'])

/** What is not known counts as content, so that nothing is repeated after it. */
const unknown: Verdict = { hasContent: true }

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}

/** A cheap look at an event in the middle of an answer: could it be more than content? */
const mayMatter =
  /"(?:[Ee]rror|ErrorMsg|usage|Usage|reply_method)"\s*:\s*[{7]|"(?:finish_reason|FinishReason|stop_reason)"\s*:\s*"\w|"[tT]ype"\s*:\s*"(?:error|message_stop|response\.[cif])|"is_final"/

/**
 * Judges an event of a model's stream. Never throws.
 *
 * @param hasBegun something of the answer came before, so that what is content is not of interest
 */
export function judgeEvent({ name, data }: StreamEvent, hasBegun: boolean): Verdict {
  // Alone it does not make an answer.
  if (data.trim() === '[DONE]') return { isFinished: hasBegun, tellsEnd: true }
  if (hasBegun && name !== 'error' && !mayMatter.test(data)) return unknown
  const body = parse(data)
  if (!isRecord(body)) return name === 'error' ? { failure: { ...toRefusal('error', {}), message: data } } : unknown
  try {
    const failure = readObject(body)
    if (failure && dialects.has(failure.dialect) && !failure.besideContent) return { failure }
    for (const read of readers) {
      const verdict = read(body, name)
      if (verdict) return verdict
    }
  } catch {
    // A body of an unexpected form.
  }
  return unknown
}
