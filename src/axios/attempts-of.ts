import type { Attempt } from '../retry/index.ts'

/** A class derived from this one initialises its private fields on an object that exists already. */
class Bearer {
  constructor(bearer: object) {
    // biome-ignore lint/correctness/noConstructorReturn: it is what the class is for
    return bearer
  }
}

/**
 * Attempts in a private field of the response or error itself. Nobody else sees it, as nobody would see a WeakMap; but
 * that costs each call a hash and an entry for the garbage collector to clear, the dearest part of a success.
 */
class Recorded extends Bearer {
  #attempts: readonly Attempt[]

  private constructor(bearer: object, attempts: readonly Attempt[]) {
    super(bearer)
    this.#attempts = attempts
  }

  static set(bearer: object, attempts: readonly Attempt[]): void {
    if (#attempts in bearer) bearer.#attempts = attempts
    else new Recorded(bearer, attempts)
  }

  static get(bearer: object): readonly Attempt[] | undefined {
    return #attempts in bearer ? bearer.#attempts : undefined
  }
}

/** Keeps the attempts of a response or error. */
export function recordAttempts(outcome: object, attempts: readonly Attempt[]): void {
  Recorded.set(outcome, attempts)
}

/**
 * The attempts behind a response or an error, in order, with what was decided after each. Empty for anything that did
 * not come from an attached axios instance (what an interceptor made of a response included).
 */
export function attemptsOf(responseOrError: unknown): readonly Attempt[] {
  if (typeof responseOrError !== 'object' || responseOrError === null) return []
  return Recorded.get(responseOrError) ?? []
}
