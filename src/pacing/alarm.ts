import type { MonotonicTime } from './monotonic-time.ts'

const never = Number.POSITIVE_INFINITY

/** Wakes at one time, the one that was set last. */
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
      // Whatever the clock says, the sleep is over: asked again and again it would never give way to anything else.
      this.#onWake(this.#time.atLeast(wakeAt))
    }
    this.#time.sleep(wakeAt - now, sleep.signal).then(wake, () => {})
  }
}
