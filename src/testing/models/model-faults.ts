import { jsonType } from '../answer.ts'
import { checkNumber, checkOptions, checkType } from '../check.ts'
import type { FaultOptions } from '../fault.ts'
import { answering, checkAnswerOptions, Fault } from '../fault.ts'
import { getModels, wantModels } from './loading.ts'
import type { StreamFaultKind } from './stream-effect.ts'

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

const kinds: readonly StreamFaultKind[] = ['error', 'reset', 'silence', 'end']

const words: Readonly<Record<StreamFaultKind, Fault['word']>> = {
  error: 'fault',
  reset: 'reset',
  silence: 'hang',
  end: 'truncated',
}

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
    wantModels()
    const fault = answering('model', options, jsonType, ({ request, requestId }) => {
      const failure = { code, message, type: options.type, requestId: options.requestId ?? requestId }
      return getModels().toErrorBody(request, failure)
    })
    if (options.status !== undefined) return fault
    return new Fault('model', fault.executed, (context) => {
      const answer = fault.effect(context)
      return answer === 'reset' ? answer : { ...answer, status: getModels().toModelStatus(code) }
    })
  },

  /**
   * A stream that fails after some of its events: with the event of an `'error'`, with a broken connection (`'reset'`), with
   * `'silence'` until the client gives up, or with an `'end'` that nothing announced. Where the answer is no stream, an
   * error is a body with HTTP 200, a reset comes before the answer, and the body is cut in its middle otherwise.
   */
  stream(kind: StreamFaultKind, options: StreamFaultOptions = {}): Fault {
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
    wantModels()
    const runs = executed ?? (kind !== 'error' || frames !== 0)
    return new Fault('stream', runs, (context) => getModels().streamEffect(kind, options, context), words[kind])
  },
}
