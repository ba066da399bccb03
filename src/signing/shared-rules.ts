const portSuffix = /:\d*$/

/** A host without its port, in lower case: what is signed is the domain name (the official SDK signs `URL.hostname`). */
export function toDomain(host: string): string {
  return host.replace(portSuffix, '').toLowerCase()
}

/** Epoch seconds of the year 5138; anything larger was meant as milliseconds. */
const latestSeconds = 100_000_000_000

/** @throws TypeError unless it is a whole number of epoch seconds. */
export function assertTimestamp(timestamp: number): void {
  if (Number.isInteger(timestamp) && timestamp >= 0 && timestamp < latestSeconds) return
  throw new TypeError('timestamp must be a whole number of epoch seconds: Math.floor(Date.now() / 1000)')
}
