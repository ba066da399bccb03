import type { Outcome } from './answer.ts'
import { successAnswer, toResponse } from './answer.ts'
import { corsHeaders, preflightResponse } from './cors.ts'
import type { AnswerData, Execution } from './executor.ts'
import { Executor } from './executor.ts'
import type { PendingFaults } from './fault-queues.ts'
import { FaultQueues } from './fault-queues.ts'
import type { Fault } from './faults.ts'
import { successEffect } from './faults.ts'
import type { Listening, ListenOptions } from './listen.ts'
import { listen } from './listen.ts'
import type { LoggedRequest, OutcomeWord } from './log.ts'
import { requestIdOf } from './log.ts'
import type { MswHttp } from './msw-handlers.ts'
import { mswHandlers } from './msw-handlers.ts'
import { NonceMemory } from './nonce-memory.ts'
import type { FakeTencentCloudOptions, Settings } from './options.ts'
import { readOptions } from './options.ts'
import { readRequest } from './read-request.ts'
import { expiredRejection, replayRejection } from './rejections.ts'
import type { Target } from './target.ts'
import { Waits } from './waits.ts'

/** What is to happen to a request, and how the log calls it. */
interface Verdict {
  readonly word: OutcomeWord
  readonly fault: Fault
}

type Step = (request: LoggedRequest) => Verdict | undefined

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/** A Tencent Cloud in memory, that counts what it executed. Made by `createFakeTencentCloud()`. */
export class FakeTencentCloud {
  readonly #settings: Settings
  readonly #requests: LoggedRequest[] = []
  readonly #nonces = new NonceMemory()
  readonly #faults = new FaultQueues()
  readonly #executor = new Executor()
  readonly #waits: Waits
  #inFlight = 0

  /** What every request passes, in this order; the first verdict counts, and a request without one succeeds. */
  readonly #steps: readonly Step[] = [
    (request) => this.#refuseExpired(request),
    (request) => this.#refuseReplay(request),
    (request) => this.#takeFault(request),
  ]

  constructor(options?: FakeTencentCloudOptions) {
    this.#settings = readOptions(options)
    this.#waits = new Waits(this.#settings.sleep)
  }

  /** Every request, in order of arrival. CORS preflights are no requests. */
  get requests(): readonly LoggedRequest[] {
    return this.#requests
  }

  /** Every action that really ran, in order. */
  get executions(): readonly Execution[] {
    return this.#executor.executions
  }

  /** Queued faults that no request has met yet; empty when all were used. */
  get pendingFaults(): readonly PendingFaults[] {
    return this.#faults.pending
  }

  /** How many requests wait for their answer now. */
  get inFlight(): number {
    return this.#inFlight
  }

  requestsOf(action: string): readonly LoggedRequest[] {
    return this.#requests.filter((request) => request.action === action)
  }

  executionsOf(action: string): readonly Execution[] {
    return this.executions.filter((execution) => execution.action === action)
  }

  /**
   * Sets what an action returns, for good. The most specific target counts; without any, the data is
   * `{ echo: { service, action, execution } }`. Throws a TypeError for a bad target, or data that is no plain object.
   */
  answer(target: Target, data: AnswerData): void {
    this.#executor.answer(target, data)
  }

  /**
   * Lets the next requests to the target go wrong, one fault each, in this order. A queue for service and action is
   * used up before one for the action, then the service's, then that of `'*'`. Throws a TypeError for what is no fault.
   */
  fail(target: Target, ...faults: readonly Fault[]): void {
    this.#faults.add(target, faults)
  }

  /** Forgets logs, answers, faults, nonces and ClientTokens; requests that still wait see their connection break. */
  reset(): void {
    this.#requests.length = 0
    this.#nonces.clear()
    this.#faults.clear()
    this.#executor.clear()
    this.#waits.endAll()
  }

  /**
   * Handlers for msw, for all of Tencent Cloud's API hosts: `setupServer(...fake.handlers(http))`.
   * Throws a TypeError when `http` is not msw's namespace.
   */
  handlers<Handler>(http: MswHttp<Handler>): Handler[] {
    return mswHandlers(http, (request) => this.handle(request))
  }

  /**
   * Serves over real HTTP, on `127.0.0.1` and a free port unless told otherwise. Node only.
   * Rejects when the port is taken, and with a TypeError for an unknown option.
   */
  listen(options?: ListenOptions): Promise<Listening> {
    return listen((request) => this.handle(request), options)
  }

  /**
   * The core that `handlers()` and `listen()` share: read the request, pass the steps, execute, answer. Rejects when
   * the request's body cannot be read, or with what a function given to `answer()` threw.
   */
  async handle(request: Request): Promise<Outcome> {
    if (request.method === 'OPTIONS') return { kind: 'answer', response: preflightResponse(this.#settings.cors) }
    this.#inFlight++
    try {
      const logged = await this.#log(request)
      // Nothing from here to the wait is asynchronous: requests are judged and executed one by one.
      return await this.#carryOut(logged, this.#judge(logged), request.signal)
    } finally {
      this.#inFlight--
    }
  }

  async #log(request: Request): Promise<Writable<LoggedRequest>> {
    const read = await readRequest(request)
    const number = this.#requests.length + 1
    const logged: LoggedRequest = {
      number,
      at: this.#settings.now(),
      requestId: requestIdOf(number),
      ...read,
      outcome: 'crashed',
    }
    this.#requests.push(logged)
    return logged
  }

  #judge(request: LoggedRequest): Verdict | undefined {
    for (const step of this.#steps) {
      const verdict = step(request)
      if (verdict) return verdict
    }
    return undefined
  }

  #refuseExpired({ timestamp, dialect, at }: LoggedRequest): Verdict | undefined {
    const tolerance = this.#settings.timestampToleranceSeconds
    if (tolerance === undefined || timestamp === undefined) return undefined
    const isNear = Math.abs(Number(timestamp) - at / 1000) <= tolerance // false for what is no number
    return isNear ? undefined : { word: 'expired', fault: expiredRejection[dialect] }
  }

  #refuseReplay({ nonce, secretId, dialect, at }: LoggedRequest): Verdict | undefined {
    if (!this.#settings.nonceMemory || nonce === undefined) return undefined
    const isReplay = this.#nonces.isReplay(secretId, nonce, at)
    return isReplay ? { word: 'replay', fault: replayRejection[dialect] } : undefined
  }

  #takeFault(request: LoggedRequest): Verdict | undefined {
    const fault = this.#faults.take(request)
    return fault && { word: fault.word, fault }
  }

  async #carryOut(
    request: Writable<LoggedRequest>,
    verdict: Verdict | undefined,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const fault = verdict?.fault
    const executed = (fault?.executed ?? true) ? this.#executor.execute(request) : undefined
    const word = verdict?.word ?? 'success'
    request.outcome = word === 'success' && executed?.repeated ? 'repeated' : word

    if (fault && fault.delayMs > 0 && !(await this.#waits.wait(fault.delayMs, signal))) return { kind: 'reset' }

    const { requestId, dialect } = request
    const success = successAnswer(dialect, executed?.data ?? {}, requestId)
    const effect = (fault?.effect ?? successEffect)({ requestId, success })
    if (effect === 'reset') return { kind: 'reset' }
    const response = toResponse(effect, this.#commonHeaders())
    const { arrivingBytes } = effect
    return arrivingBytes === undefined ? { kind: 'answer', response } : { kind: 'truncated', response, arrivingBytes }
  }

  #commonHeaders(): Record<string, string> {
    const { now, cors, responseHeaders } = this.#settings
    const date = new Date(now()).toUTCString()
    const lowerCased = Object.entries(responseHeaders).map(([name, value]) => [name.toLowerCase(), value])
    return { date, ...(cors ? corsHeaders : {}), ...Object.fromEntries(lowerCased) }
  }
}

/**
 * A Tencent Cloud for tests, without any network of its own: give its `handlers()` to msw, or let it `listen()`.
 * Throws a TypeError that names an option which is unknown or of the wrong type.
 */
export const createFakeTencentCloud = (options?: FakeTencentCloudOptions): FakeTencentCloud =>
  new FakeTencentCloud(options)
