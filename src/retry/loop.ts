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
  /** Makes attempt `number` (≥ 2). What it throws ends the loop. */
  attempt(number: number): Promise<Tried<Value, Failure>>
  /** Decides about the failure of an attempt and, if it is to be repeated, waits. Resolves to false to give up. */
  proceed(failure: Failure): Promise<boolean>
}

/**
 * Goes on after a first attempt that failed. The loop is p-retry's; its own delay, limit and clock are switched off,
 * since `proceed` decides and waits.
 *
 * @returns the value of the attempt that ended the loop, or the failure after which `proceed` gave up
 * @throws what `attempt` and `proceed` throw
 */
export async function retryAfterFailure<Value, Failure>(
  first: Failure,
  { attempt, proceed }: LoopSteps<Value, Failure>,
): Promise<Tried<Value, Failure>> {
  // Most failures are not repeated, and p-retry would make two errors of each.
  if (!(await proceed(first))) return { failure: first }
  // Other exceptions are values inside the loop: p-retry changes what is no Error, and repeats after some TypeErrors.
  const run = async (number: number) => {
    const tried = await attempt(number + 1).catch((thrown: unknown) => ({ thrown }))
    if ('failure' in tried) throw new AttemptFailed(tried.failure)
    return tried
  }
  const ended = await pRetry(run, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 0,
    factor: 1,
    shouldRetry: ({ error }) => (error instanceof AttemptFailed ? proceed(error.failure) : false),
  }).catch((error: unknown) => {
    if (error instanceof AttemptFailed) return { failure: error.failure as Failure }
    throw error
  })
  if ('thrown' in ended) throw ended.thrown
  return ended
}
