import type { Text } from '../../src/catalog/entry.ts'
import type { TextRow } from '../../src/catalog/tables.ts'
import type { CheckedLists } from './checked-lists.ts'
import { loadersOf, moduleOf, table } from './module-text.ts'

interface Describable {
  readonly meaning?: Text
  readonly remedy?: Text
}

const textRow =
  (language: keyof Text) =>
  ({ meaning, remedy }: Describable): TextRow => [meaning?.[language] ?? '', remedy?.[language] ?? '']

/** A language at a time: what is alike stands close together, which compresses a twentieth better. */
const textsModule = (order: string, subjects: readonly Describable[]): string =>
  moduleOf(
    'TextRow',
    [
      `/** In the order of ${order}; empty where only the name of the code is known. */`,
      table('english', 'TextRow', subjects.map(textRow('en'))),
      '/** In the same order. */',
      table('chinese', 'TextRow', subjects.map(textRow('zh'))),
    ],
    '../../tables.ts',
  )

/** `generated/text-loaders.ts`, and the files of `generated/texts` */
export function textModules({ entries, rules, outcomes, unknown }: CheckedLists): Readonly<Record<string, string>> {
  const entriesOf = (wanted: string) => entries.filter(({ service }) => service === wanted)
  const described = new Set(entries.filter(({ meaning }) => meaning).map(({ service }) => service))
  const products = [...described].filter((service) => service !== '*')
  const ownTexts = outcomes.filter(({ textsOf }) => textsOf === undefined)
  return {
    'text-loaders.ts': moduleOf('TextTables', [
      '/** A product, or `*`, and its texts. */',
      loadersOf('textLoaders', 'TextTables', [
        ['*', './texts/common.ts'],
        ...products.map((service) => [service, `./texts/${service}.ts`] as const),
      ]),
    ]),
    'texts/common.ts': textsModule(
      "every product's entries, of `rules`, of `outcomes` without a prefix, and for an unknown code",
      [...entriesOf('*'), ...rules, ...ownTexts, unknown],
    ),
    ...Object.fromEntries(
      products.map((service) => [`texts/${service}.ts`, textsModule("the product's entries", entriesOf(service))]),
    ),
  }
}
