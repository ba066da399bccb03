import { textLoaders } from './generated/text-loaders.ts'
import type { CatalogSource } from './load-tables.ts'

/** The tables of the package, each in a chunk of its own. */
export const builtInSource: CatalogSource = {
  codes: async () => {
    const [tables, { exceptions, ordinary }] = await Promise.all([
      import('./generated/codes.ts'),
      import('./generated/exceptions.ts'),
    ])
    return { codes: tables.codes, rules: tables.rules, outcomes: tables.outcomes, exceptions, ordinary }
  },
  texts: async (service) => textLoaders.get(service)?.(),
  describeName: async () => (await import('./describe-name.ts')).describeName,
}
