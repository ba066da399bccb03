/** What a process asks of a limit that it shares with others. */
export interface Reservation {
  /** The name of the limit: the same in all processes that share it. */
  readonly key: string
  /** Calls per second, of all processes together. */
  readonly qps: number
  /** So many slots can be used; fewer may be granted. A whole number ≥ 1. */
  readonly wanted: number
  /** No slot is of use that lies further ahead than so many milliseconds. */
  readonly withinMs: number
}

/** What a process got. Milliseconds count from the moment that the answer is there. */
export interface Grant {
  /** When a call may be sent, one for each slot, in order; below 0 for what has passed. Empty: none is free in time. */
  readonly slotsInMs: readonly number[]
  /** When the next free slot comes after these, as far as was known. */
  readonly nextInMs: number
  /** Why these are slots of this process' own share, and not of the shared limit; undefined: they are shared. */
  readonly fallback: string | undefined
  /** Says that the last `count` of the slots, beyond those told before, will not be used. */
  giveBack(count: number): void
}

/** A limit shared by several processes, as pacing sees it. Made by `createFleet` of `axios-tencentcloud/fleet`. */
export interface SharedLimit {
  /** Never rejects, and answers in bounded time: what keeps the limit may be out of reach, and calls go on all the same. */
  reserve(reservation: Reservation): Promise<Grant>
}

/**
 * Added to the second: requests sent a second apart arrive closer together when the first takes longer on its way.
 * Half the spread of ordinary round trips (40 to 60 ms) with as much again to spare; it costs 2 % of the rate.
 */
export const marginMs = 20

/** The window that a rate is counted in, and the calls that it lets through: a second, or for rates below 1 longer. */
export function windowOf(qps: number): { readonly calls: number; readonly windowMs: number } {
  const calls = Math.max(1, Math.floor(qps))
  return { calls, windowMs: (calls * 1_000) / qps }
}

/** The spacing in milliseconds at which no second of any cut sees more calls than the limit. */
export function evenIntervalMs(qps: number): number {
  const { calls, windowMs } = windowOf(qps)
  return (windowMs + marginMs) / calls
}
