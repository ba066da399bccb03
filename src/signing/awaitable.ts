/** A value or a promise of it: node:crypto gives the value at once, Web Crypto a promise. `await` takes both. */
export type Awaitable<T> = T | Promise<T>

/** Tested by its `then`: where the global Promise is patched (zone.js), async functions return another class. */
export function isPromise<T>(value: Awaitable<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value
}

/**
 * Calls `next` with the value, synchronously unless it is a promise: in Node.js a chain of calls costs no microtask.
 */
export function chain<T, U>(value: Awaitable<T>, next: (value: T) => Awaitable<U>): Awaitable<U> {
  return isPromise(value) ? value.then(next) : next(value)
}
