import type { ReadRequest } from '../read-request.ts'
import { isStreamedApi3 } from './model-request.ts'

type Models = typeof import('./endpoint.ts')

let loaded: Models | undefined
let isWanted = false

/** Has the code of model endpoints loaded before the next request, whatever its host is. */
export const wantModels = (): void => {
  isWanted = true
}

/** Loads the code of model endpoints for a request to one. */
export const loadModels = async (read: ReadRequest): Promise<void> => {
  if (isWanted || read.protocol || isStreamedApi3(read)) loaded ??= await import('./endpoint.ts')
}

/** The code of model endpoints, during a request for which it was loaded. */
export const getModels = (): Models => {
  if (!loaded) throw new Error('The code of model endpoints is not loaded.')
  return loaded
}
