import type { Answer, Data, Frame } from '../answer.ts'
import { jsonType } from '../answer.ts'
import type { LoggedRequest } from '../log.ts'
import type { Generated, Generation } from './generation.ts'
import { toGeneration } from './generation.ts'
import { type WriterName, writers } from './protocols.ts'

/** What has been generated and sent so far. */
export class Progress implements Generated {
  readonly inputTokens: number
  readonly outputTokens: number
  sentTokens = 0
  ended: Generated['ended']

  constructor({ inputTokens, outputTokens }: Generation) {
    this.inputTokens = inputTokens
    this.outputTokens = outputTokens
  }

  /** Counts an event of a stream. */
  sent({ tokens }: Frame): void {
    this.sentTokens += tokens
  }

  /** Notes how the answer ended. One that is no stream is sent as a whole, or not at all. */
  end(ended: Generated['ended'], isStream: boolean): void {
    this.ended = ended
    if (!isStream && ended === 'whole') this.sentTokens = this.outputTokens
  }
}

/** The answer of a request that meets no fault. */
export interface Success {
  readonly answer: Answer
  /** Undefined for what is no prompt. */
  readonly progress: Progress | undefined
  /** Milliseconds that a model takes before an answer that is no stream. */
  readonly waitMs: number
}

const toJson = (value: object): Answer => ({ status: 200, headers: jsonType, body: JSON.stringify(value) })

/** What is answered at model endpoints besides answers to prompts. */
const others: Readonly<Record<string, (data: Data, request: LoggedRequest) => object>> = {
  models: (_data, { at }) => ({
    object: 'list',
    data: [{ id: 'model', object: 'model', created: Math.floor(at / 1_000), owned_by: 'fake' }],
  }),
  embeddings: (_data, { model }) => ({
    object: 'list',
    model,
    data: [{ object: 'embedding', index: 0, embedding: [0.6, 0.8] }],
    usage: { prompt_tokens: 1, total_tokens: 1 },
  }),
}

/** Makes the success of a request to a model endpoint of its data. Throws a TypeError that names an invalid field of a model's answer. */
export const toModelSuccess = (request: LoggedRequest, protocol: WriterName, data: Data): Success => {
  const { action = '', params, requestId } = request
  const other = others[action]
  if (other) return { answer: toJson(other(data, request)), progress: undefined, waitMs: 0 }
  const generation = toGeneration(data, request)
  const progress = new Progress(generation)
  const writer = writers[protocol]
  const isApi3 = protocol === 'api3'
  if (!isApi3 && params.stream !== true) {
    const waitMs = generation.outputTokens * generation.msPerToken
    return { answer: toJson(writer.body(generation)), progress, waitMs }
  }
  const stream = { frames: writer.frames(generation), ending: 'end' as const }
  const headers: Answer['headers'] = isApi3 ? { 'x-tc-requestid': requestId } : {}
  return { answer: { status: 200, headers, body: '', stream }, progress, waitMs: 0 }
}
