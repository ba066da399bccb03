/** Defines a property that is computed when it is first read. From then on it is an ordinary one, as if set before. */
export function defineLazily(target: object, name: string, enumerable: boolean, compute: () => unknown): void {
  const settle = (value: unknown): unknown => {
    // Not possible in a frozen object, where the property is computed each time.
    Reflect.defineProperty(target, name, { value, enumerable, writable: true, configurable: true })
    return value
  }
  Object.defineProperty(target, name, { get: () => settle(compute()), set: settle, enumerable, configurable: true })
}
