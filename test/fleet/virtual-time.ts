import { onTestFinished, vi } from 'vitest'
import { memberWith } from '../support/fleet-stage.ts'
import { ModelStore } from './store-model.ts'

/** From here on timers run by virtual time, which only `pass` moves, until the test ends. */
export async function startVirtualTime(): Promise<void> {
  // What is loaded at the first call takes real time.
  await memberWith(new ModelStore().client, { qps: 20, processes: 4 }).call(1)
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
}

/** Lets virtual time pass until a promise settles. */
export async function pass<T>(promise: Promise<T>): Promise<T> {
  let isSettled = false
  const settle = () => {
    isSettled = true
  }
  promise.then(settle, settle)
  while (!isSettled) await vi.advanceTimersByTimeAsync(10)
  return promise
}

/** A wait of virtual time. */
export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
