type Models = typeof import('./endpoint.ts')

let loaded: Models | undefined
let isWanted = false

/** Has the code of model endpoints loaded before the next request, whatever its host is. */
export const wantModels = (): void => {
  isWanted = true
}

/** Loads the code of model endpoints for a request to one. */
export const loadModels = async (protocol: string | undefined): Promise<void> => {
  if (isWanted || protocol !== undefined) loaded ??= await import('./endpoint.ts')
}

/** The code of model endpoints, during a request for which it was loaded. */
export const getModels = (): Models => {
  if (!loaded) throw new Error('The code of model endpoints is not loaded.')
  return loaded
}
