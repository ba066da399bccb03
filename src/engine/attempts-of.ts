import type { Attempt } from '../retry/attempt.ts'

const recorded = new WeakMap<object, readonly Attempt[]>()

/** Stores the attempts of a response or error. */
export function recordAttempts(outcome: object, attempts: readonly Attempt[]): void {
  recorded.set(outcome, attempts)
}

/**
 * The attempts of a call, in order, each with the decision after it. Takes the response or the error that the call ended
 * with. Empty for anything else, such as what an interceptor made from a response.
 *
 * @example
 * ```ts
 * import { attemptsOf } from 'axios-tencentcloud'
 *
 * const response = await http.get(url)
 * for (const { number, code, reason, delayMs } of attemptsOf(response)) log.info({ number, code, reason, delayMs })
 * ```
 */
export function attemptsOf(responseOrError: unknown): readonly Attempt[] {
  if (typeof responseOrError !== 'object' || responseOrError === null) return []
  return recorded.get(responseOrError) ?? []
}
