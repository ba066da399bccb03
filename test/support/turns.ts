/** Resolves when the event loop has turned once: what was ready to happen has happened. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Whether a promise settles before the event loop turns: no timer fires and nothing arrives before it does. */
export async function settlesAtOnce(promise: Promise<unknown>): Promise<boolean> {
  let isSettled = false
  const settle = () => {
    isSettled = true
  }
  promise.then(settle, settle)
  await turn()
  return isSettled
}

/** Resolves once a condition holds, which is looked at in every turn of the event loop. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn()
}
