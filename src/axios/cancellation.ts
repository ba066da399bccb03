import { CanceledError, type InternalAxiosRequestConfig, isCancel } from 'axios'
import { listen } from '../engine/listen.ts'
import type { Cancellation } from '../engine/ports.ts'

const nothing = () => {}

/** The cancellation of an axios request, by its signal or the older cancelToken. */
export class ConfigCancellation implements Cancellation {
  readonly #config: InternalAxiosRequestConfig
  readonly #signal: InternalAxiosRequestConfig['signal'] | undefined
  readonly #token: InternalAxiosRequestConfig['cancelToken'] | undefined

  constructor(config: InternalAxiosRequestConfig) {
    this.#config = config
    this.#signal = config.signal
    this.#token = config.cancelToken
  }

  /** The rejection with which axios itself ends a cancelled call. */
  reason(): unknown {
    return this.#token?.reason ?? (this.#signal?.aborted ? new CanceledError(undefined, this.#config) : undefined)
  }

  onCancel(listener: () => void): () => void {
    const stop = this.#signal ? listen(this.#signal, listener) : nothing
    const token = this.#token
    if (!token) return stop
    token.subscribe(listener)
    return () => {
      stop()
      token.unsubscribe(listener)
    }
  }

  isCancellation(rejection: unknown): boolean {
    return isCancel(rejection)
  }
}
