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
