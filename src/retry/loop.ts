import pRetry from 'p-retry'

/** Thrown inside the loop for a failed attempt, whose data it carries. */
export class AttemptFailed<F> extends Error {
  readonly failure: F

  constructor(failure: F) {
    super('attempt failed')
    this.failure = failure
  }
}

/** Wraps anything else that is thrown, because p-retry replaces values that are not Errors. */
class Wrapped extends Error {
  readonly thrown: unknown

  constructor(thrown: unknown) {
    super()
    this.thrown = thrown
  }
}

function rethrow(thrown: unknown): never {
  throw thrown instanceof AttemptFailed ? thrown : new Wrapped(thrown)
}

interface LoopSteps<T, F> {
  /** Sends attempt `number` (≥ 2). Throws AttemptFailed if it failed; anything else that it throws ends the loop. */
  attempt(number: number): Promise<T>
  /**
   * Decides after the failure of attempt `number`, and waits before a further attempt. Resolves to false to give up.
   */
  proceed(failure: F, number: number): Promise<boolean>
}

/**
 * Continues after a first attempt that failed. The loop is p-retry's; its own delay, limit and clock are switched off,
 * because `proceed` decides and waits.
 *
 * @param first the failure of the first attempt
 * @throws the AttemptFailed of the attempt after which `proceed` gave up, or what `attempt` or `proceed` threw
 */
export async function retryAfterFailure<T, F>(first: F, steps: LoopSteps<T, F>): Promise<T> {
  const attempt = (number: number) => (number === 1 ? Promise.reject(new AttemptFailed(first)) : steps.attempt(number))
  try {
    return await pRetry((number) => attempt(number).catch(rethrow), {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 0,
      factor: 1,
      shouldRetry: ({ error, attemptNumber }) =>
        error instanceof AttemptFailed ? steps.proceed(error.failure, attemptNumber) : false,
    })
  } catch (error) {
    throw error instanceof Wrapped ? error.thrown : error
  }
}
