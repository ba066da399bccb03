import { ActionLog } from './action-log.ts'
import type { Outcome } from './answer.ts'
import { successAnswer, toResponse } from './answer.ts'
import type { Authentication, AuthenticationProblem } from './authenticate.ts'
import { authenticate } from './authenticate.ts'
import { commonHeaders } from './common-headers.ts'
import { preflightResponse } from './cors.ts'
import type { FakeCredentials } from './credentials.ts'
import { KnownCredentials } from './credentials.ts'
import type { AnswerData, Execution } from './executor.ts'
import { Executor } from './executor.ts'
import type { PendingFaults } from './fault-queues.ts'
import { FaultQueues } from './fault-queues.ts'
import type { Fault } from './faults.ts'
import { successEffect } from './faults.ts'
import { Freshness } from './freshness.ts'
import type { Latency } from './latencies.ts'
import { Latencies } from './latencies.ts'
import { LimitGate } from './limits/limit-gate.ts'
import type { Limit } from './limits/limits.ts'
import type { Listening, ListenOptions } from './listen.ts'
import { listen } from './listen.ts'
import type { LoggedRequest, OutcomeWord } from './log.ts'
import { requestIdOf } from './log.ts'
import type { MswHttp } from './msw-handlers.ts'
import { mswHandlers } from './msw-handlers.ts'
import type { FakeTencentCloudOptions, Settings } from './options.ts'
import { readOptions } from './options.ts'
import type { Arrival, Dialect } from './read-request.ts'
import { readRequest } from './read-request.ts'
import { authenticationRejection } from './rejections.ts'
import type { Target } from './target.ts'
import { Waits } from './waits.ts'

/** What is to happen to a request, and how the log calls it. */
interface Verdict {
  readonly word: OutcomeWord
  readonly fault: Fault
}

/** `authentication` is undefined for a fake without credentials. */
type Step = (request: LoggedRequest, authentication: Authentication | undefined) => Verdict | undefined

const verdictOf = (word: OutcomeWord, fault: Fault | undefined): Verdict | undefined => fault && { word, fault }

const refuseProblem = (dialect: Dialect, problem: AuthenticationProblem | undefined): Verdict | undefined =>
  verdictOf('unauthenticated', problem && authenticationRejection(dialect, problem))

/** The verdicts after which a signature counts as not verified. */
const unverified: ReadonlySet<OutcomeWord | undefined> = new Set(['unauthenticated', 'expired'] as const)

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/** A Tencent Cloud in memory, that counts what it executed. Made by `createFakeTencentCloud()`. */
export class FakeTencentCloud {
  readonly #settings: Settings
  readonly #log = new ActionLog<LoggedRequest>()
  readonly #freshness: Freshness
  readonly #limits = new LimitGate()
  readonly #faults = new FaultQueues()
  readonly #latencies = new Latencies()
  readonly #executor = new Executor()
  readonly #waits: Waits
  #credentials: KnownCredentials | undefined
  #inFlight = 0

  /** What every request passes, in this order; the first verdict counts, and a request without one succeeds. */
  readonly #steps: readonly Step[] = [
    ({ dialect }, authentication) => refuseProblem(dialect, authentication?.identityProblem),
    (request, authentication) => verdictOf('expired', this.#freshness.expiry(request, authentication)),
    ({ dialect }, authentication) => refuseProblem(dialect, authentication?.signatureProblem),
    (request, authentication) => verdictOf('replay', this.#freshness.replay(request, authentication)),
    (request) => verdictOf('limited', this.#limits.refusal(request)),
    (request) => this.#takeFault(request),
  ]

  constructor(options?: FakeTencentCloudOptions) {
    this.#settings = readOptions(options)
    this.#credentials = this.#settings.credentials
    this.#freshness = new Freshness(this.#settings)
    this.#waits = new Waits(this.#settings.sleep)
  }

  /** Every request, in order of arrival. CORS preflights are no requests. */
  get requests(): readonly LoggedRequest[] {
    return this.#log.entries
  }

  /** Every action that really ran, in order. */
  get executions(): readonly Execution[] {
    return this.#executor.log.entries
  }

  /** Queued faults that no request has met yet; empty when all were used. */
  get pendingFaults(): readonly PendingFaults[] {
    return this.#faults.pending
  }

  /** How many requests wait for their answer now. */
  get inFlight(): number {
    return this.#inFlight
  }

  /** The requests of an action, in order of arrival. */
  requestsOf(action: string): readonly LoggedRequest[] {
    return this.#log.of(action)
  }

  /** The times that an action really ran, in order. */
  executionsOf(action: string): readonly Execution[] {
    return this.#executor.log.of(action)
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

  /**
   * Lets no more calls to the target pass than the limit allows. The most specific limit that fits a call is the only
   * one that counts it. In place of another limit of the same kind it goes on with what that has counted.
   * Throws a TypeError for a bad target, or what is no limit.
   */
  limit(target: Target, limit: Limit): void {
    this.#limits.set(target, limit, this.#settings.now())
  }

  /** Takes the limit of exactly this target away, if it has one. Throws a TypeError for a bad target. */
  unlimit(target: Target): void {
    this.#limits.remove(target)
  }

  /**
   * Lets each answer of the target take its time, refusals and faults too, until `reset()`; 0 is none. What runs, runs
   * before. The most specific target counts. Throws a TypeError that names what it cannot take.
   */
  latency(target: Target, latency: Latency): void {
    this.#latencies.set(target, latency)
  }

  /**
   * Replaces the keys that requests must be signed with, until `reset()`.
   * Throws a TypeError that names the entry and the field which cannot be taken.
   */
  setCredentials(credentials: readonly FakeCredentials[]): void {
    this.#credentials = new KnownCredentials('setCredentials', credentials)
  }

  /**
   * From now on the token of this SecretId has expired: 4105 or AuthFailure.TokenFailure, until `reset()`.
   * Throws a TypeError when no credentials with this SecretId have a token.
   */
  expireToken(secretId: string): void {
    const credentials = this.#credentials ?? new KnownCredentials('expireToken', [])
    this.#credentials = credentials.withExpiredToken('expireToken', secretId)
  }

  /**
   * Forgets logs, answers, limits, latencies, faults, nonces and ClientTokens; the credentials are those of the options
   * again. Requests that still wait see their connection break.
   */
  reset(): void {
    this.#credentials = this.#settings.credentials
    this.#log.clear()
    this.#freshness.clear()
    this.#limits.clear()
    this.#faults.clear()
    this.#latencies.clear()
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
    return listen((request, target) => this.handle(request, target), options)
  }

  /**
   * The core that `handlers()` and `listen()` share: read the request, pass the steps, execute, answer. `target` is the
   * path with its query as they arrived; default: those of `request.url`. Rejects when the request's body cannot be
   * read, or with what a function given to `answer()` or `latency()` threw.
   */
  async handle(request: Request, target?: string): Promise<Outcome> {
    if (request.method === 'OPTIONS') return { kind: 'answer', response: preflightResponse(this.#settings.cors) }
    this.#inFlight++
    try {
      const arrival = await readRequest(request, target)
      const authentication = await this.#authenticate(arrival)
      // Nothing from here to the wait is asynchronous: requests are judged and executed one by one.
      const logged = this.#enter(arrival)
      try {
        const verdict = this.#judge(logged, authentication)
        if (authentication) logged.verified = !unverified.has(verdict?.word)
        return await this.#carryOut(logged, verdict, request.signal)
      } finally {
        this.#limits.release(logged)
      }
    } finally {
      this.#inFlight--
    }
  }

  async #authenticate({ wire, read }: Arrival): Promise<Authentication | undefined> {
    return this.#credentials && (await authenticate(wire, read.service, this.#credentials))
  }

  #enter({ read }: Arrival): Writable<LoggedRequest> {
    const number = this.#log.entries.length + 1
    const logged: LoggedRequest = {
      number,
      at: this.#settings.now(),
      requestId: requestIdOf(number),
      ...read,
      verified: undefined,
      outcome: 'crashed',
    }
    this.#log.push(logged)
    return logged
  }

  #judge(request: LoggedRequest, authentication: Authentication | undefined): Verdict | undefined {
    for (const step of this.#steps) {
      const verdict = step(request, authentication)
      if (verdict) return verdict
    }
    return undefined
  }

  #takeFault(request: LoggedRequest): Verdict | undefined {
    const fault = this.#faults.take(request)
    return fault && { word: fault.word, fault }
  }

  #latencyOf(request: Writable<LoggedRequest>): number {
    try {
      return this.#latencies.of(request)
    } catch (error) {
      request.outcome = 'crashed'
      throw error
    }
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

    const waitMs = this.#latencyOf(request) + (fault?.delayMs ?? 0)
    if (waitMs > 0 && !(await this.#waits.wait(waitMs, signal))) return { kind: 'reset' }

    const { requestId, dialect } = request
    const success = successAnswer(dialect, executed?.data ?? {}, requestId)
    const effect = (fault?.effect ?? successEffect)({ requestId, success })
    if (effect === 'reset') return { kind: 'reset' }
    const response = toResponse(effect, commonHeaders(this.#settings))
    const { arrivingBytes } = effect
    return arrivingBytes === undefined ? { kind: 'answer', response } : { kind: 'truncated', response, arrivingBytes }
  }
}

/**
 * A Tencent Cloud for tests, without any network of its own: give its `handlers()` to msw, or let it `listen()`.
 * Throws a TypeError that names an option which is unknown or of the wrong type.
 */
export const createFakeTencentCloud = (options?: FakeTencentCloudOptions): FakeTencentCloud =>
  new FakeTencentCloud(options)
