import pRetry from 'p-retry'

/** The one exception that crosses the loop: p-retry repeats after an exception, so a failure to be repeated has to be one. */
class AttemptFailed<Failure> extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super('attempt failed')
    this.failure = failure
  }
}

/** What an attempt ended with: a value that ends the loop, or a failure about which is decided. */
export type Tried<Value, Failure> = { readonly value: Value } | { readonly failure: Failure }

interface LoopSteps<Value, Failure> {
  /** Makes attempt `number` (≥ 2). Should not throw: p-retry changes what is no Error, and repeats after some TypeErrors. */
  attempt(number: number): Promise<Tried<Value, Failure>>
  /** Decides about the failure of an attempt and, if it is to be repeated, waits. Resolves to false to give up. */
  proceed(failure: Failure): Promise<boolean>
}

/**
 * Goes on after a first attempt that failed. The loop is p-retry's; its own delay, limit and clock are switched off,
 * since `proceed` decides and waits.
 *
 * @returns the value of the attempt that ended the loop, or the failure after which `proceed` gave up
 * @throws what `proceed` throws
 */
export async function retryAfterFailure<Value, Failure>(
  first: Failure,
  { attempt, proceed }: LoopSteps<Value, Failure>,
): Promise<Tried<Value, Failure>> {
  const run = async (number: number): Promise<Tried<Value, Failure>> => {
    const tried = number === 1 ? { failure: first } : await attempt(number)
    if ('failure' in tried) throw new AttemptFailed(tried.failure)
    return tried
  }
  try {
    return await pRetry(run, {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 0,
      factor: 1,
      shouldRetry: ({ error }) => (error instanceof AttemptFailed ? proceed(error.failure) : false),
    })
  } catch (error) {
    if (error instanceof AttemptFailed) return { failure: error.failure }
    throw error
  }
}
