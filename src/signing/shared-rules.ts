// The rules that both signatures, TC3 and version 1, follow.

const portSuffix = /:\d*$/

/** The domain name that is signed: the host in lower case, without its port. The official SDK signs `URL.hostname`. */
export function toDomain(host: string): string {
  return host.replace(portSuffix, '').toLowerCase()
}

/** Epoch seconds of the year 5138. A larger value is taken for milliseconds. */
const latestSeconds = 100_000_000_000

/** @throws TypeError unless `timestamp` is a whole number of epoch seconds */
export function assertTimestamp(timestamp: number): void {
  if (Number.isInteger(timestamp) && timestamp >= 0 && timestamp < latestSeconds) return
  throw new TypeError('timestamp must be a whole number of epoch seconds: Math.floor(Date.now() / 1000)')
}

/** How requests are signed: API 3.0 with TC3, the legacy API with one of the others. */
export type SigningMethod = 'TC3-HMAC-SHA256' | 'HmacSHA256' | 'HmacSHA1'
