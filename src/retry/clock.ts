/** Everything that tells the time, waits or rolls dice goes through this, so that tests need no real time. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Resolves after `ms` milliseconds; rejects as soon as `signal` aborts, leaving no timer behind. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** A number in [0, 1). */
  random(): number
}

// setTimeout fires at once for anything longer (a 32-bit signed integer of milliseconds, about 24.8 days).
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

/** Uniform in [0, 1) from the platform's cryptographic generator; jitter needs no more than its 32 bits. */
function random(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32
}

/** The real time. Timers keep the process alive: a pending call waits on them. */
export const systemClock: Clock = { now: () => Date.now(), sleep, random }
