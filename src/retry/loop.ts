import pRetry from 'p-retry'

/** Thrown inside the loop for a failed attempt; carries whatever the caller needs to know of it. */
export class AttemptFailed<F> extends Error {
  readonly failure: F

  constructor(failure: F) {
    super('attempt failed')
    this.failure = failure
  }
}

/** p-retry replaces what is not an Error by one of its own, so other throws travel inside. */
class Carrier extends Error {
  readonly thrown: unknown

  constructor(thrown: unknown) {
    super()
    this.thrown = thrown
  }
}

function carry(thrown: unknown): never {
  throw thrown instanceof AttemptFailed ? thrown : new Carrier(thrown)
}

interface LoopSteps<T, F> {
  /** Sends attempt `number` (≥ 2); throws AttemptFailed when it failed, anything else to end the loop with that. */
  attempt(number: number): Promise<T>
  /** Decides about the failure of attempt `number` and, if it is to be tried again, waits. Resolves to false to give up. */
  proceed(failure: F, number: number): Promise<boolean>
}

/**
 * Goes on after a first attempt that failed. The loop is p-retry's; its own delay, limit and clock are switched off,
 * since `proceed` decides and waits.
 *
 * @throws the AttemptFailed of the attempt after which `proceed` gave up
 */
export async function retryAfterFailure<T, F>(first: F, steps: LoopSteps<T, F>): Promise<T> {
  const attempt = (number: number) => (number === 1 ? Promise.reject(new AttemptFailed(first)) : steps.attempt(number))
  try {
    return await pRetry((number) => attempt(number).catch(carry), {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 0,
      factor: 1,
      shouldRetry: ({ error, attemptNumber }) =>
        error instanceof AttemptFailed ? steps.proceed(error.failure, attemptNumber) : false,
    })
  } catch (error) {
    throw error instanceof Carrier ? error.thrown : error
  }
}
