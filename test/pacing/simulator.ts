import {
  createPacer,
  type DocumentedRate,
  joinFleet,
  type Pacer,
  type PacerOptions,
  PacingRefusal,
  type SharedLimit,
  type Ticket,
} from '../../src/pacing/index.ts'
import type { Clock } from '../../src/retry/clock.ts'
import { seeded } from '../support/seeded.ts'

interface Event {
  readonly at: number
  readonly number: number
  run: (() => void) | undefined
}

/** Enough turns of the microtask queue for what a pacer does between two events. */
async function settleBriefly(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await undefined
}

/** Virtual time: events in order, promises settled in between. */
export class VirtualTime implements Clock {
  readonly #settle: () => Promise<unknown>
  #now = 1_700_000_000_000
  #number = 0
  #shift = 0
  readonly #heap: Event[] = []
  readonly random: () => number
  /** Sleeps that neither ended nor were aborted. */
  sleeping = 0
  /** Timers fire up to this many ms late. */
  lateness = 1.5

  /** @param settle resolves when the promises of an event have settled; longer chains need more turns than a pacer's */
  constructor(random: () => number, settle: () => Promise<unknown> = settleBriefly) {
    this.random = random
    this.#settle = settle
  }

  now(): number {
    return Math.floor(this.#now + this.#shift)
  }

  at(delay: number, run: () => void): Event {
    const event: Event = { at: this.#now + Math.max(0, delay), number: this.#number++, run }
    const heap = this.#heap
    let index = heap.push(event) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent]
      if (!above || !earlier(event, above)) break
      heap[index] = above
      index = parent
    }
    heap[index] = event
    return event
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const onAbort = () => {
        event.run = undefined
        this.sleeping--
        reject(signal.reason)
      }
      const event = this.at(Math.ceil(Math.max(1, ms)) + this.random() * this.lateness, () => {
        signal.removeEventListener('abort', onAbort)
        this.sleeping--
        resolve()
      })
      this.sleeping++
      signal.addEventListener('abort', onAbort, { once: true })
    })
  }

  setBack(ms: number): void {
    this.#shift -= ms
  }

  /** Lets `ms` milliseconds pass, and whatever happens in them. */
  async delayAndRun(ms: number): Promise<void> {
    let over = false
    this.at(ms, () => {
      over = true
    })
    await this.run(() => over)
  }

  delay(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.at(ms, resolve)
    })
  }

  /** Runs until nothing is left to happen, or until `done`. Returns whether it was done. */
  async run(done: () => boolean = () => false): Promise<boolean> {
    for (;;) {
      await this.#settle()
      if (done()) return true
      const event = this.#pop()
      if (!event) return done()
      if (!event.run) continue
      this.#now = Math.max(this.#now, event.at)
      event.run()
    }
  }

  #pop(): Event | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (!last || !first || heap.length === 0) return first
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      let below = heap[child]
      const right = heap[child + 1]
      if (right && below && earlier(right, below)) {
        below = right
        child++
      }
      if (!below || !earlier(below, last)) break
      heap[index] = below
      index = child
    }
    heap[index] = last
    return first
  }
}

function earlier(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.number < b.number)
}

/** Lets a request in, or not. Times in ms. */
export interface Limit {
  admit(now: number): boolean
  left?(): void
}

export function fixedWindow(calls: number | ((now: number) => number), windowMs: number, phase: number): Limit {
  let window = -1
  let used = 0
  return {
    admit(now) {
      const current = Math.floor(now / windowMs + phase)
      if (current !== window) {
        window = current
        used = 0
      }
      if (used >= (typeof calls === 'number' ? calls : calls(now))) return false
      used++
      return true
    },
  }
}

export function slidingWindow(calls: number, windowMs: number, countsRefused = false): Limit {
  const counted: number[] = []
  return {
    admit(now) {
      while (counted[0] !== undefined && counted[0] <= now - windowMs) counted.shift()
      const admitted = counted.length < calls
      if (admitted || countsRefused) counted.push(now)
      return admitted
    },
  }
}

export function tokenBucket(perSecond: number, capacity: number): Limit {
  let tokens = capacity
  let at: number | undefined
  return {
    admit(now) {
      tokens = Math.min(capacity, tokens + ((now - (at ?? now)) / 1_000) * perSecond)
      at = now
      if (tokens < 1) return false
      tokens--
      return true
    },
  }
}

/** A slot each 1/perSecond: bursts of a tenth of a second at most. */
export function smooth(perSecond: number): Limit {
  return tokenBucket(perSecond, Math.max(1, perSecond / 10))
}

export function slots(count: number | ((now: number) => number)): Limit {
  let used = 0
  return {
    admit(now) {
      if (used >= (typeof count === 'number' ? count : count(now))) return false
      used++
      return true
    },
    left() {
      used--
    },
  }
}

export interface Scenario {
  /** Made anew for each run; `now` counts from the start of the run. */
  readonly limit: (random: () => number) => Limit
  /** Calls, over all processes. */
  readonly calls: number
  readonly processes?: number
  /** Calls that a process makes at once; the next begins when one ends. Default: all. */
  readonly pool?: number
  /** Calls per second that arrive, instead of all at once; evenly at random. */
  readonly arrivals?: number
  /** Duration of the work in the service, ms. Default 0. */
  readonly workMs?: number | ((random: () => number) => number)
  /** One way, ms, from … to …. Default 20 to 30: a round trip of 40 to 60. */
  readonly network?: readonly [number, number]
  /** Until its first answer, new connections and the start of many calls delay each process by up to this many ms. Default 0. */
  readonly startMs?: number
  readonly options?: PacerOptions
  /** The limit that the documents of the action state. */
  readonly documented?: DocumentedRate
  /** Keeps the limit of the options for all processes. */
  readonly fleet?: (time: VirtualTime) => SharedLimit
  readonly deadlineMs?: number
  readonly keys?: number
}

export interface Run {
  /** Until the last call ended, ms. */
  readonly timeMs: number
  readonly requests: number
  readonly succeeded: number
  readonly refused: number
  readonly lost: number
  /** Calls sent while an older one waited. */
  readonly overtakings: number
  readonly waits: readonly number[]
  /** Of each wait the call's place, from 0, among those of its process and key. */
  readonly places: readonly number[]
  readonly sleeping: number
  readonly waiting: number
  /** When each process' last call ended. */
  readonly ends: readonly number[]
  /** Times of acceptance and of rejection. */
  readonly acceptedAt: readonly number[]
  readonly rejectedAt: readonly number[]
}

/** Runs a scenario in virtual time. */
export async function simulate(scenario: Scenario, seed: number): Promise<Run> {
  const random = seeded(seed)
  const time = new VirtualTime(random)
  const start = time.now()
  const elapsed = () => time.now() - start
  const {
    calls,
    processes = 1,
    pool = calls,
    arrivals,
    workMs = 0,
    network = [20, 30],
    startMs = 0,
    options,
    documented,
    fleet,
    deadlineMs,
    keys = 1,
  } = scenario
  const limits = Array.from({ length: keys }, () => scenario.limit(random))
  const [near, far] = network
  const oneWay = () => near + random() * (far - near)
  const run = { requests: 0, succeeded: 0, refused: 0, overtakings: 0 }
  const waits: number[] = []
  const places: number[] = []
  const acceptedAt: number[] = []
  const rejectedAt: number[] = []
  const ends = new Array<number>(processes).fill(0)
  let open = calls

  const answered = new Set<number>()
  const startDelays = Array.from({ length: startMs > 0 ? processes : 0 }, () => random() * startMs)

  async function request(limit: Limit, process: number): Promise<'accepted' | 'throttled'> {
    run.requests++
    if (!answered.has(process)) await time.delay(startDelays[process] ?? 0)
    await time.delay(oneWay())
    time.at(near, () => answered.add(process))
    if (!limit.admit(elapsed())) {
      rejectedAt.push(elapsed())
      await time.delay(oneWay())
      return 'throttled'
    }
    acceptedAt.push(elapsed())
    await time.delay(typeof workMs === 'number' ? workMs : workMs(random))
    limit.left?.()
    await time.delay(oneWay())
    return 'accepted'
  }

  async function call(pacer: Pacer, process: number, number: number, waiting: Map<number, number>): Promise<void> {
    const startedAt = elapsed()
    const key = number % keys
    const limit = limits[key]
    const startedMs = time.now()
    let after: Ticket | undefined
    try {
      for (;;) {
        const withinMs = deadlineMs === undefined ? deadlineMs : startedMs + deadlineMs - time.now()
        const bound = withinMs === undefined ? {} : { withinMs }
        const entered = pacer.enter(String(key), after ? { ...bound, order: after.order, isRetry: true } : bound)
        if (entered instanceof Promise) waiting.set(number, time.now())
        after = await entered
        waiting.delete(number)
        if (keys === 1)
          for (const [other, since] of waiting) if (other < number && since < after.sentAt) run.overtakings++
        const sentAt = elapsed()
        const outcome = limit ? await request(limit, process) : 'accepted'
        after.end(outcome)
        if (outcome === 'accepted') {
          run.succeeded++
          waits.push(sentAt - startedAt)
          places.push(Math.floor(number / keys))
          break
        }
      }
    } catch (error) {
      if (!(error instanceof PacingRefusal)) throw error
      waiting.delete(number)
      run.refused++
    }
    ends[process] = elapsed()
    open--
  }

  const shared = fleet && { fleet: fleet(time) }
  const pacers = Array.from({ length: processes }, () =>
    createPacer({ clock: time, joinFleet, options: { ...options, ...shared }, documentedRate: () => documented }),
  )
  pacers.forEach((pacer, process) => {
    const share = Math.floor(calls / processes) + (process < calls % processes ? 1 : 0)
    const waiting = new Map<number, number>()
    let begun = 0
    const next = async (): Promise<void> => {
      while (begun < share) await call(pacer, process, begun++, waiting)
    }
    if (arrivals === undefined) for (let worker = 0; worker < Math.min(pool, share); worker++) void next()
    else
      for (let number = 0; number < share; number++)
        time.at(
          (((number + random()) * processes) / arrivals) * 1_000,
          () => void call(pacer, process, number, waiting),
        )
  })
  await time.run(() => open === 0)
  const timeMs = elapsed()
  await time.run()
  const waiting = pacers.reduce((sum, pacer) => sum + pacer.waiting, 0)
  return { ...run, timeMs, lost: open, waits, places, sleeping: time.sleeping, waiting, ends, acceptedAt, rejectedAt }
}
