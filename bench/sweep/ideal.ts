import { type Cell, countWorkers } from './cells.ts'
import { limiters } from './limiters.ts'

/**
 * The time of a client that knows the limiter and sends each call at the first moment at which it is let in, in ms until
 * the last answer. Windows open with the first call, so that for calls at once it is `burst` of test/pacing/scenarios.ts.
 *
 * @param arrivals when each call is made, in ms and in order; of workers only those count that begin
 */
export function idealMs(cell: Cell, arrivals: readonly number[]): number {
  const { latency, qps, calls } = cell
  const { roundTripMs, workMs } = latency
  const limiter = limiters[cell.limiter](qps, 0)
  const workers = cell.load === 'workers' ? countWorkers(cell) : calls
  const ends: number[] = []
  let last = 0
  for (let call = 0; call < calls; call++) {
    const made = call < workers ? (arrivals[call] ?? 0) : (ends[call - workers] ?? 0)
    last = limiter.nextFree(Math.max(last, made))
    limiter.admit(last)
    ends.push(last + roundTripMs + workMs)
  }
  return Math.max(...ends)
}
