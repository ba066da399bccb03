import { vi } from 'vitest'
import type { ManualClock } from './clocks.ts'

const loadMs = 500

export interface SlowModule {
  /** Resolves when the module is being loaded. */
  loading(): Promise<void>
}

/**
 * Lets a module below src/ take 500 ms of a clock that stands still until the test moves it. All modules that are imported
 * after this call are loaded anew. Undo it with `loadAtOnce`.
 */
export function loadSlowly(module: string, clock: ManualClock): SlowModule {
  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  vi.resetModules()
  vi.doMock(`../../src/${module}`, async (load) => {
    begin()
    await clock.sleep(loadMs, new AbortController().signal)
    return load()
  })
  return { loading: () => begun }
}

export function loadAtOnce(module: string): void {
  vi.doUnmock(`../../src/${module}`)
}

/** Moves the clock until a call has ended. */
export async function run<T>(clock: ManualClock, call: Promise<T>): Promise<T> {
  const moving = setInterval(() => clock.advance(100), 5)
  return call.finally(() => clearInterval(moving))
}

/** Lets two seconds pass, and what follows from them happen. */
export async function passTwoSeconds(clock: ManualClock): Promise<void> {
  for (let step = 0; step < 20; step++) {
    clock.advance(100)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
