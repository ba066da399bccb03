/** A value, or the promise of one: at hand with node:crypto, a promise with Web Crypto. `await` takes both. */
export type Awaitable<T> = T | Promise<T>

/** By its `then`, for a patched global Promise (zone.js) is not the class of what async functions return. */
export function isPromise<T>(value: Awaitable<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value
}

/** `next(value)`, at once when the value is at hand: a chain of these costs no microtask in Node.js. */
export function chain<T, U>(value: Awaitable<T>, next: (value: T) => Awaitable<U>): Awaitable<U> {
  return isPromise(value) ? value.then(next) : next(value)
}
