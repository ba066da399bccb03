import type { Attempt } from '../retry/attempt.ts'

const recorded = new WeakMap<object, readonly Attempt[]>()

/** Stores the attempts of a response or error. */
export function recordAttempts(outcome: object, attempts: readonly Attempt[]): void {
  recorded.set(outcome, attempts)
}

/**
 * The attempts behind a response or an error, in order, with what was decided after each. Empty for anything that did
 * not come from a client with this package's middleware (what an interceptor made of a response included).
 */
export function attemptsOf(responseOrError: unknown): readonly Attempt[] {
  if (typeof responseOrError !== 'object' || responseOrError === null) return []
  return recorded.get(responseOrError) ?? []
}
