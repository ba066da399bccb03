import type { Data, Outcome } from './answer.ts'
import { successAnswer, toResponse, toStreamResponse } from './answer.ts'
import { commonHeaders } from './common-headers.ts'
import { Executor } from './executor.ts'
import { successEffect } from './fault.ts'
import { Latencies } from './latencies.ts'
import type { LoggedRequest } from './log.ts'
import { getModels } from './models/loading.ts'
import { isStreamedApi3 } from './models/model-request.ts'
import type { Success } from './models/success.ts'
import type { Settings } from './options.ts'
import type { Verdict } from './verdict.ts'
import { Waits } from './waits.ts'

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/** Makes the success of a request of its data. Throws a TypeError that names an invalid field of a model's answer. */
const toSuccess = (request: LoggedRequest, data: Data): Success => {
  const { protocol, dialect, requestId } = request
  if (protocol || isStreamedApi3(request)) return getModels().toModelSuccess(request, protocol ?? 'api3', data)
  return { answer: successAnswer(dialect, data, requestId), progress: undefined, waitMs: 0 }
}

/** Executes requests that have been judged, and makes what their clients receive. */
export class Responder {
  readonly executor = new Executor()
  readonly latencies = new Latencies()
  readonly #settings: Settings
  /** Counts the tokens of an answer. */
  readonly #spend: (request: LoggedRequest, tokens: number) => void
  readonly #waits: Waits
  /** Ends the streams that are being sent. */
  #streams = new AbortController()

  constructor(settings: Settings, spend: (request: LoggedRequest, tokens: number) => void) {
    this.#settings = settings
    this.#spend = spend
    this.#waits = new Waits(settings.sleep)
  }

  /** Forgets executions, answers and latencies. What still waits, and streams that are being sent, are broken. */
  reset(): void {
    this.latencies.clear()
    this.executor.clear()
    this.#waits.endAll()
    this.#streams.abort()
    this.#streams = new AbortController()
  }

  #readLatency(request: Writable<LoggedRequest>): number {
    try {
      return this.latencies.read(request)
    } catch (error) {
      request.outcome = 'crashed'
      throw error
    }
  }

  /** Runs the action, unless the fault prevents that, and makes its answer. */
  #execute(request: Writable<LoggedRequest>, verdict: Verdict | undefined): Success {
    const { word, fault } = verdict ?? {}
    const executed = (fault?.executed ?? true) ? this.executor.execute(request) : undefined
    const success = toSuccess(request, executed?.data ?? {})
    if (executed?.execution && success.progress) {
      executed.execution.generated = success.progress
      this.#spend(request, success.progress.outputTokens)
    }
    const isRepeated = executed !== undefined && executed.execution === undefined
    request.outcome = isRepeated && (word ?? 'success') === 'success' ? 'repeated' : (word ?? 'success')
    return success
  }

  /**
   * Answers a request, after the waits that were asked for. `release` is called when a stream ends. Rejects with the error
   * of a function given to `answer()` or `latency()`, or a TypeError for what it returned.
   */
  async respond(
    request: Writable<LoggedRequest>,
    verdict: Verdict | undefined,
    signal: AbortSignal,
    release: () => void,
  ): Promise<Outcome> {
    const { answer, progress, waitMs } = this.#execute(request, verdict)
    const fault = verdict?.fault
    const allMs = this.#readLatency(request) + (fault?.delayMs ?? 0) + waitMs
    if (allMs > 0 && !(await this.#waits.wait(allMs, signal))) {
      progress?.end(signal.aborted ? 'cancelled' : 'broken', false)
      return { kind: 'reset' }
    }
    const effect = (fault?.effect ?? successEffect)({ request, requestId: request.requestId, success: answer })
    if (effect === 'reset') {
      progress?.end('broken', false)
      return { kind: 'reset' }
    }
    const headers = commonHeaders(this.#settings)
    if (effect.stream) {
      const body = getModels().playStream(effect.stream, AbortSignal.any([signal, this.#streams.signal]), {
        wait: (ms, client) => this.#waits.wait(ms, client),
        sent: (frame) => progress?.sent(frame),
        ended: (how) => {
          progress?.end(how, true)
          release()
        },
      })
      return { kind: 'stream', response: toStreamResponse(effect, headers, body) }
    }
    const { arrivingBytes } = effect
    progress?.end(arrivingBytes === undefined ? 'whole' : 'broken', false)
    const response = toResponse(effect, headers)
    return arrivingBytes === undefined ? { kind: 'answer', response } : { kind: 'truncated', response, arrivingBytes }
  }
}
