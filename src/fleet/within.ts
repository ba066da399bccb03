/** Thrown by {@link within}. */
class NoAnswer extends Error {
  constructor(ms: number) {
    super(`no answer within ${ms} ms`)
    this.name = 'NoAnswer'
  }
}

interface Waiting<Value> {
  /** Called with what the promise resolves to after that. */
  readonly onLate?: (value: Value) => void
  /** Does not keep the process alive. Default false. */
  readonly isHousekeeping?: boolean
}

/**
 * What a promise resolves to, if that is within `ms` milliseconds of the event loop's time: an answer that arrived while
 * the process stood still (stopped, or busy) is in time.
 *
 * @throws NoAnswer, or what the promise rejects with in time
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
    // Answers are read between timers and immediates.
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
