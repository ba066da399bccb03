import type { Cancellable } from '../../src/pacing/pass.ts'

/** A cancellation by a signal, with the signal's reason. */
export const bySignal = (signal: AbortSignal): Cancellable => ({
  reason: () => (signal.aborted ? signal.reason : undefined),
  onCancel(listener) {
    signal.addEventListener('abort', listener)
    return () => signal.removeEventListener('abort', listener)
  },
})

export const neverCancelled: Cancellable = { reason: () => undefined, onCancel: () => () => {} }
