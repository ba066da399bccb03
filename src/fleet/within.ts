/** Thrown by {@link within}. */
class NoAnswer extends Error {
  constructor(ms: number) {
    super(`no answer within ${ms} ms`)
    this.name = 'NoAnswer'
  }
}

interface Waiting<Value> {
  /** Called with the value if the promise resolves too late. */
  readonly onLate?: (value: Value) => void
  /** The timer does not keep the process alive. Default false. */
  readonly isHousekeeping?: boolean
}

/**
 * Waits for a promise, at most `ms` milliseconds of the event loop's time: an answer that arrives while the process is
 * stopped or busy is in time.
 *
 * @throws NoAnswer if it takes longer, or what the promise rejects with in time
 */
export function within<Value>(
  promise: Promise<Value>,
  ms: number,
  { onLate, isHousekeeping = false }: Waiting<Value> = {},
): Promise<Value> {
  return new Promise((resolve, reject) => {
    let isLate = false
    const refuse = () => {
      isLate = true
      reject(new NoAnswer(ms))
    }
    // The event loop reads answers after it runs timers and before immediates.
    const timer = setTimeout(() => setImmediate(refuse), ms)
    if (isHousekeeping) timer.unref()
    promise.then(
      (value) => {
        clearTimeout(timer)
        if (isLate) onLate?.(value)
        else resolve(value)
      },
      (error: unknown) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}
