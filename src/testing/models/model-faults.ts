import type { Answer, Frame, Stream } from '../answer.ts'
import { jsonType } from '../answer.ts'
import { checkNumber, checkOptions, checkType } from '../check.ts'
import type { FaultContext, FaultEffect, FaultOptions } from '../fault.ts'
import { answering, checkAnswerOptions, Fault } from '../fault.ts'
import type { ModelFailure } from './model-error.ts'
import { toErrorBody, toErrorFrame, toModelStatus } from './model-error.ts'

/** Options of `faults.model`. */
export interface ModelFaultOptions extends FaultOptions {
  /**
   * HTTP status, 200 to 599. With 200 it is a failure as JSON in the place of an answer or of a stream.
   *
   * @default the one that the code comes with; 400 for a code that is not known
   */
  readonly status?: number
  /**
   * The `type` of the error.
   *
   * @default the one that the service sends with the code
   */
  readonly type?: string
  /**
   * The id of the request, where the service puts it.
   *
   * @default the id that the fake gave the request
   */
  readonly requestId?: string
}

/** Options of `faults.stream`. */
export interface StreamFaultOptions {
  /**
   * Events that are sent before the fault; 0: none. In the protocol of OpenAI the first event has the role, and no text.
   *
   * @default for 'error', 'reset' and 'silence' those up to the first token; for 'end' all but what tells the end
   */
  readonly frames?: number
  /**
   * The code of an `'error'`.
   *
   * @default '500001'
   */
  readonly code?: string
  /**
   * The message of an `'error'`.
   *
   * @default ''
   */
  readonly message?: string
  /**
   * Is `[DONE]` sent after an `'error'`?
   *
   * @default false
   */
  readonly done?: boolean
  /**
   * Does the prompt run?
   *
   * @default true; for an 'error' only if events are sent before it
   */
  readonly executed?: boolean
}

const kinds = ['error', 'reset', 'silence', 'end'] as const

/** The event that ends a stream of OpenAI's protocol. */
const done: Frame = { text: 'data: [DONE]\n\n', tokens: 0, waitMs: 0 }

/** Number of events up to the first token. */
const toFirstToken = (frames: readonly Frame[]): number => frames.findIndex(({ tokens }) => tokens > 0) + 1
/** Number of events up to the last token. */
const toLastToken = (frames: readonly Frame[]): number => frames.findLastIndex(({ tokens }) => tokens > 0) + 1

const cut = ({ frames }: Stream, count: number, last: readonly Frame[], ending: Stream['ending']): Stream => ({
  frames: [...frames.slice(0, count), ...last],
  ending,
})

/** What a fault does to an answer that is no stream. */
const withoutStream = (
  kind: (typeof kinds)[number],
  success: Answer,
  { request, failure }: { readonly request: FaultContext['request']; readonly failure: ModelFailure },
): ReturnType<FaultEffect> => {
  if (kind === 'error') return { status: 200, headers: jsonType, body: toErrorBody(request, failure) }
  if (kind === 'reset') return 'reset'
  const size = new TextEncoder().encode(String(success.body)).byteLength
  return { ...success, arrivingBytes: Math.floor(size / 2) }
}

const streamEffect =
  (kind: (typeof kinds)[number], { frames, code = '500001', message = '', done: isDone }: StreamFaultOptions) =>
  ({ request, requestId, success }: FaultContext): ReturnType<FaultEffect> => {
    const failure = { code, message, type: undefined, requestId }
    const { stream } = success
    if (!stream) return withoutStream(kind, success, { request, failure })
    const whole = stream.frames
    const count = frames ?? (kind === 'end' ? toLastToken(whole) : toFirstToken(whole))
    if (kind !== 'error') return { ...success, stream: cut(stream, count, [], kind) }
    const last = [toErrorFrame(request, failure), ...(isDone ? [done] : [])]
    return { ...success, stream: cut(stream, count, last, 'end') }
  }

const words = { error: 'fault', reset: 'reset', silence: 'hang', end: 'truncated' } as const

/** Faults of model endpoints; part of `faults`. */
export const modelFaults = {
  /**
   * A failure of a model endpoint, in the form of the request's service and protocol: of TokenHub, lkeap, hunyuan, Yuanqi,
   * CloudBase or Anthropic.
   */
  model(code: string, message = '', options: ModelFaultOptions = {}): Fault {
    const where = 'faults.model'
    if (typeof code !== 'string' || code === '') throw new TypeError(`${where}: "code" must be a string`)
    checkType(where, 'message', message, 'string')
    checkAnswerOptions(where, options, ['type', 'requestId'])
    checkType(where, 'type', options.type, 'string')
    checkType(where, 'requestId', options.requestId, 'string')
    const { status = toModelStatus(code), type } = options
    return answering('model', { ...options, status }, jsonType, ({ request, requestId }) =>
      toErrorBody(request, { code, message, type, requestId: options.requestId ?? requestId }),
    )
  },

  /**
   * A stream that fails after some of its events: with the event of an `'error'`, with a broken connection (`'reset'`), with
   * `'silence'` until the client gives up, or with an `'end'` that nothing announced. Where the answer is no stream, an
   * error is a body with HTTP 200, a reset comes before the answer, and the body is cut in its middle otherwise.
   */
  stream(kind: 'error' | 'reset' | 'silence' | 'end', options: StreamFaultOptions = {}): Fault {
    const where = 'faults.stream'
    if (!kinds.includes(kind)) throw new TypeError(`${where}: "kind" must be one of ${kinds.join(', ')}`)
    checkOptions(where, options, ['frames', 'code', 'message', 'done', 'executed'])
    const { frames, executed } = options
    if (frames !== undefined) {
      const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0
      checkNumber(where, 'frames', frames, 'a whole number, 0 or more', isCount)
    }
    checkType(where, 'code', options.code, 'string')
    checkType(where, 'message', options.message, 'string')
    checkType(where, 'done', options.done, 'boolean')
    checkType(where, 'executed', executed, 'boolean')
    const runs = executed ?? (kind !== 'error' || frames !== 0)
    return new Fault('stream', runs, streamEffect(kind, options), words[kind])
  },
}
