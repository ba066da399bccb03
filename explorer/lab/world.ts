import type { Meter } from '../../src/testing/limits/meters.ts'
import { createMeter, type Scenario, tripSpread } from './scenario.ts'
import { seeded } from './seeded.ts'
import { VirtualTime } from './virtual-time.ts'

/** A simulation ends after this many requests, so that a policy without backoff does not block the page. */
const mostRequests = 100_000

/** A rate that a policy learned. */
export interface LearnedRate {
  /** Ms since the start. */
  readonly at: number
  /** Calls a second. */
  readonly qps: number
}

/** An API with a limiter, in virtual time. */
export class World {
  readonly time: VirtualTime
  readonly scenario: Scenario
  /** When requests reached the limiter, ms since the start. */
  readonly acceptedAt: number[] = []
  readonly rejectedAt: number[] = []
  /** The rates that the policy learned, in the order of time. */
  readonly rates: LearnedRate[] = []
  readonly random: () => number
  readonly #meter: Meter

  constructor(scenario: Scenario) {
    this.scenario = scenario
    this.random = seeded(scenario.seed)
    this.time = new VirtualTime(this.random)
    this.#meter = createMeter(scenario)
  }

  get requests(): number {
    return this.acceptedAt.length + this.rejectedAt.length
  }

  get isExhausted(): boolean {
    return this.requests > mostRequests
  }

  /** Sends a request. Resolves, a round trip later, to whether the limiter accepted it. */
  readonly send = async (): Promise<boolean> => {
    await this.time.delay(this.#oneWay())
    const now = this.time.elapsed
    const accepted = this.#meter.hasRoom(now)
    if (accepted) this.#meter.count(now)
    ;(accepted ? this.acceptedAt : this.rejectedAt).push(now)
    await this.time.delay(this.#oneWay())
    return accepted
  }

  /** Notes the rate that the policy has learned. */
  learn(qps: number): void {
    if (this.rates.at(-1)?.qps !== qps) this.rates.push({ at: this.time.elapsed, qps })
  }

  #oneWay(): number {
    return (this.scenario.roundTripMs / 2) * (1 - tripSpread + 2 * tripSpread * this.random())
  }
}
