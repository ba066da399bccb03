import type { Clock } from '../../src/retry/index.ts'

interface Event {
  readonly at: number
  readonly number: number
  run: (() => void) | undefined
}

const isEarlier = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.number < b.number)

/** Any whole second; the pacing reads epoch milliseconds. */
const epoch = 1_700_000_000_000

/** Promises are settled so many times between two events: the longest chain of them here is shorter. */
const settleTurns = 12

/** Timers of a real machine are late by up to this many ms. */
const timerLateness = 1.5

/** Between two pauses the page is held up no longer than this, in real milliseconds. */
const sliceMs = 10

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** A clock whose time jumps from event to event: nobody waits. */
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

  /** Resolves `ms` later or, like a timer, a little after that. */
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

  /** Runs until `done`, or until nothing is left to happen. Lets the page breathe in between. */
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
