import type { Envelope } from '../envelope/envelope.ts'
import { readText } from '../envelope/index.ts'
import { FrameReader, type StreamEvent } from './frames.ts'
import { addUsage, type TokenUsage } from './usage.ts'
import { judgeEvent } from './verdict.ts'

/** Bytes of a stream that is one JSON text and no event stream: a longer one is data. */
const longestJson = 65_536

/** How a stream stands: a failure that it reported, or how it ended. */
export type StreamEnd =
  | { readonly kind: 'finished' }
  /** It reported a failure, or the refusal of the content. */
  | { readonly kind: 'failed'; readonly failure: Envelope }
  /** It ended before anything of the answer. */
  | { readonly kind: 'empty' }
  /** It ended before the answer was complete. */
  | { readonly kind: 'truncated' }

/** What is known of an event stream, as its bytes come. Reads no more of an answer than it needs. */
export class StreamProgress {
  readonly #frames = new FrameReader()
  /** The text so far of a body that begins like JSON; undefined for an event stream; empty until something came. */
  #json: string | undefined = ''
  readonly #decoder = new TextDecoder()
  #tellsEnd = false
  failure: Envelope | undefined
  /** Something of the answer has come. */
  hasBegun = false
  isFinished = false
  events = 0
  bytes = 0
  usage: TokenUsage | undefined

  /** Is there nothing yet by which the stream could be judged? */
  get isUndecided(): boolean {
    return !this.hasBegun && !this.isFinished && this.failure === undefined
  }

  push(chunk: Uint8Array): void {
    this.bytes += chunk.length
    if (this.#json !== undefined) this.#readStart(chunk)
    for (const event of this.#frames.read(chunk)) this.#note(event)
  }

  /** How the stream stands after its last byte. */
  end(): StreamEnd {
    for (const event of this.#frames.end()) this.#note(event)
    const failure = this.failure ?? (this.#json ? readText(this.#json).envelope : undefined)
    if (failure) return { kind: 'failed', failure }
    if (this.isFinished) return { kind: 'finished' }
    if (!this.hasBegun) return { kind: 'empty' }
    // In a format that is not known the end of an answer may look like any other event.
    return this.#tellsEnd ? { kind: 'truncated' } : { kind: 'finished' }
  }

  /** A failure may come as JSON, although an event stream was announced. */
  #readStart(chunk: Uint8Array): void {
    const text = `${this.#json ?? ''}${this.#decoder.decode(chunk, { stream: true })}`
    const start = text.trimStart()[0]
    this.#json = (start === undefined || start === '{') && text.length <= longestJson ? text : undefined
  }

  #note(event: StreamEvent): void {
    this.events++
    if (this.failure) return
    const verdict = judgeEvent(event, this.hasBegun)
    this.failure = verdict.failure
    this.hasBegun ||= verdict.hasContent === true
    this.isFinished ||= verdict.isFinished === true
    this.#tellsEnd ||= verdict.tellsEnd === true
    if (verdict.usage) this.usage = addUsage(this.usage, verdict.usage)
  }
}
