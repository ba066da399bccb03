import type { MonotonicTime } from './monotonic-time.ts'
import { PacingRefusal } from './pass.ts'
import { type Waiter, WaitQueue } from './wait-queue.ts'

/**
 * Calls that are refused before other work gets its turn. What follows a refusal (its error, the promises of axios, the
 * caller's handler) takes about 0.1 ms of CPU, so that they hold the event loop for a few milliseconds.
 */
const mostAtOnce = 50

/** Milliseconds after which refusals no longer count as made at once with earlier ones. */
const togetherMs = 10

/**
 * Refuses calls that are too late for their deadlines: a few at once, more of them in slices, between which the event
 * loop runs. A call that waits for its slice has left the queue, so that it gets no turn any more; it can be cancelled
 * until then.
 */
export class Refusals {
  readonly #time: MonotonicTime
  readonly #late = new WaitQueue()
  /** Never aborted: a slice that waits keeps the process alive, as the calls do that wait for it. */
  readonly #unending = new AbortController().signal
  #madeAtOnce = 0
  #lastAt = 0

  constructor(time: MonotonicTime) {
    this.#time = time
  }

  /** Refuses a call that is in no queue. */
  add(waiter: Waiter, now: number): void {
    if (now >= this.#lastAt + togetherMs) this.#madeAtOnce = 0
    this.#lastAt = now
    if (this.#late.size === 0 && this.#madeAtOnce < mostAtOnce) {
      this.#refuse(waiter)
      return
    }
    this.#late.add(waiter)
    if (this.#late.size === 1) this.#sliceLater()
  }

  #refuse(waiter: Waiter): void {
    this.#madeAtOnce++
    waiter.refuse(new PacingRefusal('deadline'))
  }

  #sliceLater(): void {
    const slice = () => {
      this.#madeAtOnce = 0
      for (let first = this.#late.first; first && this.#madeAtOnce < mostAtOnce; first = this.#late.first) {
        this.#late.remove(first)
        this.#refuse(first)
      }
      if (this.#late.size > 0) this.#sliceLater()
    }
    this.#time.sleep(0, this.#unending).then(slice, slice)
  }
}
