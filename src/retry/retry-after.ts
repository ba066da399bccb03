const seconds = /^\s{0,8}(\d{1,10})(?:\.\d{1,6})?\s{0,8}$/

/** Milliseconds, a day. A call without a deadline would sleep for years after a header that is wrong. */
const longestWaitMs = 86_400_000

/**
 * Parses a `Retry-After` header. A date counts from the response's own `Date` header, because this machine's clock may
 * be wrong; without that header it counts from `now`. Source: RFC 9110, section 10.2.3.
 *
 * @param retryAfter the header's value
 * @param date the value of the response's `Date` header
 * @param now epoch milliseconds
 * @returns milliseconds to wait, from 0 to a day; undefined for a value of another form
 */
export function parseRetryAfter(retryAfter: unknown, date: unknown, now: number): number | undefined {
  if (typeof retryAfter !== 'string' && typeof retryAfter !== 'number') return undefined
  const value = String(retryAfter)
  if (seconds.test(value)) return Math.min(longestWaitMs, Math.ceil(Number(value) * 1000))
  if (value.length > 64 || !/[a-z]/i.test(value)) return undefined
  const until = Date.parse(value)
  if (Number.isNaN(until)) return undefined
  const served = typeof date === 'string' && date.length <= 64 ? Date.parse(date) : Number.NaN
  return Math.min(longestWaitMs, Math.max(0, until - (Number.isNaN(served) ? now : served)))
}
