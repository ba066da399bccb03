import { CallsInFlight } from './calls-in-flight.ts'
import { InFlightLimiter } from './in-flight-limiter.ts'
import { KnownCap } from './known-cap.ts'
import { KnownLimiter, toLimitWindows } from './known-limiter.ts'
import { LearnedLimiter } from './learned-limiter.ts'
import type { Limiter, SlotLimiter, TokenMeter } from './limiter.ts'
import { anyTime, never } from './monotonic-time.ts'
import type { LimitKind } from './pass.ts'
import { RecentCount } from './recent-count.ts'
import type { ConfiguredLimit } from './shared-limit.ts'
import type { DocumentedRate } from './slow-start.ts'
import type { Ticket, TicketOutcome } from './ticket.ts'
import type { TokenEstimate } from './tokens.ts'
import { retryAfter, sharedLimit } from './tuning.ts'

interface CombinedLimiterSetup {
  /** The configured limit; undefined for none. */
  readonly limit: ConfiguredLimit | undefined
  /** Keeps the limit, if processes share it. */
  readonly shared: SlotLimiter | undefined
  /** Keeps a limit of tokens; undefined for none. */
  readonly tokens?: TokenMeter | undefined
  /** The limit that is documented; undefined for none. */
  readonly documented?: DocumentedRate | undefined
  /** The calls that wait. */
  readonly queue: { readonly size: number }
  /** Called once, when something begins to be learned. */
  onLearning(): void
}

/** What throttles have taught of a limit: calls per second, calls in flight, or tokens per minute. */
export type LearnedValue = { readonly qps: number } | { readonly inFlight: number } | { readonly tpm: number }

/**
 * The limits of one key, combined. All limits in force have to allow a call, so the next call may be sent at the
 * latest of the times that they give:
 *
 * 1. Retry-After blocks every call.
 * 2. A cap on calls in flight, once it is learned, replaces the rates of this process, because the throttles that it
 *    explains say nothing about a rate; unless a throttle has told that it counts calls in a period.
 * 3. Until then the learned rate and the known ones are in force, all of them. A limiter that awaits an outcome gives the
 *    time at which the next call in flight is presumed accepted; what the others say counts after that.
 * 4. A configured cap on calls in flight, and one on tokens, are always in force.
 * 5. The slots of a shared limit come last. They are asked for and looked at only when nothing else blocks a call,
 *    because a slot that is not used passes.
 *
 * Where none of them knows a time, a request in preparation blocks the others, until it is overdue.
 */
export class CombinedLimiter {
  readonly #setup: CombinedLimiterSetup
  readonly #flight = new CallsInFlight()
  readonly #accepted = new RecentCount()
  readonly #learned: LearnedLimiter
  readonly #inFlight: InFlightLimiter
  readonly #known: readonly KnownLimiter[]
  #tokens: TokenMeter | undefined
  /** The configured limit in calls per second, the lower one of two; undefined for one of another kind, and for none. */
  readonly #qps: number | undefined
  /** The longest window of a configured limit, in ms; 0 for none. */
  readonly windowMs: number
  #whileCapped: readonly Limiter[]
  #whileUncapped: readonly Limiter[]
  #retryAfterUntil = 0
  #throttledAt = anyTime
  #reported: string | undefined
  /** What the last throttle counted that told it. */
  #told: LimitKind | undefined
  /** Did throttles teach something, so that calls cannot go without tickets? */
  hasLearned = false
  /** Did a throttle tell that it counts calls or tokens in a period? Then a learned rate holds beside a learned cap. */
  #isRateTold = false
  /** Was it calls that such a throttle counted? */
  #isCallRateTold = false

  constructor(setup: CombinedLimiterSetup) {
    const { limit = {}, shared, tokens, documented, queue } = setup
    const windows = toLimitWindows(limit)
    const rates = windows.map(({ calls, windowMs }) => (calls * 1_000) / windowMs)
    this.#qps = rates.length > 0 ? Math.min(...rates) : undefined
    this.windowMs = Math.max(tokens ? 60_000 : 0, ...windows.map(({ windowMs }) => windowMs))
    this.#setup = setup
    this.#tokens = tokens
    this.#learned = new LearnedLimiter({
      flight: this.#flight,
      queue,
      ceiling: this.#qps ?? never,
      // A limit of tokens bounds no number of calls.
      slowStart: windows.length === 0 && limit.inFlight === undefined && !shared,
      documented,
    })
    this.#inFlight = new InFlightLimiter(this.#flight, this.#learned)
    this.#known = shared ? [] : windows.map((window) => new KnownLimiter(window))
    const caps = limit.inFlight === undefined ? [] : [new KnownCap(limit.inFlight, this.#flight)]
    this.#whileCapped = [...caps, ...(tokens ? [tokens] : []), this.#inFlight]
    this.#whileUncapped = [...this.#whileCapped, this.#learned, ...this.#known]
  }

  /** Was a call ever throttled? */
  get hasMetThrottle(): boolean {
    return this.#throttledAt !== anyTime
  }

  /** Calls that have a ticket and have not ended. */
  get inFlight(): number {
    return this.#flight.total
  }

  /** Calls accepted in the last second. */
  acceptedLately(now: number): number {
    return this.#accepted.total(now)
  }

  /** Counts calls of the last second that were accepted elsewhere, as far as they are not counted yet. */
  countAccepted(now: number, accepted: number): void {
    this.#accepted.add(now, Math.max(0, accepted - this.#accepted.total(now)))
  }

  /** What throttles have taught, if that is something new since it was last asked for. */
  takeLearned(): LearnedValue | undefined {
    const { learned, limit } = this.#inFlight
    const tpm = this.#tokens?.tpm
    const qps = this.#learned.rate ?? this.#setup.shared?.rate
    const values: Readonly<Record<LimitKind, LearnedValue | undefined>> = {
      'in-flight': learned ? { inFlight: limit } : undefined,
      tokens: tpm === undefined ? undefined : { tpm: Math.floor(tpm) },
      rate: qps === undefined ? undefined : { qps },
    }
    const value = (this.#told && values[this.#told]) ?? Object.values(values).find((one) => one !== undefined)
    const report = value && JSON.stringify(value)
    if (report === undefined || report === this.#reported) return undefined
    this.#reported = report
    return value
  }

  /** Meters the tokens of calls from now on, unless that is done already. */
  meterTokens(meter: TokenMeter): void {
    if (this.#tokens) return
    this.#tokens = meter
    this.#whileCapped = [meter, ...this.#whileCapped]
    this.#whileUncapped = [meter, ...this.#whileUncapped]
  }

  /** When the next call, which needs these tokens, may be sent, as far as is known now; an answer may make it earlier. */
  nextAt(now: number, tokens?: TokenEstimate): number {
    this.#settle(now)
    const localAt = this.#localAt(now, tokens)
    const { shared } = this.#setup
    if (!shared || localAt > now) return localAt === never ? this.#flight.nextOverdueAt : localAt
    const at = shared.isFull(this.#flight.undecided) ? this.#flight.nextPresumedAt : shared.nextAt(now)
    return at === never ? this.#flight.nextOverdueAt : at
  }

  /** The earliest time, as far as is known, at which a call with `ahead` others before it can have its turn. */
  turnAt(ahead: number, now: number): number {
    let latest = Math.max(now, this.#retryAfterUntil)
    for (const limiter of this.#inForce) latest = Math.max(latest, limiter.turnAt(ahead, now))
    const { shared } = this.#setup
    return shared ? Math.max(latest, shared.turnAt(ahead, now)) : latest
  }

  /** How many slots of the shared limit to ask for, if `calls` calls wait. */
  wantedSlots(calls: number, now: number): number {
    const { shared } = this.#setup
    if (!shared || calls === 0 || this.#localAt(now) > now) return 0
    // The fleet has come to know the limit that this process learned alone.
    if (shared.rate !== undefined) this.#learned.forget()
    // At a learned rate or cap, several slots might pass unused.
    return shared.wanted(this.#learned.rate !== undefined || this.#inFlight.learned ? 1 : calls, now)
  }

  sent(ticket: Ticket): void {
    for (const limiter of this.#whileUncapped) limiter.sent(ticket)
    this.#setup.shared?.sent(ticket)
    this.#flight.add(ticket)
  }

  /** The request of a ticket in preparation is sent now. */
  begun(ticket: Ticket): void {
    this.#flight.begun(ticket)
  }

  /** The attempt of a ticket was accepted, and stays in flight. */
  accepted(now: number, ticket: Ticket): void {
    if (ticket.undecided) this.#noteAccepted(now, ticket)
    this.#flight.settle(ticket)
    this.#inFlight.confirmed(now, ticket)
  }

  /**
   * The attempt of a ticket ended. If it was undecided, its outcome says something about the limits. If it was presumed
   * accepted before, only a throttle does; but its end may be what a suspected cap on calls in flight is tested by.
   */
  ended(now: number, ticket: Ticket, outcome: TicketOutcome, retryAfterMs: number, limitKind?: LimitKind): void {
    this.#settle(now)
    const { undecided } = ticket
    if (outcome === 'accepted' && undecided) this.#noteAccepted(now, ticket)
    this.#flight.remove(ticket)
    this.#inFlight.ended(ticket)
    this.#tokens?.ended(now, ticket, outcome)
    if (outcome === 'throttled') this.#throttled(now, ticket, retryAfterMs, limitKind)
    else if (outcome === 'failed' && undecided) this.#learned.inconclusive(ticket)
    const makesRoom = outcome !== 'throttled' && !undecided && this.#setup.queue.size > 0
    if (makesRoom && this.#inFlight.startsTest()) this.#learned.tryNow(now)
  }

  /** The limits that this process keeps by itself. */
  get #inForce(): readonly Limiter[] {
    return this.#inFlight.learned && !this.#isRateTold ? this.#whileCapped : this.#whileUncapped
  }

  /** When the next call may be sent, as far as this process alone decides. */
  #localAt(now: number, tokens?: TokenEstimate): number {
    let latest = this.#retryAfterUntil
    for (const limiter of this.#inForce) {
      if (limiter.awaitsOutcome) return Math.max(this.#retryAfterUntil, this.#flight.nextPresumedAt)
      latest = Math.max(latest, limiter.nextAt(now, tokens))
    }
    return latest
  }

  /** Presumes the calls that are old enough accepted, and gives up waiting for requests that are overdue. */
  #settle(now: number): void {
    const flight = this.#flight
    for (let late = flight.takeOverdue(now); late; late = flight.takeOverdue(now)) {
      this.#learned.inconclusive(late)
      this.#tokens?.overdue?.(late)
    }
    for (let old = flight.takePresumedAccepted(now); old; old = flight.takePresumedAccepted(now))
      this.#noteAccepted(now, old)
  }

  /** Counts a call that was accepted. A shared limit is trusted again when the learned rate has come back up to it. */
  #noteAccepted(now: number, ticket: Ticket): void {
    const { shared } = this.#setup
    this.#accepted.add(now)
    const isQuiet = now > this.#throttledAt + sharedLimit.trustedAfterMs
    if (shared && isQuiet && this.#learned.rate === this.#qps) this.#learned.forget()
    this.#learned.accepted(now, ticket)
    this.#inFlight.accepted(now, ticket)
    this.#tokens?.accepted?.(now, ticket)
    shared?.accepted?.(now, ticket)
  }

  /** Do the configured rates put a throttle down to differing latency? Each of them has to hear of it. */
  #isExcused(now: number, ticket: Ticket, accepted: number): boolean {
    const { shared } = this.#setup
    const configured: readonly Limiter[] = shared ? [shared] : this.#known
    return configured.map((limiter) => limiter.throttled(now, ticket, accepted)).some(Boolean)
  }

  /**
   * Puts a throttle down to one cause: a learned cap on calls in flight that is exceeded; otherwise a learned rate
   * that is too high; otherwise differing latency, for which a configured limit has an allowance. Beyond that the
   * limit is unknown, or not what was configured, and a rate begins to be learned: from the known limit, or else from
   * what was accepted in the last second.
   */
  #throttled(now: number, ticket: Ticket, retryAfterMs: number, limitKind?: LimitKind): void {
    const { shared } = this.#setup
    this.#throttledAt = now
    this.#told = limitKind ?? this.#told
    this.#flight.noteRefusal(now - ticket.sentAt)
    this.#retryAfterUntil = Math.max(this.#retryAfterUntil, now + Math.min(retryAfterMs, retryAfter.longestMs))
    // A limit that is told to count the calls in flight says nothing of a rate, and one of a rate nothing of them.
    if (limitKind === 'in-flight') {
      this.#learned.inconclusive(ticket)
      this.#inFlight.told(ticket)
      this.#startLearning()
      return
    }
    if (limitKind === 'tokens' && this.#tokens?.throttled(now, ticket, 0)) {
      this.#learned.inconclusive(ticket)
      // It takes the place of the rate that earlier throttles of this kind have taught.
      if (!this.#isCallRateTold) this.#learned.forget()
      this.#startLearning()
      return
    }
    if (limitKind !== undefined) this.#isRateTold = true
    if (limitKind === 'rate') this.#isCallRateTold = true
    if (limitKind === undefined && this.#inFlight.throttled(now)) this.#learned.inconclusive(ticket)
    else this.#learned.throttled(now, ticket)
    const accepted = this.#accepted.total(now)
    const hasRate = this.#learned.rate !== undefined
    if (shared && this.#qps === undefined) {
      // The fleet learns the limit, unless its store is away and nothing is known yet.
      if (shared.throttled(now, ticket, accepted)) {
        this.#learned.forget()
        return
      }
      if (hasRate) return
    } else if (hasRate || this.#isExcused(now, ticket, accepted)) return
    this.#learned.begin(now, this.#known.length > 0 && this.#qps ? this.#qps : accepted)
    this.#startLearning()
  }

  #startLearning(): void {
    if (this.hasLearned) return
    this.hasLearned = true
    this.#setup.onLearning()
  }
}
