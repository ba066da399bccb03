/**
 * Milliseconds after which a function of the caller's (a credentials provider, a signer) is waited for no longer, because a
 * request on a connection that broke unnoticed never ends. The official Node.js SDK has the same timeout for a request
 * (`reqTimeout`).
 */
export const longestAskMs = 60_000

/**
 * Waits for the answer of such a function, for a minute of real time at most: a test's clock may end each sleep at once.
 *
 * @param toError the error of an answer that does not come
 * @throws what the answer rejects with; that error
 */
export async function inTime<T>(answer: T | Promise<T>, toError: (seconds: number) => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(toError(longestAskMs / 1000)), longestAskMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The error of a `sign` function without an answer. */
export const lateSign = (seconds: number): Error =>
  new Error(`axios-tencentcloud: \`sign\` has not answered for ${seconds} s`)
