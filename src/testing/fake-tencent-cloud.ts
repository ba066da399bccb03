import type { Outcome } from './answer.ts'
import type { Authentication } from './authenticate.ts'
import { preflightResponse } from './common-headers.ts'
import type { FakeCredentials } from './credentials.ts'
import { KnownCredentials } from './credentials.ts'
import type { AnswerData, Execution } from './executor.ts'
import type { Fault } from './fault.ts'
import type { PendingFaults } from './fault-queues.ts'
import { FaultQueues } from './fault-queues.ts'
import { Freshness } from './freshness.ts'
import type { Latency } from './latencies.ts'
import { LimitGate } from './limits/limit-gate.ts'
import type { Limit } from './limits/limits.ts'
import type { Listening, ListenOptions } from './listen.ts'
import { listen } from './listen.ts'
import type { LoggedRequest } from './log.ts'
import { ActionLog, toRequestId } from './log.ts'
import { loadModels } from './models/loading.ts'
import type { MswHttp } from './msw-handlers.ts'
import { mswHandlers } from './msw-handlers.ts'
import type { FakeTencentCloudOptions, Settings } from './options.ts'
import { readOptions } from './options.ts'
import type { Arrival } from './read-request.ts'
import { readRequest } from './read-request.ts'
import { apiKeyRejection } from './rejections.ts'
import { Responder } from './responder.ts'
import type { Target } from './target.ts'
import type { Verdict } from './verdict.ts'
import { refuseProblem, toVerdict, unverified } from './verdict.ts'

/** A check that may end a request. `authentication` is undefined for a fake without credentials. */
type Step = (request: LoggedRequest, authentication: Authentication | undefined) => Verdict | undefined

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/** A Tencent Cloud in memory that records what it executed. Created by `createFakeTencentCloud()`. */
export class FakeTencentCloud {
  readonly #settings: Settings
  readonly #log = new ActionLog<LoggedRequest>()
  readonly #freshness: Freshness
  readonly #limits = new LimitGate()
  readonly #faults = new FaultQueues()
  readonly #responder: Responder
  #credentials: KnownCredentials | undefined
  #inFlight = 0

  /** The checks of every request, in this order. The first verdict counts; a request without one succeeds. */
  readonly #steps: readonly Step[] = [
    (request) => this.#refuseKey(request),
    ({ dialect }, authentication) => refuseProblem(dialect, authentication?.identityProblem),
    (request, authentication) => toVerdict('expired', this.#freshness.expiry(request, authentication)),
    ({ dialect }, authentication) => refuseProblem(dialect, authentication?.signatureProblem),
    (request, authentication) => toVerdict('replay', this.#freshness.replay(request, authentication)),
    (request) => toVerdict('limited', this.#limits.refusal(request)),
    (request) => this.#takeFault(request),
  ]

  constructor(options?: FakeTencentCloudOptions) {
    this.#settings = readOptions(options)
    this.#credentials = this.#settings.credentials
    this.#freshness = new Freshness(this.#settings)
    this.#responder = new Responder(this.#settings, (request, tokens) => this.#limits.spend(request, tokens))
  }

  /** All requests, in order of arrival. CORS preflights are not included. */
  get requests(): readonly LoggedRequest[] {
    return this.#log.entries
  }

  /** All executions, in order. */
  get executions(): readonly Execution[] {
    return this.#responder.executor.log.entries
  }

  /** Queued faults that no request has met yet; empty when all have been used. */
  get pendingFaults(): readonly PendingFaults[] {
    return this.#faults.pending
  }

  /** Number of requests that wait for their answer now. */
  get inFlight(): number {
    return this.#inFlight
  }

  /** The requests of an action, in order of arrival. */
  requestsOf(action: string): readonly LoggedRequest[] {
    return this.#log.forAction(action)
  }

  /** The executions of an action, in order. */
  executionsOf(action: string): readonly Execution[] {
    return this.#responder.executor.log.forAction(action)
  }

  /**
   * Sets what an action returns, until `reset()`. The most specific target counts. Without any, the data is
   * `{ echo: { service, action, execution } }`. Throws a TypeError for an invalid target or invalid data.
   */
  answer(target: Target, data: AnswerData): void {
    this.#responder.executor.answer(target, data)
  }

  /**
   * Queues faults for the next requests to the target: each request takes one, in this order. Queues are used up from
   * the most specific target to the least: service and action, action, service, `'*'`. Throws a TypeError for an
   * invalid target or fault.
   */
  fail(target: Target, ...faults: readonly Fault[]): void {
    this.#faults.add(target, faults)
  }

  /**
   * Limits the calls to the target. Only the most specific limit that matches a call counts it. A limit that replaces
   * another of the same kind continues its count. Throws a TypeError for an invalid target or limit.
   */
  limit(target: Target, limit: Limit): void {
    this.#limits.set(target, limit, this.#settings.now())
  }

  /** Removes the limit of exactly this target, if there is one. Throws a TypeError for an invalid target. */
  unlimit(target: Target): void {
    this.#limits.remove(target)
  }

  /**
   * Delays each answer of the target, refusals and faults too, until `reset()`; 0 means no delay. Actions run before
   * the delay. The most specific target counts. Throws a TypeError that names the invalid target or latency.
   */
  latency(target: Target, latency: Latency): void {
    this.#responder.latencies.set(target, latency)
  }

  /**
   * Replaces the keys that requests must be signed with, until `reset()`.
   * Throws a TypeError that names the invalid entry and field.
   */
  setCredentials(credentials: readonly FakeCredentials[]): void {
    this.#credentials = new KnownCredentials('setCredentials', credentials)
  }

  /**
   * Expires the token of this SecretId until `reset()`: requests with it get 4105 or AuthFailure.TokenFailure.
   * Throws a TypeError when no credentials with this SecretId have a token.
   */
  expireToken(secretId: string): void {
    const credentials = this.#credentials ?? new KnownCredentials('expireToken', [])
    this.#credentials = credentials.withExpiredToken('expireToken', secretId)
  }

  /**
   * Forgets logs, answers, limits, latencies, faults, nonces and ClientTokens, and restores the credentials of the
   * options. The connections of requests that still wait are broken.
   */
  reset(): void {
    this.#credentials = this.#settings.credentials
    this.#log.clear()
    this.#freshness.clear()
    this.#limits.clear()
    this.#faults.clear()
    this.#responder.reset()
  }

  /**
   * Creates handlers for msw, for all of Tencent Cloud's API hosts: `setupServer(...fake.handlers(http))`.
   * Throws a TypeError when `http` is not msw's namespace.
   */
  handlers<Handler>(http: MswHttp<Handler>): Handler[] {
    return mswHandlers(http, (request) => this.handle(request))
  }

  /**
   * Serves over real HTTP, by default on `127.0.0.1` and a free port. Node.js only.
   * Rejects when the port is taken, and with a TypeError for an invalid option.
   */
  listen(options?: ListenOptions): Promise<Listening> {
    return listen((request, target) => this.handle(request, target), options)
  }

  /**
   * Handles one request, for `handlers()` and `listen()`: reads it, runs the checks, executes, answers. `target` is the
   * path with its query as they arrived; default: those of `request.url`. Rejects when the body cannot be read, or with
   * the error of a function given to `answer()` or `latency()`.
   */
  async handle(request: Request, target?: string): Promise<Outcome> {
    if (request.method === 'OPTIONS') return { kind: 'answer', response: preflightResponse(this.#settings.cors) }
    this.#inFlight++
    let release = () => void this.#inFlight--
    let isStreaming = false
    try {
      const arrival = await readRequest(request, target)
      await loadModels(arrival.read)
      const authentication = await this.#authenticate(arrival)
      // No await from here to the wait for the answer, so that requests are judged and executed one at a time.
      const logged = this.#enter(arrival)
      release = () => {
        this.#inFlight--
        this.#limits.release(logged)
      }
      const verdict = this.#judge(logged, authentication)
      if (authentication) logged.verified = !unverified.has(verdict?.word)
      const outcome = await this.#responder.respond(logged, verdict, request.signal, release)
      isStreaming = outcome.kind === 'stream'
      return outcome
    } finally {
      // A stream is in flight until it ends.
      if (!isStreaming) release()
    }
  }

  async #authenticate({ wire, read }: Arrival): Promise<Authentication | undefined> {
    // Model endpoints take a key and no signature.
    if (!this.#credentials || read.protocol) return undefined
    const credentials = this.#credentials
    const { authenticate } = await import('./authenticate.ts')
    return await authenticate(wire, read.service, credentials)
  }

  #enter({ read }: Arrival): Writable<LoggedRequest> {
    const number = this.#log.entries.length + 1
    const logged: LoggedRequest = {
      number,
      at: this.#settings.now(),
      requestId: toRequestId(number),
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

  #refuseKey(request: LoggedRequest): Verdict | undefined {
    const { apiKeys } = this.#settings
    const isKnown = !request.protocol || !apiKeys || apiKeys.has(request.apiKey)
    return isKnown ? undefined : toVerdict('unauthenticated', apiKeyRejection(request))
  }

  #takeFault(request: LoggedRequest): Verdict | undefined {
    const fault = this.#faults.take(request)
    return fault && { word: fault.word, fault }
  }
}

/**
 * Creates a fake Tencent Cloud for tests. It receives requests through msw (`handlers()`) or over HTTP (`listen()`).
 *
 * @throws TypeError that names an unknown option or one of the wrong type
 * @example
 * ```ts
 * const fake = createFakeTencentCloud()
 * fake.fail('Encrypt', faults.legacy(4400, '(10250)qps throttling'))
 * const { urlOf } = await fake.listen()
 * const http = axios.create({ baseURL: urlOf('kms') })
 * ```
 */
export const createFakeTencentCloud = (options?: FakeTencentCloudOptions): FakeTencentCloud =>
  new FakeTencentCloud(options)
