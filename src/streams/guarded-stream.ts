import type { Envelope } from '../envelope/envelope.ts'
import type { StreamOutcome } from './outcome.ts'
import { StreamProgress } from './progress.ts'

/**
 * Bytes that are held back at most while nothing has come by which a stream could be judged, and later on those that are
 * read ahead of a slow reader: when a connection breaks, the streams of fetch and of Node.js drop what was not read yet.
 */
const longestHold = 65_536

/** Where the bytes of a stream come from. */
export interface Source {
  /** The next chunk; undefined at the end. Rejects if the stream breaks. */
  read(): Promise<Uint8Array | undefined>
  /** Ends the stream: nothing more is read. */
  cancel(reason: unknown): void
}

/** Why a stream did not bring a whole answer. */
export type StreamProblem =
  | { readonly kind: 'failed'; readonly failure: Envelope }
  | {
      readonly kind: 'empty' | 'truncated'
      /** What broke it; absent if it just ended. */
      readonly cause?: unknown
    }

/** How the beginning of a stream was judged. `open`: it is handed on. */
export type Beginning = { readonly kind: 'open' } | StreamProblem

/** What a guarded stream needs. */
export interface GuardSetup {
  /** Epoch milliseconds, by the client's clock. */
  now(): number
  /** Waits; rejects when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** When the request was sent, in epoch milliseconds. Asked when the stream has ended. */
  sentAt(): number
  /** Is the beginning held back until something decides? */
  readonly hold: boolean
  /** Milliseconds of silence after which the stream counts as broken; undefined for no limit. */
  readonly idleMs: number | undefined
  /** Has the caller cancelled? Then the stream ends with what its source fails with. */
  isCancelled(): boolean
  /** Calls the listener when the caller cancels; returns a function that removes it. */
  onCancel(listener: () => void): () => void
  /** Does the stream end as it came, whatever it reports? */
  readonly plain: boolean
  /** The error of a stream that did not bring a whole answer. Must not reject. */
  explain(problem: StreamProblem, delivered: { readonly events: number; readonly bytes: number }): Promise<unknown>
}

type Ended = { readonly kind: 'finished' } | StreamProblem

const idleError = (ms: number): Error =>
  Object.assign(new Error(`no byte came for ${ms} ms`), { name: 'TimeoutError', code: 'ETIMEDOUT' })

/**
 * The event stream of a model: its beginning is held back until it can be judged, then it is handed on byte for byte. If
 * it reports a failure or stops before its answer is complete, it ends with an error after what was handed on.
 */
export class GuardedStream {
  /** How the stream ended. Never rejects. */
  readonly outcome: Promise<StreamOutcome>
  readonly #source: Source
  readonly #setup: GuardSetup
  readonly #progress = new StreamProgress()
  readonly #held: Uint8Array[] = []
  #heldBytes = 0
  #reading: Promise<void> | undefined
  #isClosed = false
  #ended: Ended | undefined
  #firstContentAt: number | undefined
  #settle: (outcome: StreamOutcome) => void = () => {}
  readonly #ignoreCancel: () => void

  constructor(source: Source, setup: GuardSetup) {
    this.#source = source
    this.#setup = setup
    this.outcome = new Promise((resolve) => {
      this.#settle = resolve
    })
    this.#ignoreCancel = setup.onCancel(() => this.#close({ cancelled: true }))
  }

  /** Reads until something decides, for 64 kB at most. */
  async begin(): Promise<Beginning> {
    const progress = this.#progress
    while (this.#setup.hold && !this.#ended && progress.isUndecided && progress.bytes < longestHold)
      await this.#advance()
    const problem = this.#beginningProblem
    // The caller may not read on, and the caller's signal may outlive the call.
    if (problem) this.#ignoreCancel()
    else this.#readAhead()
    return problem ?? { kind: 'open' }
  }

  /** The beginning, as text: what was held back. */
  get heldText(): string {
    const decoder = new TextDecoder()
    return this.#held.map((chunk) => decoder.decode(chunk, { stream: true })).join('')
  }

  /**
   * The next chunk to hand on; undefined at the end.
   *
   * @throws the error that explains why the answer is not complete; what the caller cancelled with
   */
  async next(): Promise<Uint8Array | undefined> {
    // What was read ahead is not handed on after an abort, unless the end was read before it.
    if (this.#setup.isCancelled() && (!this.#ended || 'cause' in this.#ended)) this.#drop()
    if (this.#held.length === 0 && !this.#ended) await this.#advance()
    const chunk = this.#held.shift()
    if (!chunk) return this.#end(this.#ended ?? { kind: 'finished' })
    this.#heldBytes -= chunk.length
    this.#readAhead()
    return chunk
  }

  /** The reader has left. */
  cancel(reason?: unknown): void {
    this.#close({ cancelled: true, error: reason })
    this.#source.cancel(reason)
  }

  get #beginningProblem(): StreamProblem | undefined {
    const { failure, hasBegun } = this.#progress
    if (hasBegun) return undefined
    if (failure) return { kind: 'failed', failure }
    return this.#setup.plain || this.#ended?.kind === 'finished' ? undefined : this.#ended
  }

  async #end(ended: Ended): Promise<undefined> {
    if (ended.kind === 'finished') return this.#close({ finished: true })
    const cause = 'cause' in ended ? ended.cause : undefined
    if (cause !== undefined && this.#setup.isCancelled()) {
      this.#close({ cancelled: true, error: cause })
      throw cause
    }
    const { events, bytes } = this.#progress
    const error = await this.#setup.explain(ended, { events, bytes })
    this.#close({ error })
    this.#source.cancel(error)
    if (!this.#setup.plain) throw error
    if (cause !== undefined) throw cause
    return undefined
  }

  #close({ finished = false, cancelled = false, error }: Partial<StreamOutcome>): undefined {
    this.#isClosed = true
    this.#ignoreCancel()
    const { events, bytes, usage } = this.#progress
    const sentAt = this.#setup.sentAt()
    this.#settle({
      finished,
      cancelled,
      ...(error !== undefined && { error }),
      events,
      bytes,
      ...(usage && { usage }),
      ...(this.#firstContentAt !== undefined && { firstContentMs: this.#firstContentAt - sentAt }),
      durationMs: this.#setup.now() - sentAt,
    })
  }

  #drop(): void {
    this.#held.length = 0
    this.#heldBytes = 0
  }

  /** Reads ahead of the reader, up to a bound. What it has read is handed on before an error. */
  #readAhead(): void {
    if (this.#reading || this.#ended || this.#isClosed || this.#heldBytes >= longestHold) return
    void this.#advance().then(() => this.#readAhead())
  }

  /** Reads one chunk, or notes how the stream ended; once at a time. Never rejects. */
  #advance(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #read(): Promise<void> {
    const progress = this.#progress
    try {
      const chunk = await this.#readInTime()
      if (!chunk) {
        this.#ended = progress.end()
        return
      }
      this.#held.push(chunk)
      this.#heldBytes += chunk.length
      progress.push(chunk)
      if (progress.hasBegun) this.#firstContentAt ??= this.#setup.now()
      if (progress.failure && !this.#setup.plain) this.#ended = { kind: 'failed', failure: progress.failure }
    } catch (cause) {
      // A connection that is closed badly after the whole answer is no failure of it.
      if (progress.isFinished && !this.#setup.isCancelled()) this.#ended = { kind: 'finished' }
      else this.#ended = { kind: progress.hasBegun ? 'truncated' : 'empty', cause }
    }
  }

  async #readInTime(): Promise<Uint8Array | undefined> {
    const { idleMs, sleep } = this.#setup
    if (idleMs === undefined) return this.#source.read()
    const timer = new AbortController()
    const reading = this.#source.read()
    const silence = sleep(idleMs, timer.signal).then(
      () => {
        const error = idleError(idleMs)
        reading.catch(() => {})
        this.#source.cancel(error)
        throw error
      },
      () => new Promise<never>(() => {}),
    )
    return Promise.race([reading, silence]).finally(() => timer.abort())
  }
}
