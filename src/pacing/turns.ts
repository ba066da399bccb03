import type { Clock } from '../retry/clock.ts'
import type { joinFleet } from './join-fleet.ts'
import type { LimitEventBody } from './limit-events.ts'
import type { TokenMeter } from './limiter.ts'
import { createPacer, type Pacer } from './pacer.ts'
import {
  describeLimit,
  findWiderScope,
  type PacedCall,
  type PacingScope,
  readAction,
  readLimit,
  toPacingKey,
  wideScopes,
} from './pacing-key.ts'
import type { PacingOptions } from './pacing-options.ts'
import { type AttemptEnd, PacingRefusal, type Passenger, type RefusalReason } from './pass.ts'
import type { DocumentedRate } from './slow-start.ts'
import type { Ticket } from './ticket.ts'
import type { TokensUsed } from './tokens.ts'

export interface TurnsSetup {
  readonly clock: Clock
  readonly options: PacingOptions
  /** Needed for `options.fleet`. */
  readonly joinFleet?: typeof joinFleet | undefined
  /** Needed for a configured limit of tokens. */
  readonly tokens?: TokenSetup | undefined
  /** Loads what learns a limit of tokens, at the first throttle that counts them. Default: a rate of calls is learned. */
  readonly loadTokens?: (() => Promise<TokenSetup>) | undefined
  /** Receives the events of limits. Must not throw. */
  publish(event: LimitEventBody): void
  /** Finds the limit that is documented for an action. Must not throw. Default: none is. */
  readonly documentedRate?: ((service: string, action: string) => DocumentedRate | undefined) | undefined
}

/** What limits of tokens need. */
export interface TokenSetup {
  /** Keeps a configured limit. */
  meterTokens(tpm: number): TokenMeter
  /** Learns one, of calls that are metered from then on. */
  learnTokens(now: number): TokenMeter
  /** Reads from an answer what its call has used; undefined if it does not tell. Must not throw. */
  readTokens(answer: unknown): TokensUsed | undefined
}

/** The tickets of one attempt, one for each limit that applies to it: its own, and wider ones that a code has named. */
export interface AttemptTickets {
  readonly paced: PacedCall
  /** The position of the call among all; lower ones go first, at every limit. */
  readonly order: number
  readonly held: readonly Ticket[]
}

const noTickets: readonly Ticket[] = []

/** The passage of a call, as the turns see it. */
export interface Rider {
  readonly passenger: Passenger
  /** The tickets of its current or last attempt. */
  tickets: AttemptTickets | undefined
  /** Called when a wait for a turn has ended. */
  waited(): void
}

/**
 * Gives calls their turns. A call's own limit is that of its action and region, or of the configured scope. A
 * throttle whose code names a wider limit, such as one of the whole account, makes that one known too; from then on
 * every call to which it applies needs a ticket of it as well.
 */
export class Turns {
  readonly #setup: TurnsSetup
  readonly #ownScope: PacingScope
  /** Limits of the own scope. */
  readonly #own: Pacer
  /** The wider limits that codes have named. Always learned: what is configured is of the own scope. */
  readonly #wide: Pacer
  #tokens: TokenSetup | undefined
  /** The position of the next call. */
  #order = 0
  #inFlight = 0

  constructor(setup: TurnsSetup) {
    const { clock, options } = setup
    this.#setup = setup
    this.#tokens = setup.tokens
    this.#ownScope = options.limit?.scope ?? 'action'
    this.#own = createPacer({
      clock,
      options,
      joinFleet: setup.joinFleet,
      meterTokens: setup.tokens?.meterTokens,
      onFleetChange: (change) => setup.publish({ type: 'fallback', ...change }),
      onConflict: (key, conflict) => setup.publish({ type: 'limit-conflict', limit: readLimit(key), ...conflict }),
      documentedRate: (key) => {
        const named = readAction(key)
        return named && setup.documentedRate?.(named.service, named.action)
      },
    })
    this.#wide = createPacer({ clock, options: { maxQueue: options.maxQueue } })
  }

  /** Attempts that have tickets and have not ended. */
  get inFlight(): number {
    return this.#inFlight
  }

  /** Is nothing known that could hold a call back, except the number of calls in flight? */
  get isCalm(): boolean {
    return this.#own.isCalm && this.#wide.isCalm
  }

  /**
   * Tickets for an attempt that was sent without any.
   *
   * @param agoMs milliseconds since it was sent
   * @param accepted calls of the last second that were accepted without tickets
   */
  adopt(paced: PacedCall, agoMs: number, accepted: number): AttemptTickets {
    const key = this.#toOwnKey(paced)
    const ticket = this.#own.adopt(key, agoMs, accepted)
    this.#inFlight++
    return { paced, order: this.#order++, held: [ticket] }
  }

  /** Counts calls of the last second that were accepted without tickets, as far as they are not counted yet. */
  countAccepted(paced: PacedCall, accepted: number): void {
    this.#own.countAccepted(this.#toOwnKey(paced), accepted)
  }

  /**
   * Gives the next attempt of a call its tickets: at once, or when its turn has come at all limits.
   *
   * @param preparing the request is not ready yet; `begin` says when it is sent
   * @returns undefined if it has them; a promise if it waits, which resolves to a reason if it is refused
   * @throws the cancellation's reason (as a rejection)
   */
  enter(rider: Rider, paced: PacedCall, preparing: boolean): Promise<RefusalReason | undefined> | undefined {
    let held = noTickets
    const order = rider.tickets?.order ?? this.#order++
    // With several limits, the ticket of the first must not age while the call waits for the others.
    const agesLater = preparing || this.#wide.keys > 0
    for (const [key, pacer] of this.#findLimits(paced)) {
      const ticket = pacer.tryEnter(key, { order, preparing: agesLater, tokens: paced.tokens })
      if (!ticket) {
        rider.passenger.onWait?.()
        return this.#wait(rider, paced, order, held, preparing)
      }
      held = [...held, ticket]
    }
    this.#issue(rider, { paced, order, held }, preparing)
    return undefined
  }

  /** The request of an attempt in preparation is sent now. */
  begin({ held }: AttemptTickets): void {
    for (const ticket of held) ticket.begin()
  }

  /** An attempt was accepted, and is still in flight. */
  accept({ held }: AttemptTickets): void {
    for (const ticket of held) ticket.accept()
  }

  /**
   * Reports how an attempt ended; only the first report counts. A throttle is put down to the limit that its code
   * names. Which limit the service looks at first is not known, so nothing is learned of the others.
   *
   * @param answer of an attempt that was accepted: what its call has used may be read from it
   */
  end(tickets: AttemptTickets, end: AttemptEnd, answer?: unknown): void {
    const { paced, held } = tickets
    // All tickets of an attempt end together.
    if (held.some(({ endedAt }) => endedAt !== undefined)) return
    this.#inFlight--
    if (typeof end === 'string') {
      const used = answer === undefined ? undefined : this.#tokens?.readTokens(answer)
      for (const ticket of held) ticket.used = used
      endAll(held, end)
      return
    }
    const { code, retryAfterMs, startedAt, limitKind } = end
    const scope = findWiderScope(code) ?? this.#ownScope
    const exceeded = toPacingKey(scope, paced)
    const agoMs = this.#setup.clock.now() - startedAt
    for (const ticket of held) {
      if (ticket.limit === exceeded) ticket.end('throttled', retryAfterMs, limitKind)
      else ticket.end('failed')
    }
    if (!isHeld(exceeded, held)) {
      // The first throttle of a wide limit: whatever was accepted lately may fall under it.
      this.#wide.adopt(exceeded, agoMs, this.#own.accepted).end('throttled', retryAfterMs, limitKind)
    }
    this.#publishLearned(scope, paced, exceeded)
    if (limitKind === 'tokens' && scope === this.#ownScope) void this.#learnTokens(exceeded)
  }

  /** Begins to meter the tokens of a limit that counts them. What throttles teach of it then takes the place of a rate. */
  async #learnTokens(key: string): Promise<void> {
    const { loadTokens } = this.#setup
    // If it cannot be loaded, the next such throttle tries again.
    const tokens = await loadTokens?.().catch(() => undefined)
    if (!tokens) return
    this.#tokens = tokens
    this.#own.meterTokens(key, tokens.learnTokens)
  }

  /** Waits at each limit that the attempt has no ticket of yet, at one after the other. */
  #wait(
    rider: Rider,
    paced: PacedCall,
    order: number,
    held: readonly Ticket[],
    preparing: boolean,
  ): Promise<RefusalReason | undefined> | undefined {
    const { passenger } = rider
    const { cancellation } = passenger
    for (const [key, pacer] of this.#findLimits(paced)) {
      if (isHeld(key, held)) continue
      const withinMs = passenger.patienceMs()
      const isRetry = passenger.isRetry()
      const { tokens } = paced
      const entered = pacer.enter(key, { cancellation, withinMs, order, isRetry, preparing: true, tokens })
      return Promise.resolve(entered).then(
        (ticket) => {
          const all = [...held, ticket]
          const cancelled = passenger.cancellation.reason()
          if (cancelled === undefined) return this.#wait(rider, paced, order, all, preparing)
          // Cancelled right after its turn came: nothing waits for the tickets any more.
          endAll(all, 'failed')
          throw cancelled
        },
        (error: unknown) => {
          endAll(held, 'failed')
          if (!(error instanceof PacingRefusal)) throw error
          rider.waited()
          return error.reason
        },
      )
    }
    rider.waited()
    this.#issue(rider, { paced, order, held }, preparing)
    return undefined
  }

  #issue(rider: Rider, tickets: AttemptTickets, preparing: boolean): void {
    this.#inFlight++
    rider.tickets = tickets
    if (!preparing) this.begin(tickets)
  }

  #publishLearned(scope: PacingScope, paced: PacedCall, key: string): void {
    const pacer = scope === this.#ownScope ? this.#own : this.#wide
    const learned = pacer.takeLearned(key)
    if (!learned) return
    this.#setup.publish({ type: 'throttle-learned', limit: { ...describeLimit(scope, paced), ...learned } })
  }

  #toOwnKey(paced: PacedCall): string {
    return toPacingKey(this.#ownScope, paced)
  }

  *#findLimits(paced: PacedCall): Generator<readonly [key: string, pacer: Pacer]> {
    const own = this.#toOwnKey(paced)
    yield [own, this.#own]
    if (this.#wide.keys === 0) return
    for (const scope of wideScopes) {
      const key = toPacingKey(scope, paced)
      if (key !== own && this.#wide.knows(key)) yield [key, this.#wide]
    }
  }
}

/** A function of its own, so that no call that waits keeps its key. */
const isHeld = (key: string, held: readonly Ticket[]): boolean => held.some(({ limit }) => limit === key)

function endAll(held: readonly Ticket[], outcome: 'accepted' | 'failed'): void {
  for (const ticket of held) ticket.end(outcome)
}
