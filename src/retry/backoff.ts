import type { RetryPolicy } from './policy.ts'

/** The kinds of failure that are followed by a backoff, each with its factor for `baseDelayMs`. */
const factors = {
  /** An internal fault of the service, which the next request usually does not meet. */
  transient: 1,
  /** Tencent Cloud counts requests per second, so that after a shorter wait the same second would be full. */
  throttle: 10,
  /** Another operation on the resource has to end first. */
  busy: 20,
} as const

export type BackoffKind = keyof typeof factors

/** The shortest wait, as a share of its cap: a retry after a millisecond would meet the same failure. */
const floor = 0.1

/**
 * Draws a wait by full jitter with a floor of a tenth: uniform in [cap / 10, cap], where cap = min(maxDelayMs,
 * baseDelayMs × factor × 2^(failures - 1)). Source:
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param failures the number of attempts of the call that failed this way, ≥ 1
 * @param random in [0, 1)
 * @returns milliseconds
 */
export function backoffMs(kind: BackoffKind, failures: number, policy: RetryPolicy, random: number): number {
  const cap = Math.min(policy.maxDelayMs, policy.baseDelayMs * factors[kind] * 2 ** Math.min(failures - 1, 60))
  return Math.round(cap * (floor + (1 - floor) * random))
}
