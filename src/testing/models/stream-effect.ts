import type { Answer, Frame, Stream } from '../answer.ts'
import { jsonType } from '../answer.ts'
import type { FaultContext, FaultEffect } from '../fault.ts'
import type { ModelFailure } from './model-error.ts'
import { toErrorBody, toErrorFrame } from './model-error.ts'

/** The ways in which a stream fails. */
export type StreamFaultKind = 'error' | 'reset' | 'silence' | 'end'

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
  kind: StreamFaultKind,
  success: Answer,
  { request, failure }: { readonly request: FaultContext['request']; readonly failure: ModelFailure },
): ReturnType<FaultEffect> => {
  if (kind === 'error') return { status: 200, headers: jsonType, body: toErrorBody(request, failure) }
  if (kind === 'reset') return 'reset'
  const size = new TextEncoder().encode(String(success.body)).byteLength
  return { ...success, arrivingBytes: Math.floor(size / 2) }
}

/** The settings of a fault; those of `faults.stream`. */
interface StreamFault {
  readonly frames?: number
  readonly code?: string
  readonly message?: string
  readonly done?: boolean
}

/** What a fault makes of an answer. */
export const streamEffect = (
  kind: StreamFaultKind,
  { frames, code = '500001', message = '', done: isDone }: StreamFault,
  { request, requestId, success }: FaultContext,
): ReturnType<FaultEffect> => {
  const failure = { code, message, type: undefined, requestId }
  const { stream } = success
  if (!stream) return withoutStream(kind, success, { request, failure })
  const whole = stream.frames
  const count = frames ?? (kind === 'end' ? toLastToken(whole) : toFirstToken(whole))
  if (kind !== 'error') return { ...success, stream: cut(stream, count, [], kind) }
  const last = [toErrorFrame(request, failure), ...(isDone ? [done] : [])]
  return { ...success, stream: cut(stream, count, last, 'end') }
}
