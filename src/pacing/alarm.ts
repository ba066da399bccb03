import { type MonotonicTime, never } from './monotonic-time.ts'

/** Wakes once, at the time that was set last. */
export class Alarm {
  readonly #time: MonotonicTime
  readonly #onWake: (now: number) => void
  #wakeAt = never
  #sleep: AbortController | undefined

  constructor(time: MonotonicTime, onWake: (now: number) => void) {
    this.#time = time
    this.#onWake = onWake
  }

  /** @param wakeAt Infinity: not at all, and no timer is left */
  set(wakeAt: number, now: number): void {
    if (this.#sleep && this.#wakeAt === wakeAt) return
    this.#sleep?.abort()
    this.#sleep = undefined
    this.#wakeAt = wakeAt
    if (wakeAt === never) return
    const sleep = new AbortController()
    this.#sleep = sleep
    const wake = () => {
      if (this.#sleep !== sleep) return
      this.#sleep = undefined
      // The sleep is over, whatever the clock says. With the clock's own time, one that stands still would be asked for
      // another sleep again and again, and nothing else would ever run.
      this.#onWake(this.#time.atLeast(wakeAt))
    }
    this.#time.sleep(wakeAt - now, sleep.signal).then(wake, () => {})
  }
}
