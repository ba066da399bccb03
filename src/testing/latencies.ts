import { checkNumber, checkOptions } from './check.ts'
import type { LoggedRequest } from './log.ts'
import type { Target } from './target.ts'
import { TargetMap } from './target.ts'
import { isDelay, maxDelayMs } from './waits.ts'

/**
 * The delay of answers in milliseconds: a constant, values spread evenly from `min` to `max` (the same sequence in
 * every run), or a function of the request, which may read its `outcome`.
 */
export type Latency =
  | number
  | {
      /** Milliseconds, 0 or more. */
      readonly min: number
      /** Milliseconds, at least `min`. */
      readonly max: number
    }
  | ((request: LoggedRequest) => number)

type LatencyFunction = (request: LoggedRequest) => number

// The fractional parts of its multiples are spread evenly over 0 to 1, for any number of them (Weyl's theorem).
const goldenRatio = (Math.sqrt(5) - 1) / 2

const checkDelay = (name: string, value: unknown): void =>
  checkNumber('latency', name, value, `a number from 0 to ${maxDelayMs}`, isDelay)

const spread = (min: number, max: number): LatencyFunction => {
  let count = 0
  return () => min + (max - min) * ((count++ * goldenRatio) % 1)
}

const checkResult = (compute: LatencyFunction): LatencyFunction => {
  return (request) => {
    const ms = compute(request)
    checkDelay('the function’s result', ms)
    return ms
  }
}

const readLatency = (latency: Latency): LatencyFunction => {
  if (typeof latency === 'function') return checkResult(latency)
  if (typeof latency === 'number') {
    checkDelay('ms', latency)
    return () => latency
  }
  checkOptions('latency', latency, ['min', 'max'])
  const { min, max } = latency
  checkDelay('min', min)
  checkDelay('max', max)
  if (min > max) throw new TypeError('latency: "min" must not be above "max"')
  return spread(min, max)
}

/** The latencies by target; the most specific target counts. */
export class Latencies {
  readonly #latencies = new TargetMap<LatencyFunction>()

  /** Throws a TypeError that names the invalid target or latency. */
  set(target: Target, latency: Latency): void {
    const toMs = readLatency(latency)
    this.#latencies.set('latency', target, () => toMs)
  }

  /** The latency of a request in milliseconds. Throws the error of a given function, or a TypeError for its result. */
  read(request: LoggedRequest): number {
    const [toMs] = this.#latencies.matching(request)
    return toMs?.(request) ?? 0
  }

  clear(): void {
    this.#latencies.clear()
  }
}
