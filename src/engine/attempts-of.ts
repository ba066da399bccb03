import type { Attempt } from '../retry/attempt.ts'

/** The hidden property of a response or error that has its attempts; the same for all copies of this package in a process. */
const property = Symbol.for('axios-tencentcloud.attempts')

/**
 * The attempts of what takes no property, because it is frozen. A WeakMap for all of them would be simpler, but each entry
 * is an ephemeron for the garbage collector: it made a success 23 % slower.
 */
const ofFrozen = new WeakMap<object, readonly Attempt[]>()

/** Records the attempts of a response or an error. */
export function recordAttempts(outcome: object, attempts: readonly Attempt[]): void {
  const isKept = Reflect.defineProperty(outcome, property, { value: attempts, configurable: true })
  if (!isKept) ofFrozen.set(outcome, attempts)
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
  const kept: unknown = Reflect.get(responseOrError, property)
  return Array.isArray(kept) ? kept : (ofFrozen.get(responseOrError) ?? [])
}
