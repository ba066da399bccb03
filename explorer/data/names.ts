import { lazily } from '../../src/catalog/lazily.ts'

type Names = typeof import('../../src/catalog/describe-name.ts')

let loaded: Names | undefined

/** Loads what tells a code by its name. Must end before a code is shown. */
export const loadNames: () => Promise<void> = lazily(async () => {
  loaded = await import('../../src/catalog/describe-name.ts')
})

/** @throws Error before `loadNames` */
export function names(): Names {
  if (!loaded) throw new Error('the words of names are not loaded')
  return loaded
}
