import type { Attempt } from '../retry/attempt.ts'

type Recorded = WeakMap<object, readonly Attempt[]>

/** One map for all copies of this package in a process: a program may have loaded its ES modules and its CommonJS. */
const key = Symbol.for('axios-tencentcloud.attempts')

let map: Recorded | undefined

function recorded(): Recorded {
  map ??= shareMap()
  return map
}

function shareMap(): Recorded {
  const shared: unknown = Reflect.get(globalThis, key)
  if (shared instanceof WeakMap) return shared
  const own: Recorded = new WeakMap()
  // Fails where the global object cannot be extended; this copy then has a map of its own.
  Reflect.defineProperty(globalThis, key, { value: own })
  return own
}

/** Records the attempts of a response or an error. */
export function recordAttempts(outcome: object, attempts: readonly Attempt[]): void {
  recorded().set(outcome, attempts)
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
  return recorded().get(responseOrError) ?? []
}
