import { within } from './within.ts'

/** Milliseconds after which a store that failed is probed again. */
const probeEveryMs = 1_000

/**
 * Milliseconds after which the next probe is sent although the last one has not settled: a client that is offline keeps
 * commands in a queue.
 */
const longestProbeMs = 10_000

/** A probe of the store. */
interface Probe {
  /** Did the store answer in time? */
  readonly answered: Promise<boolean>
  /** Settles when the client has finished the command. */
  readonly settled: Promise<unknown>
}

/** Knows whether the store can be reached. While it cannot, probes it once a second. */
export class StoreHealth<Limit> {
  readonly #probe: (limit: Limit) => Probe
  #reason: string | undefined

  /** @param probe probes the store with the key of a limit */
  constructor(probe: (limit: Limit) => Probe) {
    this.#probe = probe
  }

  /** Why the store cannot be used now; undefined if it can. */
  get downReason(): string | undefined {
    return this.#reason
  }

  /**
   * Notes that the store failed for a limit. That limit is probed, because in a cluster another one may have no
   * problem.
   */
  failed(reason: string, limit: Limit): void {
    if (this.#reason !== undefined) return
    this.#reason = reason
    this.#scheduleProbe(limit)
  }

  #scheduleProbe(limit: Limit): void {
    // No call waits for this timer, so that it does not keep the process alive.
    setTimeout(() => void this.#runProbe(limit), probeEveryMs).unref()
  }

  async #runProbe(limit: Limit): Promise<void> {
    const { answered, settled } = this.#probe(limit)
    if (await answered) {
      this.#reason = undefined
      return
    }
    await within(settled, longestProbeMs, { isHousekeeping: true }).catch(() => {})
    this.#scheduleProbe(limit)
  }
}
