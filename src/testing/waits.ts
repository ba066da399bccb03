import type { Settings } from './options.ts'

/** The longest delay of setTimeout: a signed 32-bit number of milliseconds. A longer one fires at once. */
export const maxDelayMs = 2 ** 31 - 1

export const isDelay = (ms: number): boolean => ms >= 0 && ms <= maxDelayMs

/** The waits of delayed answers. `endAll()` ends them together. */
export class Waits {
  readonly #sleep: Settings['sleep']
  readonly #running = new Set<AbortController>()

  constructor(sleep: Settings['sleep']) {
    this.#sleep = sleep
  }

  /** Resolves to true after `ms` milliseconds, or to false when the client disconnects or `endAll()` is called. */
  async wait(ms: number, client: AbortSignal): Promise<boolean> {
    if (client.aborted) return false
    const ending = new AbortController()
    const end = () => ending.abort()
    this.#running.add(ending)
    client.addEventListener('abort', end)
    try {
      await (ms === Number.POSITIVE_INFINITY ? untilAborted(ending.signal) : this.#sleep(ms, ending.signal))
      return !ending.signal.aborted
    } catch (error) {
      if (ending.signal.aborted) return false
      throw error
    } finally {
      client.removeEventListener('abort', end)
      this.#running.delete(ending)
    }
  }

  endAll(): void {
    for (const ending of this.#running) ending.abort()
  }
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
