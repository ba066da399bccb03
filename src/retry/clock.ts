/** The source of time, waits and random numbers. Replace it, and tests need no real time. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it aborts, and clears its timer. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** A number in [0, 1). */
  random(): number
}

/** Milliseconds, about 24.8 days. setTimeout fires at once for a longer delay (it has a 32-bit signed integer). */
const longestTimer = 2_147_483_647

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    let timer: ReturnType<typeof setTimeout>
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const wait = (left: number) => {
      timer = setTimeout(
        () => {
          if (left > longestTimer) return wait(left - longestTimer)
          signal.removeEventListener('abort', onAbort)
          resolve()
        },
        Math.min(left, longestTimer),
      )
    }
    signal.addEventListener('abort', onAbort, { once: true })
    wait(Math.max(0, ms))
  })
}

/** Draws a number in [0, 1) from the platform's cryptographic generator. 32 random bits are enough for jitter. */
function random(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32
}

/** The clock of the system. Its timers keep the process alive, because a pending call waits for them. */
export const systemClock: Clock = { now: () => Date.now(), sleep, random }
