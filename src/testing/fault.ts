import type { Answer } from './answer.ts'
import { checkHeaders, checkOptions, checkType } from './check.ts'
import type { LoggedRequest } from './log.ts'

/** The kinds of faults that `faults` creates. */
export type FaultKind =
  | 'legacy'
  | 'api3'
  | 'model'
  | 'body'
  | 'html'
  | 'status'
  | 'reset'
  | 'truncated'
  | 'delay'
  | 'hang'
  | 'stream'

/** The input for a fault's answer. `success` is the answer without the fault. */
export interface FaultContext {
  readonly request: LoggedRequest
  readonly requestId: string
  readonly success: Answer
}

/** Builds the answer of a fault. `arrivingBytes` cuts its body; `'reset'` breaks the connection instead. */
export type FaultEffect = (context: FaultContext) => (Answer & { readonly arrivingBytes?: number }) | 'reset'

/** A failure that a request is to meet. Created by `faults`, queued by `fake.fail()`. */
export class Fault {
  /** The function of `faults` that created it. */
  readonly kind: FaultKind
  /** Whether the action runs, although its answer is lost or a failure. */
  readonly executed: boolean
  /** Delay of the answer in milliseconds; Infinity: no answer. */
  readonly delayMs: number
  /** The `outcome` of the request in the log. */
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

/** Options of every fault that sends an answer. */
export interface FaultOptions {
  /**
   * HTTP status, 200 to 599.
   *
   * @default 200
   */
  readonly status?: number
  /**
   * Headers besides the common ones, with names in any letter case.
   *
   * @default {}
   */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * Does the action run, although the answer is a failure?
   *
   * @default false
   */
  readonly executed?: boolean
}

const answerOptions = ['status', 'headers', 'executed']

export const checkStatus = (where: string, status: unknown): void => {
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError(`${where}: "status" must be an HTTP status from 200 to 599`)
  }
}

export const checkAnswerOptions = (where: string, options: FaultOptions, more: readonly string[] = []): void => {
  checkOptions(where, options, [...more, ...answerOptions])
  if (options.status !== undefined) checkStatus(where, options.status)
  checkHeaders(where, 'headers', options.headers)
  checkType(where, 'executed', options.executed, 'boolean')
}

export const answering = (
  kind: FaultKind,
  { status = 200, headers = {}, executed = false }: FaultOptions,
  type: Readonly<Record<string, string>>,
  body: (context: FaultContext) => string | Uint8Array,
): Fault => {
  const lowerCased = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return new Fault(kind, executed, (context) => ({ status, headers: { ...type, ...lowerCased }, body: body(context) }))
}

export const resetEffect: FaultEffect = () => 'reset'
/** The answer without a fault. */
export const successEffect: FaultEffect = ({ success }) => success

export const isFault = (value: unknown): value is Fault => value instanceof Fault
