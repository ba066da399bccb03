import type { Clock } from 'axios-tencentcloud'

/** A clock whose waits take no real time: sleeping moves it on. Notes each wait in milliseconds. */
export class InstantClock implements Clock {
  time = 1_772_323_200_000
  readonly waits: number[] = []
  chance = 0.5

  now = (): number => this.time

  sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted()
    this.waits.push(ms)
    this.time += ms
  }

  random = (): number => this.chance
}

interface Sleeper {
  readonly wakeAt: number
  wake(): void
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  time = 1_772_323_200_000
  readonly #sleepers = new Set<Sleeper>()
  #watchers: (() => void)[] = []

  now = (): number => this.time

  sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const end = (act: () => void) => {
        this.#sleepers.delete(sleeper)
        signal.removeEventListener('abort', onAbort)
        act()
      }
      const onAbort = () => end(() => reject(signal.reason))
      const sleeper: Sleeper = { wakeAt: this.time + ms, wake: () => end(resolve) }
      if (signal.aborted) return reject(signal.reason)
      signal.addEventListener('abort', onAbort)
      this.#sleepers.add(sleeper)
      for (const watcher of this.#watchers.splice(0)) watcher()
    })

  random = (): number => 0.5

  /** How many wait now. */
  get sleeping(): number {
    return this.#sleepers.size
  }

  /** Resolves once `count` wait at the same time. */
  async untilSleeping(count: number): Promise<void> {
    while (this.#sleepers.size < count) {
      await new Promise<void>((resolve) => this.#watchers.push(resolve))
    }
  }

  /** Moves on, and wakes those whose time has come. */
  advance(ms: number): void {
    this.time += ms
    for (const sleeper of [...this.#sleepers]) if (sleeper.wakeAt <= this.time) sleeper.wake()
  }
}

/**
 * Moves the clock by `ms` again and again until the call has ended, because it is not known when the call begins to
 * wait.
 */
export async function whileTimePasses<T>(clock: ManualClock, ms: number, call: Promise<T>): Promise<T> {
  const moving = setInterval(() => clock.advance(ms), 20)
  return call.finally(() => clearInterval(moving))
}
