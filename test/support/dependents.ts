import { getEventListeners } from 'node:events'

/** How much is attached to a signal: its listeners, and the signals that `AbortSignal.any` made of it, which Node keeps. */
export function countDependents(signal: AbortSignal): number {
  const kept = Object.getOwnPropertySymbols(signal)
    .filter(({ description }) => description === 'kDependantSignals')
    .map((symbol): unknown => Reflect.get(signal, symbol))
  const made = kept.map((signals) => (signals instanceof Set ? signals.size : 0)).reduce((sum, size) => sum + size, 0)
  return made + getEventListeners(signal, 'abort').length
}
