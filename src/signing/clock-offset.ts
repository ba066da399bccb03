/** Milliseconds. With a longer round trip, the moment at which the server wrote its Date is too uncertain. */
const maxRoundTripMs = 5_000

/**
 * Date headers (RFC 9110, 5.6.7) and the times in bodies are cut to whole seconds, so they are 500 ms behind on average.
 */
const halfPrecisionMs = 500

/** A server time outside of the years 2020 to 2100 is taken for a fault of the server. Epoch milliseconds. */
const earliestServerMs = Date.UTC(2020, 0)
const latestServerMs = Date.UTC(2100, 0)

/** What an answer that refuses a Timestamp says about the server's time. Times are epoch milliseconds. */
export interface ClockObservation {
  /** The response's Date header. */
  readonly dateHeader?: string | undefined
  /**
   * The response's Age header. Its presence means that the response comes from a cache and its Date is old (RFC 9111,
   * 5.1).
   */
  readonly ageHeader?: string | undefined
  /** When the request was sent, by the local clock, in epoch milliseconds. */
  readonly sentAt: number
  /** When the response arrived, by the local clock, in epoch milliseconds. */
  readonly receivedAt: number
  /** The server's time according to the body (see `serverTimeIn`), in epoch milliseconds (whole seconds). */
  readonly bodyTime?: number | undefined
}

// HTTP dates end in GMT, except in the obsolete asctime form, which Date.parse would take for local time.
function parseHttpDate(value: string | undefined): number | undefined {
  if (!value?.trimEnd().endsWith('GMT')) return undefined
  const time = Date.parse(value)
  return Number.isNaN(time) ? undefined : time
}

/**
 * Measures how far the server's clock is ahead of the local one. The server is assumed to have written its time
 * half-way through the round trip. The Date header is used, or the body's time if there is an Age header or the round
 * trip took more than 5 s.
 *
 * @returns milliseconds to add to `Date.now()`, negative if the server's clock is behind; 0 if the difference is no
 * greater than whole seconds and half the round trip can explain, so that a correct clock is left alone; undefined if
 * the answer has no usable time, if the local clock was set back in between, or if the server's time is outside 2020 to
 * 2100
 */
export function offsetFrom(observation: ClockObservation): number | undefined {
  const { dateHeader, ageHeader, sentAt, receivedAt, bodyTime } = observation
  const roundTrip = receivedAt - sentAt
  const isFresh = ageHeader === undefined && roundTrip <= maxRoundTripMs
  const serverTime = (isFresh ? parseHttpDate(dateHeader) : undefined) ?? bodyTime
  if (serverTime === undefined || !(roundTrip >= 0)) return undefined
  if (!(serverTime >= earliestServerMs && serverTime <= latestServerMs)) return undefined
  const offset = Math.round(serverTime + halfPrecisionMs - (sentAt + receivedAt) / 2)
  return Math.abs(offset) <= halfPrecisionMs + roundTrip / 2 ? 0 : offset
}

/**
 * The two messages with Tencent Cloud's own time that refuse a Timestamp, as seen on the wire. API 3.0: "… a deviation
 * between `Timestamp` and the server time 1706406788." Legacy, code 4500: "… 腾讯服务器 Timestamp = 1557125531".
 */
const serverTimePatterns = [/\bserver time (\d{10})\b/, /服务器 ?Timestamp ?= ?(\d{10})\b/]

/**
 * Reads the server's time from an error message.
 * @returns epoch milliseconds (whole seconds); undefined if the message has no time
 */
export function serverTimeIn(message: string): number | undefined {
  for (const pattern of serverTimePatterns) {
    const seconds = pattern.exec(message)?.[1]
    if (seconds !== undefined) return Number(seconds) * 1000
  }
  return undefined
}

/** The number of origins that are remembered; the oldest is dropped for a new one. */
const maxOrigins = 256

/**
 * Milliseconds. One false complaint must not shift the timestamps of a host for ever; and where the local clock is wrong
 * indeed, learning its offset anew costs one refused request an hour.
 */
const lifetimeMs = 3_600_000

/**
 * The learned clock offsets, one for each origin, because the clocks of regions and gateways may differ. Keeps 256
 * origins, each for an hour after it was last set.
 */
export class ClockOffsets {
  readonly #now: () => number
  readonly #offsets = new Map<string, { readonly offset: number; readonly expiresAt: number }>()

  /**
   * Starts without any offset.
   *
   * @param now the time in epoch milliseconds. Default: `Date.now`
   */
  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /**
   * @param origin such as `https://cvm.tencentcloudapi.com`
   * @returns milliseconds to add to the local time for this origin; 0 if no offset is known
   */
  get(origin: string): number {
    const known = this.#offsets.get(origin.toLowerCase())
    return known && this.#now() < known.expiresAt ? known.offset : 0
  }

  /** Stores an origin's offset in milliseconds; 0 deletes it. */
  set(origin: string, offset: number): void {
    const name = origin.toLowerCase()
    this.#offsets.delete(name)
    if (offset === 0) return
    for (const oldest of this.#offsets.keys()) {
      if (this.#offsets.size < maxOrigins) break
      this.#offsets.delete(oldest)
    }
    this.#offsets.set(name, { offset, expiresAt: this.#now() + lifetimeMs })
  }
}
