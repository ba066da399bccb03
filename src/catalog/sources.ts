import type { CatalogSource } from './catalog-source.ts'
import { entryLoaders } from './generated/entry-loaders.ts'
import { textLoaders } from './generated/text-loaders.ts'

/** The tables of the package, each in a chunk of its own. */
export const builtInSource = {
  codes: async () => {
    const [tables, { exceptions }, words] = await Promise.all([
      import('./generated/codes.ts'),
      import('./generated/exceptions.ts'),
      import('./words.ts'),
    ])
    return { codes: tables.codes, rules: tables.rules, outcomes: tables.outcomes, exceptions, words }
  },
  ownCodes: entryLoaders,
  allLists: async () => {
    const [{ judgeByAllLists }, { ordinary }] = await Promise.all([
      import('./by-all-lists.ts'),
      import('./generated/ordinary.ts'),
    ])
    return { judgeByAllLists, ordinary }
  },
  texts: async (service: string) => textLoaders.get(service)?.(),
  names: () => import('./describe-name.ts'),
} satisfies CatalogSource
