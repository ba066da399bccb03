import type { CallState } from './call-state.ts'

/** The call's deadline passed: before an attempt was sent, or while it ran. */
export class DeadlineCut extends Error {
  /** Had the request been handed to the adapter? */
  readonly sent: boolean

  constructor(afterMs: number, sent: boolean) {
    super(
      sent
        ? `no answer within the deadline of ${afterMs} ms`
        : `the deadline of ${afterMs} ms passed before it was sent`,
    )
    this.sent = sent
  }
}

/** Milliseconds until a running attempt is cut; undefined when the user set no deadline. */
export function cutInMs({ retry, startedAt, attachment }: CallState): number | undefined {
  const { cutAfterMs } = retry
  if (cutAfterMs === undefined || cutAfterMs === Number.POSITIVE_INFINITY) return undefined
  return Math.max(0, startedAt + cutAfterMs - attachment.settings.clock.now())
}

/**
 * The cut of an attempt that must not be sent any more. The default deadline bounds the start of retries; one that the
 * user set also that of the first attempt.
 */
export function cutBeforeSending(call: CallState, number: number): DeadlineCut | undefined {
  const { cutAfterMs, policy } = call.retry
  const deadlineMs = cutAfterMs ?? (number > 1 ? policy?.deadlineMs : undefined)
  if (deadlineMs === undefined) return undefined
  const elapsedMs = call.attachment.settings.clock.now() - call.startedAt
  return elapsedMs >= deadlineMs ? new DeadlineCut(deadlineMs, false) : undefined
}

/**
 * Runs what comes before an attempt is sent (interceptors, a signer), or after it (a decision of the user's), up to the
 * deadline that the user set.
 *
 * @param prepare calls `begin` when the request is handed to the adapter, which has a limit of its own
 * @throws DeadlineCut when the deadline passes before that
 */
export function prepareWithin<T>(call: CallState, prepare: (begin: () => void) => Promise<T>): Promise<T> {
  const leftMs = cutInMs(call)
  const { cutAfterMs } = call.retry
  if (leftMs === undefined || cutAfterMs === undefined) return prepare(() => {})
  const timer = new AbortController()
  const cut = new DeadlineCut(cutAfterMs, false)
  let isCut = false
  const begin = () => {
    // Its caller was told that it was not sent.
    if (isCut) throw cut
    timer.abort()
  }
  return new Promise<T>((resolve, reject) => {
    call.attachment.settings.clock.sleep(leftMs, timer.signal).then(
      () => {
        isCut = true
        reject(cut)
      },
      () => {},
    )
    prepare(begin).then(resolve, reject)
  }).finally(() => timer.abort())
}
