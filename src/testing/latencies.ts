import { checkNumber, checkOptions } from './check.ts'
import type { LoggedRequest } from './log.ts'
import type { Target } from './target.ts'
import { TargetMap } from './target.ts'
import { isDelay, maxDelayMs } from './waits.ts'

/**
 * How long answers take, in milliseconds: always the same, spread evenly from `min` to `max` (the same sequence in every
 * run), or what a function returns for each request, whose `outcome` it may read.
 */
export type Latency =
  | number
  | {
      /** Milliseconds, 0 or more. */
      readonly min: number
      /** Milliseconds, not below `min`. */
      readonly max: number
    }
  | ((request: LoggedRequest) => number)

type LatencyOf = (request: LoggedRequest) => number

// Multiples of it, without their whole part, spread evenly over 0 to 1 however many are taken (Weyl's theorem).
const goldenRatio = (Math.sqrt(5) - 1) / 2

const checkDelay = (name: string, value: unknown): void =>
  checkNumber('latency', name, value, `a number from 0 to ${maxDelayMs}`, isDelay)

const spread = (min: number, max: number): LatencyOf => {
  let count = 0
  return () => min + (max - min) * ((count++ * goldenRatio) % 1)
}

const checked = (of: LatencyOf): LatencyOf => {
  return (request) => {
    const ms = of(request)
    checkDelay('the function’s result', ms)
    return ms
  }
}

const readLatency = (latency: Latency): LatencyOf => {
  if (typeof latency === 'function') return checked(latency)
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

/** How long answers take; the most specific target counts. */
export class Latencies {
  readonly #latencies = new TargetMap<LatencyOf>()

  /** Throws a TypeError that names what it cannot take. */
  set(target: Target, latency: Latency): void {
    const latencyOf = readLatency(latency)
    this.#latencies.set('latency', target, () => latencyOf)
  }

  /** In milliseconds. Throws what the user's function throws, and a TypeError when its result is no latency. */
  of(request: LoggedRequest): number {
    const [latencyOf] = this.#latencies.matching(request)
    return latencyOf?.(request) ?? 0
  }

  clear(): void {
    this.#latencies.clear()
  }
}
