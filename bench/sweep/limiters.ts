/** Lets requests in, or not. Times in ms. */
export interface Limiter {
  /** Judges a request that arrives `now`, and counts it. Times never decrease from call to call. */
  admit(now: number): boolean
  /** The earliest time from `now` on at which a request is let in, if no other comes before. */
  nextFree(now: number): number
}

const windowMs = 1_000

function fixedWindow(calls: number, startsAt: number): Limiter {
  let start = Number.NEGATIVE_INFINITY
  let used = 0
  const enter = (now: number) => {
    const current = startsAt + Math.floor((now - startsAt) / windowMs) * windowMs
    if (current === start) return
    start = current
    used = 0
  }
  return {
    admit(now) {
      enter(now)
      if (used >= calls) return false
      used++
      return true
    },
    nextFree(now) {
      enter(now)
      return used < calls ? now : start + windowMs
    },
  }
}

/** @param countsRefused requests that are refused count too, so that a client that keeps calling stays refused */
function slidingWindow(calls: number, countsRefused: boolean): Limiter {
  const counted: number[] = []
  let oldest = 0
  const forget = (now: number) => {
    while ((counted[oldest] ?? now) <= now - windowMs) oldest++
  }
  return {
    admit(now) {
      forget(now)
      const hasRoom = counted.length - oldest < calls
      if (hasRoom || countsRefused) counted.push(now)
      return hasRoom
    },
    nextFree(now) {
      forget(now)
      const over = counted.length - oldest - calls
      return over < 0 ? now : (counted[oldest + over] ?? now) + windowMs
    },
  }
}

/** Times are compared in fractions of a millisecond, whose sums are rounded. */
const rounding = 1e-6

/** `burst` calls at once, and one in each `1000 / qps` ms in the long run. */
function bucket(qps: number, burst: number): Limiter {
  const intervalMs = 1_000 / qps
  const spareMs = (burst - 1) * intervalMs
  /** When the bucket would be full again. */
  let fullAt = Number.NEGATIVE_INFINITY
  const nextFree = (now: number) => Math.max(now, fullAt - spareMs)
  return {
    admit(now) {
      if (nextFree(now) > now + rounding) return false
      fullAt = Math.max(fullAt, now) + intervalMs
      return true
    },
    nextFree,
  }
}

/** The kinds of limiters, each of which admits `qps` requests a second. `phase`: the part of a window that is over at 0. */
export const limiters = {
  fixed: (qps: number, phase: number) => fixedWindow(qps, -phase * windowMs),
  sliding: (qps: number) => slidingWindow(qps, false),
  bucket: (qps: number) => bucket(qps, qps),
  smooth: (qps: number) => bucket(qps, Math.max(1, qps / 10)),
  'counts refused': (qps: number) => slidingWindow(qps, true),
} as const satisfies Readonly<Record<string, (qps: number, phase: number) => Limiter>>

export type LimiterKind = keyof typeof limiters
