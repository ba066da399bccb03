import { knownLimit } from './tuning.ts'

/** What a process asks of a limit that it shares with others. */
export interface Reservation {
  /** The name of the limit: the same in all processes that share it. */
  readonly key: string
  /** Calls per second, of all processes together; undefined: the pace that the fleet has learned. */
  readonly qps: number | undefined
  /** The limit in calls per second as it is configured, if `qps` is less for the moment. Default: `qps`. */
  readonly configuredQps?: number
  /** Slots that can be used; fewer may be granted. A whole number; 0 reports only what was learned. */
  readonly wanted: number
  /** Slots further ahead than this many milliseconds are of no use. */
  readonly withinMs: number
  /** What a process contributes to a limit that is learned; needed where `qps` is undefined. */
  readonly learning?: Learning
}

/** What a process reports of a limit that a fleet learns, since its last report. */
export interface Learning {
  /** Calls that may be in flight at first, of all processes together. A whole number ≥ 1. */
  readonly burst: number
  /** The least first estimate, in calls per second. */
  readonly leastQps: number
  /** Calls that this process may have in flight by what it was lent; 0 for none yet. */
  readonly window: number
  /** Calls that were accepted. */
  readonly accepted: number
  /** How many milliseconds ago the latest of these was sent; undefined for none. */
  readonly acceptedAgoMs: number | undefined
  /** How many milliseconds ago the slot of a call was asked for that was throttled; undefined for none. */
  readonly throttledAgoMs?: number | undefined
}

/** Another process has configured a limit in another way. */
export interface LimitConflict {
  /** What differs. */
  readonly option: 'qps' | 'scope'
  /** The value of this process. */
  readonly own: string
  /** The value of another process. `learned`: it has configured no `limit`. */
  readonly other: string
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
  /** The pace that the fleet has learned, in calls per second; undefined for a configured one, or while none is known. */
  readonly qps?: number | undefined
  /** While no pace is known: calls that this process may have in flight beside those that it was lent before. */
  readonly window?: number
  /** The slot is that of a probe: all processes wait for its outcome. */
  readonly isProbe?: boolean
  /** What other processes have configured in another way, once for each. */
  readonly conflicts?: readonly LimitConflict[]
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

/** A limit that is configured: calls per second, per minute, or in flight; tokens per minute. Those that are there hold. */
export interface ConfiguredLimit {
  readonly qps?: number
  readonly rpm?: number
  readonly tpm?: number
  readonly inFlight?: number
}

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
