import type { RequestShape } from '../request/request-shape.ts'
import type { Client } from './client.ts'
import type { Cancellation } from './ports.ts'

/** Milliseconds for which the beginning of a body is waited for on a trusted host. */
const longestWaitMs = 5_000

/** Milliseconds of real time between two looks at the clock. */
const lookEveryMs = 50

/** What limits the wait for the beginning of a body. */
export interface ReadLimits {
  readonly cancellation: Cancellation
  readonly client: Client
  readonly request: RequestShape
  /** Milliseconds; 0 or undefined: no limit but that of 5 s. */
  readonly timeoutMs?: number | undefined
}

/**
 * Reads the beginning of a body, by which a response is judged, for a limited time, because a body that drips would
 * keep the response from its caller for ever. On a trusted host the limit is 5 s. On another host only an unmistakable
 * failure counts, which is short and comes together with its status, so the limit is the second look, after 0.1 s.
 *
 * The client's clock is read at intervals of real time. It is not asked to sleep: bytes take real time to arrive, and a
 * test's clock may end each sleep at once. A limit that has passed takes effect at the next look, so that bytes which
 * arrived while the process was busy are read first.
 *
 * @param read ends with what it has once `stopped` resolves, at the limit or at a cancellation
 * @throws the cancellation's reason; what `read` throws
 */
export function readInTime<T>(limits: ReadLimits, read: (stopped: Promise<void>) => Promise<T>): Promise<T> {
  const { cancellation, client, request, timeoutMs } = limits
  const { clock } = client.settings
  const limitMs = Math.min(timeoutMs || longestWaitMs, longestWaitMs)
  const startedAt = clock.now()
  let isAsked = false
  let isOver = false
  let stop = () => {}
  const stopped = new Promise<void>((resolve) => {
    // Listeners are called with an event or a reason, which must not become the value.
    stop = () => resolve()
  })
  const askHost = async () => {
    const { isForeign } = await import('./describe-call.ts')
    isOver ||= isForeign(request, client)
  }
  const timer = setInterval(() => {
    if (isOver) stop()
    if (!isAsked) askHost().catch(() => {})
    isAsked = true
    isOver ||= clock.now() - startedAt >= limitMs
  }, lookEveryMs)
  const ignore = cancellation.onCancel(stop)
  if (cancellation.reason()) stop()
  return read(stopped).finally(() => {
    clearInterval(timer)
    ignore()
    const reason = cancellation.reason()
    if (reason) throw reason
  })
}
