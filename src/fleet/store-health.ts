import { within } from './within.ts'

/** A store that failed is tried again so many milliseconds after. */
const probeEveryMs = 1_000

/** A trial without any answer is given up after so many milliseconds; a client that is offline keeps them in a queue. */
const longestTrialMs = 10_000

/** A trial of the store: whether it answered in time, and when the client is done with it, one way or the other. */
interface Trial {
  readonly answered: Promise<boolean>
  readonly settled: Promise<unknown>
}

/** Whether the store can be asked; while it cannot, tries it again by itself. */
export class StoreHealth<Limit> {
  readonly #probe: (limit: Limit) => Trial
  #reason: string | undefined

  /** @param probe tries the store for a limit */
  constructor(probe: (limit: Limit) => Trial) {
    this.#probe = probe
  }

  /** Why the store cannot be asked now; undefined when it can. */
  get downReason(): string | undefined {
    return this.#reason
  }

  /** The store failed for a limit. In a cluster another one may be well, so that one is tried again. */
  failed(reason: string, limit: Limit): void {
    if (this.#reason !== undefined) return
    this.#reason = reason
    this.#tryLater(limit)
  }

  #tryLater(limit: Limit): void {
    // Housekeeping: no call waits for it.
    setTimeout(() => void this.#try(limit), probeEveryMs).unref()
  }

  async #try(limit: Limit): Promise<void> {
    const { answered, settled } = this.#probe(limit)
    if (await answered) {
      this.#reason = undefined
      return
    }
    await within(settled, longestTrialMs, { isHousekeeping: true }).catch(() => {})
    this.#tryLater(limit)
  }
}
