import { knownLimit } from './tuning.ts'

/** What a process asks of a limit that it shares with others. */
export interface Reservation {
  /** The name of the limit: the same in all processes that share it. */
  readonly key: string
  /** Calls per second, of all processes together. */
  readonly qps: number
  /** Slots that can be used; fewer may be granted. A whole number ≥ 1. */
  readonly wanted: number
  /** Slots further ahead than this many milliseconds are of no use. */
  readonly withinMs: number
}

/** What a process got. Milliseconds count from the moment at which the answer is there. */
export interface Grant {
  /**
   * When a call may be sent, one for each slot, in order; below 0 for a slot that has passed. Empty: none is free in
   * time.
   */
  readonly slotsInMs: readonly number[]
  /** When the next free slot comes after these, as far as was known. */
  readonly nextInMs: number
  /** Why these are slots of this process' own share, and not of the shared limit; undefined: they are shared. */
  readonly fallback: string | undefined
  /** Reports that the last `count` of the slots, beyond those reported before, will not be used. */
  giveBack(count: number): void
}

/** A limit shared by several processes, as the pacing sees it. Made by `createFleet` of `axios-tencentcloud/fleet`. */
export interface SharedLimit {
  /**
   * Never rejects, and answers in bounded time: the store of the limit may be out of reach, and calls go on all the
   * same.
   */
  reserve(reservation: Reservation): Promise<Grant>
}

/** A limit that is configured: calls per second, per minute, or in flight. */
export type ConfiguredLimit = { readonly qps: number } | { readonly rpm: number } | { readonly inFlight: number }

/** The window that a configured rate is counted in, and the calls in it: one second, or longer for rates below 1. */
export function toWindow(qps: number): { readonly calls: number; readonly windowMs: number } {
  const calls = Math.max(1, Math.floor(qps))
  return { calls, windowMs: (calls * 1_000) / qps }
}

/** The spacing in milliseconds at which no one-second window, wherever it starts, exceeds the limit. */
export function evenIntervalMs(qps: number): number {
  const { calls, windowMs } = toWindow(qps)
  return (windowMs + knownLimit.marginMs) / calls
}
