import { setTimeout as sleep } from 'node:timers/promises'

/** Makes one call, and rejects when it fails for good. */
export type Call = () => Promise<unknown>

export interface Calls {
  readonly calls: number
  /** Number of calls in flight at the same time. Default: all of them. */
  readonly workers: number | undefined
  /** Calls a second that arrive at random (a Poisson process), whether or not earlier ones have ended. */
  readonly arrivals?: number | undefined
  /** Time limit in milliseconds; calls without a result by then are cut off. */
  readonly capMs: number
}

/** The outcome of calls. Times in epoch milliseconds. */
export interface Outcome {
  readonly startedAt: number
  /** When the last result arrived, or when the calls were cut off. */
  readonly endedAt: number
  readonly failed: number
  /** Number of calls without a result when they were cut off. */
  readonly unfinished: number
  /** Milliseconds from each call to its result; for an unfinished one, until it was cut off. */
  readonly waitsMs: readonly number[]
}

/** Makes the calls: all at once, by a pool of workers, or at random moments. */
export async function makeCalls(call: Call, { calls, workers, arrivals, capMs }: Calls): Promise<Outcome> {
  const startedAt = Date.now()
  const waitsMs: number[] = []
  let failed = 0
  let lastResultAt = startedAt
  let left = calls
  let isOver = false

  const callOnce = async () => {
    const calledAt = Date.now()
    const hasFailed = await call().then(
      () => false,
      () => true,
    )
    if (isOver) return
    lastResultAt = Date.now()
    waitsMs.push(lastResultAt - calledAt)
    if (hasFailed) failed++
  }
  const work = async () => {
    while (left > 0 && !isOver) {
      left--
      await callOnce()
    }
  }
  const arrive = async (perSecond: number) => {
    const made: Promise<void>[] = []
    let dueMs = 0
    while (made.length < calls && !isOver) {
      dueMs += (-Math.log(1 - Math.random()) * 1_000) / perSecond
      const earlyMs = startedAt + dueMs - Date.now()
      if (earlyMs > 0) await sleep(earlyMs)
      made.push(callOnce())
    }
    await Promise.all(made)
  }
  const makeAll = () =>
    arrivals === undefined
      ? Promise.all(Array.from({ length: Math.min(workers ?? calls, calls) }, work))
      : arrive(arrivals)
  const cap = new AbortController()
  await Promise.race([makeAll(), sleep(capMs, undefined, { signal: cap.signal }).catch(() => {})])
  isOver = true
  cap.abort()

  const unfinished = calls - waitsMs.length
  const endedAt = unfinished > 0 ? Date.now() : lastResultAt
  const cutOff = Array.from({ length: unfinished }, () => endedAt - startedAt)
  return { startedAt, endedAt, failed, unfinished, waitsMs: [...waitsMs, ...cutOff] }
}
