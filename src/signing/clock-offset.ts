/** A round trip longer than this, in milliseconds, says too little about when the server wrote its Date. */
const maxRoundTripMs = 5_000

/** Both a Date header (RFC 9110, 5.6.7) and the times in bodies are cut to whole seconds: half a second off on average. */
const halfPrecisionMs = 500

/** A server that tells a time outside of these years is wrong itself: 2020 to 2100. */
const earliestServerMs = Date.UTC(2020, 0)
const latestServerMs = Date.UTC(2100, 0)

/** An answer that complained of the time, as far as it tells the server's. Times in epoch milliseconds. */
export interface ClockObservation {
  /** The response's Date header. */
  readonly dateHeader?: string | undefined
  /** The response's Age header: with one, the response comes from a cache and its Date is old (RFC 9111, 5.1). */
  readonly ageHeader?: string | undefined
  /** When the request was sent, by the local clock, in epoch milliseconds. */
  readonly sentAt: number
  /** When the response arrived, by the local clock, in epoch milliseconds. */
  readonly receivedAt: number
  /** The server's time as the body tells it, in epoch milliseconds (whole seconds). */
  readonly bodyTime?: number | undefined
}

// All dates of HTTP end in GMT but for the obsolete asctime form, which Date.parse would take for local time.
function parseHttpDate(value: string | undefined): number | undefined {
  if (!value?.trimEnd().endsWith('GMT')) return undefined
  const time = Date.parse(value)
  return Number.isNaN(time) ? undefined : time
}

/**
 * How far the server's clock is ahead of the local one, in milliseconds (negative: behind): add it to `Date.now()`.
 * The server is taken to have written the time half-way through the round trip. 0 when the difference is within what
 * whole seconds and the round trip leave open, so that a right clock stays untouched.
 * The Date header counts unless there is an Age header or the round trip took over 5 s; then the body's time does.
 * Undefined when there is neither, when the local clock was set back in between, or when the server's time is absurd.
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
 * How Tencent Cloud tells its time when it refuses a Timestamp, as seen on the wire. API 3.0: "… a deviation between
 * `Timestamp` and the server time 1706406788." Legacy, code 4500: "… 腾讯服务器 Timestamp = 1557125531".
 */
const patterns = [/\bserver time (\d{10})\b/, /服务器 ?Timestamp ?= ?(\d{10})\b/]

/** The server's time in an error message, in epoch milliseconds (whole seconds); undefined when it tells none. */
export function serverTimeIn(message: string): number | undefined {
  for (const pattern of patterns) {
    const seconds = pattern.exec(message)?.[1]
    if (seconds !== undefined) return Number(seconds) * 1000
  }
  return undefined
}

/** Hosts remembered at once, the oldest dropped first. */
const maxHosts = 256

/** The clock offsets learned, per host: hosts of different regions and gateways need not agree. */
export class ClockOffsets {
  readonly #offsets = new Map<string, number>()

  /** Milliseconds to add to the local time for this host; 0 when nothing was learned. */
  get(host: string): number {
    return this.#offsets.get(host.toLowerCase()) ?? 0
  }

  /** Keeps a host's offset in milliseconds; 0 forgets it. */
  set(host: string, offset: number): void {
    const name = host.toLowerCase()
    this.#offsets.delete(name)
    if (offset === 0) return
    for (const oldest of this.#offsets.keys()) {
      if (this.#offsets.size < maxHosts) break
      this.#offsets.delete(oldest)
    }
    this.#offsets.set(name, offset)
  }
}
