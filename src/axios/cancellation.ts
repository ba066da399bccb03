import { CanceledError, type InternalAxiosRequestConfig, isCancel } from 'axios'
import type { Cancellation } from '../engine/ports.ts'

/** The ways to cancel a request of axios: its signal, and the older cancelToken. */
export class ConfigCancellation implements Cancellation {
  readonly #config: InternalAxiosRequestConfig

  constructor(config: InternalAxiosRequestConfig) {
    this.#config = config
  }

  /** The rejection that axios itself gives for a cancelled call. */
  reason(): unknown {
    const { cancelToken, signal } = this.#config
    return cancelToken?.reason ?? (signal?.aborted ? new CanceledError(undefined, this.#config) : undefined)
  }

  onCancel(listener: () => void): () => void {
    const { signal, cancelToken } = this.#config
    signal?.addEventListener?.('abort', listener)
    cancelToken?.subscribe(listener)
    return () => {
      signal?.removeEventListener?.('abort', listener)
      cancelToken?.unsubscribe(listener)
    }
  }

  isCancellation(rejection: unknown): boolean {
    return isCancel(rejection)
  }
}
