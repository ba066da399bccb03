/** Loads once. A failure is not cached, so the next call tries again. */
export function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
}

/**
 * Like `lazily`, for each key separately. A key with nothing to load is not kept: keys come from the names of hosts, of
 * which there is no end.
 */
export function lazilyBy<T>(load: (key: string) => Promise<T | undefined>): (key: string) => Promise<T | undefined> {
  const loads = new Map<string, Promise<T | undefined>>()
  const forget = (key: string) => loads.delete(key)
  return (key) => {
    const loading =
      loads.get(key) ??
      load(key).then(
        (value) => {
          if (value === undefined) forget(key)
          return value
        },
        (error: unknown) => {
          forget(key)
          throw error
        },
      )
    loads.set(key, loading)
    return loading
  }
}
