import { CanceledError, type InternalAxiosRequestConfig } from 'axios'

type Cancellable = Pick<InternalAxiosRequestConfig, 'signal' | 'cancelToken'>

/** Calls back when the call is cancelled, by its signal or its older cancelToken. Returns how to stop listening. */
export function onCancel({ signal, cancelToken }: Cancellable, listener: () => void): () => void {
  signal?.addEventListener?.('abort', listener)
  cancelToken?.subscribe(listener)
  return () => {
    signal?.removeEventListener?.('abort', listener)
    cancelToken?.unsubscribe(listener)
  }
}

/** The rejection that axios itself gives for a cancelled call; undefined while it is not. */
export function cancelReason(config: InternalAxiosRequestConfig): unknown {
  return config.cancelToken?.reason ?? (config.signal?.aborted ? new CanceledError(undefined, config) : undefined)
}

/**
 * Runs something that the call's cancellation ends at once: the promise rejects without waiting for it, and the signal
 * that it was given aborts. Leaves no listener behind.
 */
export function untilCancelled<T>(
  config: InternalAxiosRequestConfig,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const early = cancelReason(config)
  if (early) return Promise.reject(early)
  const controller = new AbortController()
  return new Promise<T>((resolve, reject) => {
    const stop = onCancel(config, () => {
      stop()
      const reason = cancelReason(config)
      reject(reason)
      controller.abort(reason)
    })
    run(controller.signal).then(resolve, reject).finally(stop)
  })
}
