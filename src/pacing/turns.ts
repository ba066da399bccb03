import type { Clock } from '../retry/clock.ts'
import type { LimitEventBody } from './limit-events.ts'
import { createPacer, type Pacer } from './pacer.ts'
import {
  describeLimit,
  findWiderScope,
  type PacedCall,
  type PacingScope,
  readAction,
  toPacingKey,
  wideScopes,
} from './pacing-key.ts'
import type { PacingOptions } from './pacing-options.ts'
import type { AttemptEnd, Passenger } from './pass.ts'
import type { DocumentedRate } from './slow-start.ts'
import type { Ticket } from './ticket.ts'

export interface TurnsSetup {
  readonly clock: Clock
  readonly options: PacingOptions
  /** Receives the events of limits. Must not throw. */
  publish(event: LimitEventBody): void
  /** Finds the limit that is documented for an action. Must not throw. Default: none is. */
  readonly documentedRate?: ((service: string, action: string) => DocumentedRate | undefined) | undefined
}

/** The tickets of one attempt, one for each limit that applies to it: its own, and wider ones that a code has named. */
export interface AttemptTickets {
  readonly paced: PacedCall
  /** The position of the call among all; lower ones go first, at every limit. */
  readonly order: number
  readonly byKey: ReadonlyMap<string, Ticket>
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
  /** The position of the next call. */
  #order = 0
  #inFlight = 0

  constructor(setup: TurnsSetup) {
    const { clock, options } = setup
    this.#setup = setup
    this.#ownScope = options.limit?.scope ?? 'action'
    this.#own = createPacer({
      clock,
      options,
      onFleetChange: (change) => setup.publish({ type: 'fallback', ...change }),
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
    const byKey = new Map([[key, this.#own.adopt(key, agoMs, accepted)]])
    this.#inFlight++
    return { paced, order: this.#order++, byKey }
  }

  /** Counts calls of the last second that were accepted without tickets, as far as they are not counted yet. */
  countAccepted(paced: PacedCall, accepted: number): void {
    this.#own.countAccepted(this.#toOwnKey(paced), accepted)
  }

  /**
   * Tickets for the next attempt of a call: at once, or when its turn has come at all limits.
   *
   * @param order the position that an earlier attempt of the call had
   * @param preparing the request is not ready yet; `begin` says when it is sent
   * @throws PacingRefusal, or what the passenger's `untilCancelled` rejects with (as rejections)
   */
  enter(
    passenger: Passenger,
    paced: PacedCall,
    order: number | undefined,
    preparing: boolean,
  ): AttemptTickets | Promise<AttemptTickets> {
    const byKey = new Map<string, Ticket>()
    const tickets = { paced, order: order ?? this.#order++, byKey }
    // With several limits, the ticket of the first must not age while the call waits for the others.
    const agesLater = preparing || this.#wide.keys > 0
    for (const [key, pacer] of this.#findLimits(paced)) {
      const ticket = pacer.tryEnter(key, { order: tickets.order, preparing: agesLater })
      if (!ticket) return this.#wait(passenger, tickets, byKey, preparing)
      byKey.set(key, ticket)
    }
    return this.#issue(tickets, preparing)
  }

  /** The request of an attempt in preparation is sent now. */
  begin({ byKey }: AttemptTickets): void {
    for (const ticket of byKey.values()) ticket.begin()
  }

  /** An attempt was accepted, and is still in flight. */
  accept({ byKey }: AttemptTickets): void {
    for (const ticket of byKey.values()) ticket.accept()
  }

  /**
   * Reports how an attempt ended; only the first report counts. A throttle is put down to the limit that its code
   * names. Which limit the service looks at first is not known, so nothing is learned of the others.
   */
  end(tickets: AttemptTickets, end: AttemptEnd): void {
    const { paced, byKey } = tickets
    const own = byKey.get(this.#toOwnKey(paced))
    if (!own || own.endedAt !== undefined) return
    this.#inFlight--
    if (typeof end === 'string') {
      for (const ticket of byKey.values()) ticket.end(end)
      return
    }
    const { code, retryAfterMs, startedAt, limitKind } = end
    const scope = findWiderScope(code) ?? this.#ownScope
    const exceeded = toPacingKey(scope, paced)
    const agoMs = this.#setup.clock.now() - startedAt
    for (const [key, ticket] of byKey) {
      if (key === exceeded) ticket.end('throttled', retryAfterMs, limitKind)
      else ticket.end('failed')
    }
    if (!byKey.has(exceeded)) {
      // The first throttle of a wide limit: whatever was accepted lately may fall under it.
      this.#wide.adopt(exceeded, agoMs, this.#own.accepted).end('throttled', retryAfterMs, limitKind)
    }
    this.#publishLearned(scope, paced, exceeded)
  }

  /** Waits at each limit that the attempt has no ticket of yet. */
  async #wait(
    passenger: Passenger,
    tickets: AttemptTickets,
    byKey: Map<string, Ticket>,
    preparing: boolean,
  ): Promise<AttemptTickets> {
    const { order, paced } = tickets
    passenger.onWait?.()
    try {
      await passenger.untilCancelled(async (signal) => {
        for (const [key, pacer] of this.#findLimits(paced)) {
          if (byKey.has(key)) continue
          const withinMs = passenger.patienceMs()
          const isRetry = passenger.isRetry()
          const ticket = await pacer.enter(key, { signal, withinMs, order, isRetry, preparing: true })
          // Cancelled right after its turn came: nothing waits for the ticket any more.
          if (signal.aborted) return ticket.end('failed')
          byKey.set(key, ticket)
        }
      })
    } catch (error) {
      for (const ticket of byKey.values()) ticket.end('failed')
      throw error
    }
    return this.#issue(tickets, preparing)
  }

  #issue(tickets: AttemptTickets, preparing: boolean): AttemptTickets {
    this.#inFlight++
    if (!preparing) this.begin(tickets)
    return tickets
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
