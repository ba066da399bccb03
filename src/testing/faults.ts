import type { Answer } from './answer.ts'
import { jsonType } from './answer.ts'
import { checkHeaders, checkNumber, checkOptions, checkType } from './check.ts'
import { isDelay, maxDelayMs } from './waits.ts'

/** The sorts of faults; `faults` makes them. */
export type FaultKind = 'legacy' | 'api3' | 'body' | 'html' | 'status' | 'reset' | 'truncated' | 'delay' | 'hang'

/** What a fault may build its answer from. `success` is what the client would have got. */
export interface FaultContext {
  readonly requestId: string
  readonly success: Answer
}

/** What a fault makes of an answer. `arrivingBytes` cuts the body there; `reset` breaks the connection instead. */
export type FaultEffect = (context: FaultContext) => (Answer & { readonly arrivingBytes?: number }) | 'reset'

/** A way for a request to go wrong. Made by `faults`, queued by `fake.fail()`. */
export class Fault {
  /** Which function of `faults` made it. */
  readonly kind: FaultKind
  /** Whether the action runs although its answer is lost or a failure. */
  readonly executed: boolean
  /** How long the answer waits, in milliseconds; Infinity: for ever. */
  readonly delayMs: number
  /** How the request's `outcome` reads in the log. */
  readonly word: 'success' | 'fault' | 'reset' | 'truncated' | 'hang'
  /** @internal */
  readonly effect: FaultEffect

  constructor(kind: FaultKind, executed: boolean, effect: FaultEffect, word: Fault['word'] = 'fault', delayMs = 0) {
    this.kind = kind
    this.executed = executed
    this.effect = effect
    this.word = word
    this.delayMs = delayMs
  }
}

/** Of every fault that answers: HTTP status (default 200), headers, and whether the action ran (default false). */
export interface FaultOptions {
  /** HTTP status, 200 to 599. Default: 200. */
  readonly status?: number
  /** Headers besides those of every answer, of any case. Default: none. */
  readonly headers?: Readonly<Record<string, string>>
  /** Whether the action runs although a failure is answered. Default: false. */
  readonly executed?: boolean
}

/** Of a failure in the legacy envelope. */
export interface LegacyFaultOptions extends FaultOptions {
  /** The name beside the code. Default: none is sent. */
  readonly codeDesc?: string
  /** The envelope's `data` field. */
  readonly data?: unknown
  /** The envelope's `requestId` field; legacy bodies carry none unless it is given. */
  readonly requestId?: string
}

/** Of a failure in the API 3.0 envelope. */
export interface Api3FaultOptions extends FaultOptions {
  /** Default: an id of the fake's own. */
  readonly requestId?: string
}

const answerOptions = ['status', 'headers', 'executed']

const checkStatus = (where: string, status: unknown): void => {
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError(`${where}: "status" must be an HTTP status from 200 to 599`)
  }
}

const checkAnswerOptions = (where: string, options: FaultOptions, more: readonly string[] = []): void => {
  checkOptions(where, options, [...more, ...answerOptions])
  if (options.status !== undefined) checkStatus(where, options.status)
  checkHeaders(where, 'headers', options.headers)
  checkType(where, 'executed', options.executed, 'boolean')
}

const answering = (
  kind: FaultKind,
  { status = 200, headers = {}, executed = false }: FaultOptions,
  type: Readonly<Record<string, string>>,
  body: (context: FaultContext) => string | Uint8Array,
): Fault => {
  const lowerCased = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return new Fault(kind, executed, (context) => ({ status, headers: { ...type, ...lowerCased }, body: body(context) }))
}

const resetEffect: FaultEffect = () => 'reset'
/** The normal answer. */
export const successEffect: FaultEffect = ({ success }) => success

const bodyType = (body: string | object): Readonly<Record<string, string>> => {
  if (typeof body === 'string') return { 'content-type': 'text/plain; charset=utf-8' }
  return body instanceof Uint8Array ? { 'content-type': 'application/octet-stream' } : jsonType
}

/** Builders of faults. Each throws a TypeError that names the argument it cannot take. */
export const faults = {
  /** A failure in the legacy envelope: `{ code, message, codeDesc?, data?, requestId? }`. */
  legacy(code: number | string, message = '', options: LegacyFaultOptions = {}): Fault {
    const where = 'faults.legacy'
    if (!Number.isInteger(code) && (typeof code !== 'string' || code === '')) {
      throw new TypeError(`${where}: "code" must be an integer or a string`)
    }
    checkType(where, 'message', message, 'string')
    checkAnswerOptions(where, options, ['codeDesc', 'data', 'requestId'])
    const { codeDesc, data, requestId } = options
    const envelope = JSON.stringify({ code, message, codeDesc, data, requestId })
    return answering('legacy', options, jsonType, () => envelope)
  },

  /** A failure in the API 3.0 envelope: `{ Response: { Error: { Code, Message }, RequestId } }`. */
  api3(code: string, message = '', options: Api3FaultOptions = {}): Fault {
    const where = 'faults.api3'
    if (typeof code !== 'string' || code === '') throw new TypeError(`${where}: "code" must be a string`)
    checkType(where, 'message', message, 'string')
    checkAnswerOptions(where, options, ['requestId'])
    checkType(where, 'requestId', options.requestId, 'string')
    return answering('api3', options, jsonType, ({ requestId }) =>
      JSON.stringify({
        Response: { Error: { Code: code, Message: message }, RequestId: options.requestId ?? requestId },
      }),
    )
  },

  /** Any body: a string (text/plain), bytes (application/octet-stream) or a value that is sent as JSON. */
  body(body: string | object, options: FaultOptions = {}): Fault {
    const where = 'faults.body'
    if (typeof body !== 'string' && (typeof body !== 'object' || body === null)) {
      throw new TypeError(`${where}: "body" must be a string, bytes or an object`)
    }
    checkAnswerOptions(where, options)
    const wire = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
    return answering('body', options, bodyType(body), () => wire)
  },

  /** The HTML page of a gateway, with this HTTP status (default 502). */
  html(status = 502, options: Omit<FaultOptions, 'status'> = {}): Fault {
    checkStatus('faults.html', status)
    checkAnswerOptions('faults.html', { ...options, status })
    const page = `<html>\r\n<head><title>${status}</title></head>\r\n<body><center><h1>${status}</h1></center></body>\r\n</html>\r\n`
    return answering('html', { ...options, status }, { 'content-type': 'text/html' }, () => page)
  },

  /** An HTTP status, with an empty body. */
  status(status: number, headers: Readonly<Record<string, string>> = {}, options: { executed?: boolean } = {}): Fault {
    checkStatus('faults.status', status)
    checkHeaders('faults.status', 'headers', headers)
    checkOptions('faults.status', options, ['executed'])
    checkType('faults.status', 'executed', options.executed, 'boolean')
    return answering('status', { ...options, status, headers }, {}, () => '')
  },

  /** The connection breaks, before or after the action ran. */
  reset(when: 'before' | 'after'): Fault {
    if (when !== 'before' && when !== 'after') throw new TypeError(`faults.reset: "when" must be 'before' or 'after'`)
    return new Fault('reset', when === 'after', resetEffect, 'reset')
  },

  /** A success whose body stops after `bytes` bytes (default: half of it): Content-Length promises the whole. */
  truncated(options: { readonly bytes?: number } = {}): Fault {
    checkOptions('faults.truncated', options, ['bytes'])
    const { bytes } = options
    if (bytes !== undefined && (!Number.isInteger(bytes) || bytes < 0)) {
      throw new TypeError('faults.truncated: "bytes" must be a whole number, 0 or more')
    }
    const cut: FaultEffect = ({ success }) => {
      const size = new TextEncoder().encode(String(success.body)).byteLength
      return { ...success, arrivingBytes: Math.min(bytes ?? Math.floor(size / 2), size - 1) }
    }
    return new Fault('truncated', true, cut, 'truncated')
  },

  /** The answer comes `ms` milliseconds late: the normal one, or that of `then`. The action runs before the wait. */
  delay(ms: number, then?: Fault): Fault {
    checkNumber('faults.delay', 'ms', ms, `a number from 0 to ${maxDelayMs}`, isDelay)
    if (then === undefined) return new Fault('delay', true, successEffect, 'success', ms)
    if (!isFault(then)) throw new TypeError('faults.delay: "then" must be a fault')
    return new Fault('delay', then.executed, then.effect, then.word, ms + then.delayMs)
  },

  /** No answer ever comes; the connection stays open until the client, `fake.reset()` or `close()` ends it. */
  hang(options: { readonly executed?: boolean } = {}): Fault {
    checkOptions('faults.hang', options, ['executed'])
    checkType('faults.hang', 'executed', options.executed, 'boolean')
    return new Fault('hang', options.executed ?? false, resetEffect, 'hang', Number.POSITIVE_INFINITY)
  },
}

export const isFault = (value: unknown): value is Fault => value instanceof Fault
