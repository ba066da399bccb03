import type { RetryPolicy } from './policy.ts'

/** Kinds of failure that are waited out, each with its factor on `baseDelayMs`. */
const factors = {
  /** A fault somewhere in the service: usually gone at the next request. */
  transient: 1,
  /** Tencent Cloud counts requests per second, so a shorter wait meets the same window. */
  throttle: 10,
  /** Another operation on the resource has to end first. */
  busy: 20,
} as const

export type BackoffKind = keyof typeof factors

/** A wait is at least this share of its cap: two retries within a millisecond of each other help nobody. */
const floor = 0.1

/**
 * Full jitter with a floor of a tenth: uniform in [cap / 10, cap], cap = min(maxDelay, base × 2^(failures - 1)).
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param failures how many attempts of the call failed this way, ≥ 1
 * @param random in [0, 1)
 * @returns milliseconds
 */
export function backoffMs(kind: BackoffKind, failures: number, policy: RetryPolicy, random: number): number {
  const cap = Math.min(policy.maxDelayMs, policy.baseDelayMs * factors[kind] * 2 ** Math.min(failures - 1, 60))
  return Math.round(cap * (floor + (1 - floor) * random))
}
