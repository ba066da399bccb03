import type { Text } from '../../src/catalog/entry.ts'
import type { TextRow } from '../../src/catalog/tables.ts'
import type { CheckedLists } from './checked-lists.ts'
import { formatLoaders, formatModule, formatTable } from './module-text.ts'
import { compare } from './read-products.ts'
import type { NamedText } from './read-texts.ts'
import { shorten } from './short-codes.ts'

interface Describable {
  readonly meaning?: Text
  readonly remedy?: Text
}

/** The texts in a language. A remedy that a row before has is told by the number of that row. */
function toTextRows(subjects: readonly Describable[], language: keyof Text): readonly TextRow[] {
  const first = new Map<string, number>()
  return subjects.map(({ meaning, remedy }, at): TextRow => {
    const text = remedy?.[language] ?? ''
    const before = first.get(text)
    if (before !== undefined) return [meaning?.[language] ?? '', before]
    if (text !== '') first.set(text, at)
    return [meaning?.[language] ?? '', text]
  })
}

/** Formats one language after the other, because similar texts next to each other compress a twentieth better. */
function formatTexts(order: string, entries: readonly Describable[], named: readonly NamedText[] = []): string {
  const subjects = [...entries, ...named]
  return formatModule(
    'TextRow',
    [
      ...(named.length > 0
        ? [
            '/** The codes without an entry. Their texts are the last. */',
            `export const codes =\n  ${JSON.stringify(shorten(named.map(({ code }) => code)))}\n`,
          ]
        : []),
      `/** In the order of ${order}; empty if only the name of the code is known. */`,
      formatTable('english', 'TextRow', toTextRows(subjects, 'en')),
      '/** In the same order. */',
      formatTable('chinese', 'TextRow', toTextRows(subjects, 'zh')),
    ],
    '../../tables.ts',
  )
}

/**
 * Creates `generated/text-loaders.ts` and the files of `generated/texts`.
 *
 * @param named the texts of codes without an entry, by product
 */
export function createTextModules(
  { entries, rules, outcomes, unknown, ambiguous }: CheckedLists,
  named: ReadonlyMap<string, readonly NamedText[]>,
): Readonly<Record<string, string>> {
  const findEntries = (wanted: string) => entries.filter(({ service }) => service === wanted)
  const described = new Set(entries.filter(({ meaning }) => meaning).map(({ service }) => service))
  const products = [...new Set([...described, ...named.keys()])].filter((service) => service !== '*').sort(compare)
  const ownTexts = outcomes.filter(({ textsOf }) => textsOf === undefined)
  return {
    'text-loaders.ts': formatModule('TextTables', [
      '/** The texts of each product; `*`: the shared texts. */',
      formatLoaders('textLoaders', 'TextTables', [
        ['*', './texts/common.ts'],
        ...products.map((service) => [service, `./texts/${service}.ts`] as const),
      ]),
    ]),
    'texts/common.ts': formatTexts(
      "every product's entries, of `rules`, of `outcomes` without a prefix, for an unknown code, and for an ambiguous one",
      [...findEntries('*'), ...rules, ...ownTexts, unknown, ambiguous],
    ),
    ...Object.fromEntries(
      products.map((service) => [
        `texts/${service}.ts`,
        formatTexts("the product's entries", findEntries(service), named.get(service)),
      ]),
    ),
  }
}
