import type { Cancellation } from './ports.ts'

/**
 * Runs something that the call's cancellation ends at once: the promise rejects without waiting for it, and the signal
 * that it was given aborts. Leaves no listener behind.
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
