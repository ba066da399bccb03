import type { Clock } from '../retry/clock.ts'
import type { PacedCall } from './pacing-key.ts'
import type { PacingOptions } from './pacing-options.ts'
import type { AcceptedAnswer, AttemptEnd, Pass, Passenger, RefusalReason } from './pass.ts'
import { RecentCount } from './recent-count.ts'
import { start } from './slow-start.ts'
import type { AttemptTickets, Rider, Turns } from './turns.ts'

export interface PacingGateSetup {
  readonly clock: Clock
  readonly options: PacingOptions
  /** Loads the rest of the pacing. If it fails (a browser that is offline), calls are not paced until it succeeds. */
  load(): Promise<Turns>
}

const notCounted = -1

/**
 * The gate that calls pass before they are sent. It is a small file, and all of the pacing that most programs load.
 *
 * Attempts are only counted, and get no tickets, while no limit is configured, none was hit, and fewer than 20 of
 * them are in flight. The gate lists those in flight, and counts those accepted in the last second. Beyond that it
 * has the rest loaded: Turns adopts the counted attempts and gives tickets from then on. If one of the adopted
 * attempts is throttled, the count of the last second is the first estimate of the limit. While Turns has met no
 * throttle, a few attempts in flight are only counted again.
 *
 * Each pass knows its index in the list, so that an attempt is taken off without a search: a Map would hash every
 * call.
 */
export class PacingGate {
  readonly #setup: PacingGateSetup
  readonly #counted: GatePass[] = []
  readonly #accepted = new RecentCount()
  #turns: Turns | undefined
  #loading: Promise<void> | undefined
  #loadingSince = 0
  /** Milliseconds for which calls waited for code. */
  #heldMs = 0

  constructor(setup: PacingGateSetup) {
    this.#setup = setup
  }

  /** Attempts that entered and have not ended. */
  get inFlight(): number {
    return this.#counted.length + (this.#turns?.inFlight ?? 0)
  }

  /** The passage of a call, for all its attempts. */
  pass(passenger: Passenger): Pass {
    return new GatePass(this, passenger)
  }

  /** Called by the passes of this gate, as are the next two methods. */
  enter(pass: GatePass, preparing: boolean): Promise<RefusalReason | undefined> | undefined {
    pass.queuedMs = 0
    pass.enteredAt = this.now()
    if (this.#isCalm() && this.inFlight < start.window) {
      pass.tickets = undefined
      pass.index = this.#counted.push(pass) - 1
      return undefined
    }
    if (this.#turns) return this.#askTickets(pass, preparing)
    return pass.passenger
      .whileLoading(() => this.#load())
      .then(() => {
        pass.waited()
        return this.#askTickets(pass, preparing)
      })
  }

  /** Epoch milliseconds. */
  now(): number {
    return this.#setup.clock.now()
  }

  begin({ tickets }: GatePass): void {
    if (tickets) this.#turns?.begin(tickets)
  }

  end(pass: GatePass, end: AttemptEnd, at?: number, answer?: AcceptedAnswer): Promise<void> | undefined {
    if (answer?.open) return this.#accept(pass, at, answer.open)
    if (this.#turns || typeof end === 'string') return this.#end(pass, end, at, answer)
    return this.#load().then(() => this.#end(pass, end))
  }

  /** The attempt was accepted, and is in flight until its answer has been read. */
  #accept(pass: GatePass, at: number | undefined, open: Promise<unknown>): undefined {
    if (pass.tickets) this.#turns?.accept(pass.tickets)
    else if (pass.index !== notCounted) this.#accepted.add(this.#toCountTime(at))
    open.then((outcome) => this.#end(pass, 'ended', undefined, outcome))
  }

  #end(pass: GatePass, end: AttemptEnd | 'ended', at?: number, answer?: unknown): undefined {
    if (typeof end !== 'string') this.#handOver()
    if (pass.index !== notCounted) {
      this.#uncount(pass)
      if (end === 'accepted') this.#accepted.add(this.#toCountTime(at))
    } else if (pass.tickets) {
      this.#turns?.end(pass.tickets, end === 'ended' ? 'accepted' : end, answer)
    }
  }

  /**
   * True while no limit is known and none was hit, so that counting is enough. False while the rest is loaded (calls
   * queue up), and with a fleet, where another process may know a limit.
   */
  #isCalm(): boolean {
    const { limit, fleet } = this.#setup.options
    return !this.#loading && !limit && !fleet && this.#turns?.isCalm !== false
  }

  /** Swap-remove: the last attempt of the list moves to the index that becomes free. */
  #uncount(pass: GatePass): void {
    const last = this.#counted.pop()
    if (last && last !== pass) {
      last.index = pass.index
      this.#counted[last.index] = last
    }
    pass.index = notCounted
  }

  /** Gives the counted attempts tickets, in the order in which they were sent, and empties the list. */
  #handOver(): void {
    const turns = this.#turns
    if (!turns || this.#counted.length === 0) return
    const now = this.#toCountTime()
    const accepted = this.#accepted.total(now)
    for (const pass of this.#counted.splice(0).sort((a, b) => a.enteredAt - b.enteredAt)) {
      pass.index = notCounted
      const { limits } = pass
      if (limits) pass.tickets = turns.adopt(limits, now + this.#heldMs - pass.enteredAt, accepted)
    }
  }

  #askTickets(pass: GatePass, preparing: boolean): Promise<RefusalReason | undefined> | undefined {
    this.#handOver()
    const turns = this.#turns
    const { limits } = pass
    if (!turns || !limits) {
      pass.tickets = undefined
      return undefined
    }
    // Calls that were accepted while they were only counted are the first estimate of a limit.
    const accepted = this.#accepted.total(this.#toCountTime())
    if (accepted > 0) turns.countAccepted(limits, accepted)
    return turns.enter(pass, limits, preparing)
  }

  /**
   * No call is sent while the rest is loaded, so the time by which acceptances and the ages of attempts count stands
   * still.
   */
  #toCountTime(at = this.now()): number {
    return (this.#loading ? this.#loadingSince : at) - this.#heldMs
  }

  #load(): Promise<void> {
    if (!this.#loading) {
      this.#loadingSince = this.now()
      this.#loading = this.#setup
        .load()
        .catch(() => undefined)
        .then((turns) => {
          this.#turns = turns
          this.#handOver()
        })
        .finally(() => {
          this.#loading = undefined
          this.#heldMs += this.now() - this.#loadingSince
        })
    }
    return this.#loading
  }
}

/** One object a call and no closures, because every success pays for it. The gate reads and writes its fields. */
class GatePass implements Pass, Rider {
  readonly #gate: PacingGate
  readonly passenger: Passenger
  queuedMs = 0
  totalQueuedMs = 0
  /** The tickets of the current or last attempt; undefined for one that is only counted, or not paced. */
  tickets: AttemptTickets | undefined
  /** The index in the gate's list, of an attempt that is counted. */
  index = notCounted
  /** When the attempt entered, in epoch milliseconds. One that is counted was sent then. */
  enteredAt = 0
  /** Null: the host is not one to be paced. */
  #limits: PacedCall | null | undefined

  constructor(gate: PacingGate, passenger: Passenger) {
    this.#gate = gate
    this.passenger = passenger
  }

  get isPaced(): boolean {
    return this.tickets !== undefined
  }

  get limits(): PacedCall | undefined {
    if (this.#limits === undefined) this.#limits = this.passenger.limits() ?? null
    return this.#limits ?? undefined
  }

  waited(): void {
    const queuedMs = this.#gate.now() - this.enteredAt
    this.totalQueuedMs += queuedMs - this.queuedMs
    this.queuedMs = queuedMs
  }

  enter(preparing: boolean): Promise<RefusalReason | undefined> | undefined {
    return this.#gate.enter(this, preparing)
  }

  begin(): void {
    this.#gate.begin(this)
  }

  end(end: AttemptEnd, at?: number, answer?: AcceptedAnswer): Promise<void> | undefined {
    return this.#gate.end(this, end, at, answer)
  }
}
