import type { Clock } from '../../src/retry/index.ts'

interface Event {
  readonly at: number
  readonly number: number
  run: (() => void) | undefined
}

const isEarlier = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.number < b.number)

/** Start of virtual time: any whole second, because pacing uses epoch milliseconds. */
const epoch = 1_700_000_000_000

/** Number of microtask turns between two events, more than the longest chain of promises here. */
const settleTurns = 12

/** Timers fire up to this many ms late, like those of a real machine. */
const timerLateness = 1.5

/** The simulation blocks the page for at most this many real milliseconds at a time. */
const sliceMs = 10

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** A clock whose time jumps from event to event, without real waits. */
export class VirtualTime implements Clock {
  readonly random: () => number
  readonly #heap: Event[] = []
  #elapsed = 0
  #number = 0

  constructor(random: () => number) {
    this.random = random
  }

  /** Milliseconds since the start. */
  get elapsed(): number {
    return this.#elapsed
  }

  now(): number {
    return epoch + Math.floor(this.#elapsed)
  }

  /** Resolves exactly `ms` later. */
  delay(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#add(ms, resolve)
    })
  }

  /** Resolves `ms` later, or slightly later, like a timer. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const onAbort = () => {
        event.run = undefined
        reject(signal?.reason)
      }
      const event = this.#add(Math.ceil(Math.max(1, ms)) + this.random() * timerLateness, () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      })
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  /** Runs until `done` returns true or no event is left, and pauses from time to time for the page. */
  async run(done: () => boolean, aborted: () => boolean = () => false): Promise<void> {
    let pausedAt = performance.now()
    for (;;) {
      for (let turn = 0; turn < settleTurns; turn++) await undefined
      if (done()) return
      const event = this.#pop()
      if (!event) return
      if (event.run) {
        this.#elapsed = Math.max(this.#elapsed, event.at)
        event.run()
      }
      if (performance.now() - pausedAt > sliceMs) {
        await pause()
        if (aborted()) return
        pausedAt = performance.now()
      }
    }
  }

  #add(delayMs: number, run: () => void): Event {
    const event: Event = { at: this.#elapsed + Math.max(0, delayMs), number: this.#number++, run }
    const heap = this.#heap
    let index = heap.push(event) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent]
      if (!above || !isEarlier(event, above)) break
      heap[index] = above
      index = parent
    }
    heap[index] = event
    return event
  }

  #pop(): Event | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last || heap.length === 0) return first
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      const [left, right] = [heap[child], heap[child + 1]]
      let below = left
      if (left && right && isEarlier(right, left)) {
        below = right
        child++
      }
      if (!below || !isEarlier(below, last)) break
      heap[index] = below
      index = child
    }
    heap[index] = last
    return first
  }
}
