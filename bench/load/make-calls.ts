import { setTimeout as sleep } from 'node:timers/promises'
import type { Call } from './sides.ts'

export interface Calls {
  readonly calls: number
  /** How many are under way at the same time; all of them when not given. */
  readonly workers: number | undefined
  /** Milliseconds after which no result is waited for any more. */
  readonly capMs: number
}

/** What came of calls. Times in epoch milliseconds. */
export interface Outcome {
  readonly startedAt: number
  /** When the last result came, or when the calls were cut off. */
  readonly endedAt: number
  readonly failed: number
  /** Calls that had no result when they were cut off. */
  readonly unfinished: number
  /** Milliseconds from each call to its result; for an unfinished one, to the end. */
  readonly waitsMs: readonly number[]
}

/** Makes the calls, all at once or by a pool of workers. */
export async function makeCalls(call: Call, { calls, workers, capMs }: Calls): Promise<Outcome> {
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
  const cap = new AbortController()
  await Promise.race([
    Promise.all(Array.from({ length: Math.min(workers ?? calls, calls) }, work)),
    sleep(capMs, undefined, { signal: cap.signal }).catch(() => {}),
  ])
  isOver = true
  cap.abort()

  const unfinished = calls - waitsMs.length
  const endedAt = unfinished > 0 ? Date.now() : lastResultAt
  const cutOff = Array.from({ length: unfinished }, () => endedAt - startedAt)
  return { startedAt, endedAt, failed, unfinished, waitsMs: [...waitsMs, ...cutOff] }
}
