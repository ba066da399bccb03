import type { InternalAxiosRequestConfig } from 'axios'
import {
  createPacer,
  type FleetChange,
  limitOf,
  type PacedCall,
  type Pacer,
  PacingRefusal,
  type PacingScope,
  pacingKey,
  type Ticket,
  widerScopeOf,
  wideScopes,
} from '../../pacing/index.ts'
import type { RecentCount } from '../../pacing/recent-count.ts'
import { defaultPolicy } from '../../retry/index.ts'
import { type LimitEventBody, publish } from '../../telemetry/index.ts'
import type { Attachment } from '../attachment.ts'
import type { CallState } from '../call-state.ts'
import { untilCancelled } from '../cancellation.ts'
import { describeCall } from '../describe-call.ts'
import type { EncodedRequest } from '../snapshot.ts'
import { isTrustedHost } from '../trusted-host.ts'
import type { CountedCall } from './pacing-gate.ts'
import { refusalError } from './refusal-error.ts'

/** A call's place at each limit that holds for it: its own, and the wider ones that were complained of. */
export interface Turn {
  readonly paced: PacedCall
  /** Lower ones go first, at every limit. */
  readonly order: number
  readonly tickets: ReadonlyMap<string, Ticket>
}

/**
 * How an attempt ended, as far as limits are concerned: it passed; nobody knows, since the connection broke or the
 * service failed; or it was throttled, with a code, the server's own wait in milliseconds (0 for none), and when it was
 * sent, in epoch milliseconds.
 */
export type AttemptEnd =
  | 'accepted'
  | 'failed'
  | { readonly code: string; readonly retryAfterMs: number; readonly startedAt: number }

/** The turns of an attachment's calls, each at the pace of the limits that hold for it. */
export class Turns {
  readonly #attachment: Attachment
  /** By the limits that calls fall under by themselves. */
  readonly #own: Pacer
  /** By the wider limits that were complained of; nobody told these. */
  readonly #wide: Pacer
  #order = 0
  #inFlight = 0

  constructor(attachment: Attachment) {
    const { clock, pacing } = attachment.settings
    this.#attachment = attachment
    const onFleetChange = (change: FleetChange) => this.#tell({ type: 'fallback', ...change })
    this.#own = createPacer({ clock, onFleetChange, ...(pacing && { options: pacing }) })
    this.#wide = createPacer({ clock, ...(pacing && { options: { maxQueue: pacing.maxQueue } }) })
  }

  /** Attempts that have a turn and have not ended. */
  get inFlight(): number {
    return this.#inFlight
  }

  /** Is nothing known that could hold a call back, but their number? */
  get isCalm(): boolean {
    return this.#own.isCalm && this.#wide.isCalm
  }

  /** Takes over calls whose attempts are on their way, and leaves the list empty. */
  adopt(calls: CountedCall[], accepted: RecentCount): void {
    if (calls.length === 0) return
    const now = this.#attachment.settings.clock.now()
    const lately = accepted.total(now)
    for (const { call, encoded, sentAt } of calls.splice(0).sort((a, b) => a.sentAt - b.sentAt)) {
      call.counted = undefined
      const paced = this.#describe(call, encoded)
      if (!paced) continue
      const key = this.#keyOf(paced)
      call.turn = {
        paced,
        order: this.#order++,
        tickets: new Map([[key, this.#own.adopt(key, now - sentAt, lately)]]),
      }
      this.#inFlight++
    }
  }

  /**
   * Lets a call send its next attempt: at once, or when its turn comes.
   *
   * @param held the request has to be prepared first; `begin` says when it is sent
   * @returns undefined when the host is not one to be paced
   * @throws ThrottlingError when the first attempt's turn cannot come, PacingRefusal when a later one's cannot; axios'
   *   CanceledError (all as rejections)
   */
  enter(
    call: CallState,
    encoded: EncodedRequest,
    config: InternalAxiosRequestConfig,
    held: boolean,
  ): Turn | undefined | Promise<Turn> {
    const paced = call.turn?.paced ?? this.#describe(call, encoded)
    if (!paced) return undefined
    const tickets = new Map<string, Ticket>()
    const turn = { paced, order: call.turn?.order ?? this.#order++, tickets }
    // At several limits it waits for the last, and may not age at the first.
    const several = this.#wide.keys > 0
    for (const [key, pacer] of this.#limitsOf(paced)) {
      const ticket = pacer.tryEnter(key, { order: turn.order, held: held || several })
      if (!ticket) return this.#queue(call, encoded, config, turn, tickets, held)
      tickets.set(key, ticket)
    }
    this.#inFlight++
    if (!held) this.begin(turn)
    return turn
  }

  /** Waits at each limit that it has no ticket of yet. */
  async #queue(
    call: CallState,
    encoded: EncodedRequest,
    config: InternalAxiosRequestConfig,
    turn: Turn,
    tickets: Map<string, Ticket>,
    held: boolean,
  ): Promise<Turn> {
    const { order, paced } = turn
    call.tell?.({ type: 'wait', number: call.attempts.length + 1, reason: 'pacing' })
    try {
      await untilCancelled(config, async (signal) => {
        for (const [key, pacer] of this.#limitsOf(paced)) {
          if (tickets.has(key)) continue
          const withinMs = leftMs(call)
          const again = call.attempts.length > 0
          const ticket = await pacer.enter(key, { signal, withinMs, order, again, held: true })
          // Cancelled right after its turn came: whoever waited for it has gone.
          if (signal.aborted) return ticket.end('failed')
          tickets.set(key, ticket)
        }
      })
    } catch (error) {
      for (const ticket of tickets.values()) ticket.end('failed')
      // Later on there is a failure to be told of instead.
      throw error instanceof PacingRefusal && call.attempts.length === 0 ? refusalError(call, encoded, error) : error
    }
    this.#inFlight++
    if (!held) this.begin(turn)
    return turn
  }

  /** The request of a held turn goes out now. */
  begin(turn: Turn): void {
    for (const ticket of turn.tickets.values()) ticket.begin()
  }

  /** Says how the attempt of a turn ended; only the first word counts. A throttle is put down to the limit that its code names. */
  end(turn: Turn, end: AttemptEnd): void {
    const own = turn.tickets.get(this.#keyOf(turn.paced))
    if (!own || own.endedAt !== undefined) return
    this.#inFlight--
    if (typeof end === 'string') {
      for (const ticket of turn.tickets.values()) ticket.end(end)
      return
    }
    const { code, retryAfterMs, startedAt } = end
    const scope = widerScopeOf(code) ?? this.#ownScope
    const exceeded = pacingKey(scope, turn.paced)
    const agoMs = this.#attachment.settings.clock.now() - startedAt
    for (const [key, ticket] of turn.tickets) {
      if (key === exceeded) ticket.end('throttled', retryAfterMs)
      // Nobody knows which of the limits is looked at first.
      else ticket.end('failed')
    }
    if (!turn.tickets.has(exceeded)) {
      // The first complaint of a wide limit: whatever was accepted lately may fall under it.
      this.#wide.adopt(exceeded, agoMs, this.#own.accepted).end('throttled', retryAfterMs)
    }
    const learned = (scope === this.#ownScope ? this.#own : this.#wide).takeLearned(exceeded)
    if (learned) this.#tell({ type: 'throttle-learned', limit: { ...limitOf(scope, turn.paced), ...learned } })
  }

  #tell(event: LimitEventBody): void {
    const { clock, onEvent } = this.#attachment.settings
    publish({ ...event, at: clock.now() }, onEvent)
  }

  #describe(call: CallState, encoded: EncodedRequest): PacedCall | undefined {
    const description = describeCall(call, encoded)
    const { target, service, action, region } = description
    if (!isTrustedHost(target, this.#attachment)) return undefined
    const account = this.#attachment.settings.pacing?.account ?? description.secretId
    return { account, host: target?.host, service, action, region }
  }

  #keyOf(paced: PacedCall): string {
    return pacingKey(this.#ownScope, paced)
  }

  get #ownScope(): PacingScope {
    return this.#attachment.settings.pacing?.limit?.scope ?? 'action'
  }

  *#limitsOf(paced: PacedCall): Generator<readonly [key: string, pacer: Pacer]> {
    const own = this.#keyOf(paced)
    yield [own, this.#own]
    if (this.#wide.keys === 0) return
    for (const scope of wideScopes) {
      const key = pacingKey(scope, paced)
      if (key !== own && this.#wide.knows(key)) yield [key, this.#wide]
    }
  }
}

/** A throttle is answered at once, so a longer attempt was held up by something else. */
const longestThrottleMs = 1_000

/** In how many milliseconds a call's turn has to come. A deadline that cuts leaves the attempt as long as a throttle took. */
function leftMs({ startedAt, retry, attempts, attachment }: CallState): number {
  const { cutAfterMs, policy = defaultPolicy } = retry
  const last = attempts.at(-1)
  const attemptMs = cutAfterMs !== undefined && last?.reason === 'throttled' ? last.durationMs : 0
  const deadlineAt = startedAt + (cutAfterMs ?? policy.deadlineMs)
  return deadlineAt - Math.min(attemptMs, longestThrottleMs) - attachment.settings.clock.now()
}
