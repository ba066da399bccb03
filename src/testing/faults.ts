import { jsonType } from './answer.ts'
import { checkHeaders, checkNumber, checkOptions, checkType } from './check.ts'
import type { FaultEffect, FaultOptions } from './fault.ts'
import { answering, checkAnswerOptions, checkStatus, Fault, isFault, resetEffect, successEffect } from './fault.ts'
import { modelFaults } from './models/model-faults.ts'
import { isDelay, maxDelayMs } from './waits.ts'

/** Options of `faults.legacy`. */
export interface LegacyFaultOptions extends FaultOptions {
  /**
   * The `codeDesc` field: the name of the code.
   *
   * @default undefined: the field is not sent
   */
  readonly codeDesc?: string
  /**
   * The `data` field.
   *
   * @default undefined: the field is not sent
   */
  readonly data?: unknown
  /**
   * The `requestId` field.
   *
   * @default undefined: the field is not sent, as in legacy bodies
   */
  readonly requestId?: string
}

/** Options of `faults.api3`. */
export interface Api3FaultOptions extends FaultOptions {
  /**
   * The `RequestId` field.
   *
   * @default the id that the fake gave the request
   */
  readonly requestId?: string
}

const bodyType = (body: string | object): Readonly<Record<string, string>> => {
  if (typeof body === 'string') return { 'content-type': 'text/plain; charset=utf-8' }
  return body instanceof Uint8Array ? { 'content-type': 'application/octet-stream' } : jsonType
}

/**
 * Functions that create faults. Each throws a TypeError that names the invalid argument.
 *
 * @example
 * ```ts
 * fake.fail('Encrypt', faults.legacy(4400, '(10250)qps throttling'), faults.reset('after'))
 * ```
 */
export const faults = {
  ...modelFaults,

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

  /** Any body: a string (text/plain), bytes (application/octet-stream) or an object that is sent as JSON. */
  body(body: string | object, options: FaultOptions = {}): Fault {
    const where = 'faults.body'
    if (typeof body !== 'string' && (typeof body !== 'object' || body === null)) {
      throw new TypeError(`${where}: "body" must be a string, bytes or an object`)
    }
    checkAnswerOptions(where, options)
    const wire = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
    return answering('body', options, bodyType(body), () => wire)
  },

  /** The HTML page of a gateway. Default status: 502. */
  html(status = 502, options: Omit<FaultOptions, 'status'> = {}): Fault {
    checkStatus('faults.html', status)
    checkAnswerOptions('faults.html', { ...options, status })
    const page = `<html>\r\n<head><title>${status}</title></head>\r\n<body><center><h1>${status}</h1></center></body>\r\n</html>\r\n`
    return answering('html', { ...options, status }, { 'content-type': 'text/html' }, () => page)
  },

  /** An HTTP status with an empty body. */
  status(status: number, headers: Readonly<Record<string, string>> = {}, options: { executed?: boolean } = {}): Fault {
    checkStatus('faults.status', status)
    checkHeaders('faults.status', 'headers', headers)
    checkOptions('faults.status', options, ['executed'])
    checkType('faults.status', 'executed', options.executed, 'boolean')
    return answering('status', { ...options, status, headers }, {}, () => '')
  },

  /** The connection breaks, before or after the action has run. */
  reset(when: 'before' | 'after'): Fault {
    if (when !== 'before' && when !== 'after') throw new TypeError(`faults.reset: "when" must be 'before' or 'after'`)
    return new Fault('reset', when === 'after', resetEffect, 'reset')
  },

  /** A success whose body stops after `bytes` bytes (default: half), while Content-Length announces all of it. */
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

  /** Delays the normal answer, or that of the fault `then`, by `ms` milliseconds. The action runs before the delay. */
  delay(ms: number, then?: Fault): Fault {
    checkNumber('faults.delay', 'ms', ms, `a number from 0 to ${maxDelayMs}`, isDelay)
    if (then === undefined) return new Fault('delay', true, successEffect, 'success', ms)
    if (!isFault(then)) throw new TypeError('faults.delay: "then" must be a fault; make it with faults.*')
    return new Fault('delay', then.executed, then.effect, then.word, ms + then.delayMs)
  },

  /** No answer is sent. The connection stays open until the client, `fake.reset()` or `close()` ends it. */
  hang(options: { readonly executed?: boolean } = {}): Fault {
    checkOptions('faults.hang', options, ['executed'])
    checkType('faults.hang', 'executed', options.executed, 'boolean')
    return new Fault('hang', options.executed ?? false, resetEffect, 'hang', Number.POSITIVE_INFINITY)
  },
}
