import type { Cancellation } from './ports.ts'

/** The cancellation of a call by a signal. */
export class SignalCancellation implements Cancellation {
  readonly #signal: AbortSignal | undefined
  readonly #toRejection: () => unknown
  readonly isCancellation: (rejection: unknown) => boolean

  /**
   * @param toRejection creates the rejection of the cancelled call
   * @param isCancellation is a value such a rejection?
   */
  constructor(
    signal: AbortSignal | undefined,
    toRejection: () => unknown,
    isCancellation: (rejection: unknown) => boolean,
  ) {
    this.#signal = signal
    this.#toRejection = toRejection
    this.isCancellation = isCancellation
  }

  reason(): unknown {
    return this.#signal?.aborted ? this.#toRejection() : undefined
  }

  onCancel(listener: () => void): () => void {
    const signal = this.#signal
    signal?.addEventListener('abort', listener)
    return () => signal?.removeEventListener('abort', listener)
  }

  /** The same cancellation, or by another signal. */
  or(other: AbortSignal | undefined): SignalCancellation {
    return new SignalCancellation(joinSignals(this.#signal, other), this.#toRejection, this.isCancellation)
  }
}

/**
 * A signal that aborts with either of two. `AbortSignal.any` leaves no listener behind, because a response's stream may
 * outlive the call.
 */
export const joinSignals = (one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined =>
  one && other ? AbortSignal.any([one, other]) : (one ?? other)

/**
 * Runs a function until the call is cancelled. Then the promise rejects at once, without waiting for the function, and
 * the function's signal aborts. Leaves no listener behind.
 *
 * @throws the cancellation's reason; what `run` throws
 */
export function untilCancelled<T>(cancellation: Cancellation, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const early = cancellation.reason()
  if (early) return Promise.reject(early)
  const controller = new AbortController()
  return new Promise<T>((resolve, reject) => {
    const stop = cancellation.onCancel(() => {
      stop()
      const reason = cancellation.reason()
      reject(reason)
      controller.abort(reason)
    })
    run(controller.signal).then(resolve, reject).finally(stop)
  })
}
