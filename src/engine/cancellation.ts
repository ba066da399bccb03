import { type Listenable, listen } from './listen.ts'
import type { Cancellation } from './ports.ts'

/** The cancellation of a call by a signal. */
export class SignalCancellation implements Cancellation {
  readonly #signals: readonly AbortSignal[]
  readonly #toRejection: () => unknown
  readonly isCancellation: (rejection: unknown) => boolean

  /**
   * @param signals any of them cancels
   * @param toRejection creates the rejection of the cancelled call
   * @param isCancellation is a value such a rejection?
   */
  constructor(
    signals: readonly (AbortSignal | undefined)[],
    toRejection: () => unknown,
    isCancellation: (rejection: unknown) => boolean,
  ) {
    this.#signals = signals.filter((signal) => signal !== undefined)
    this.#toRejection = toRejection
    this.isCancellation = isCancellation
  }

  reason(): unknown {
    return this.#signals.some(({ aborted }) => aborted) ? this.#toRejection() : undefined
  }

  onCancel(listener: () => void): () => void {
    const stops = this.#signals.map((signal) => listen(signal, listener))
    return () => {
      for (const stop of stops) stop()
    }
  }

  /** The same cancellation, or by another signal. */
  or(other: AbortSignal | undefined): SignalCancellation {
    return new SignalCancellation([...this.#signals, other], this.#toRejection, this.isCancellation)
  }
}

/** What is used of a signal that is linked to others. */
interface Signal extends Listenable {
  readonly aborted: boolean
  readonly reason?: unknown
}

/** A signal that aborts with others while it is linked to them. */
export interface LinkedSignal {
  readonly signal: AbortSignal
  unlink(): void
}

/**
 * Links a new signal to others: it aborts with the first of them. A caller may give one signal to all of its calls, such
 * as that of a server's shutdown, so nothing may stay on it: `unlink` takes the listeners off. `AbortSignal.any` would
 * leave an entry on that signal for each call, for ever.
 */
export function linkSignals(...sources: readonly (Signal | undefined)[]): LinkedSignal {
  const linked = new AbortController()
  const abort = () => {
    unlink()
    linked.abort(sources.find((source) => source?.aborted)?.reason)
  }
  const stops = sources.map((source) => source && listen(source, abort))
  const unlink = () => {
    for (const stop of stops) stop?.()
  }
  if (sources.some((source) => source?.aborted)) abort()
  return { signal: linked.signal, unlink }
}

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
