import type { CodeIndexRow, ListedGroup, ProductRow } from '../../src/catalog/tables.ts'
import { isDocumented } from '../api3/read.ts'
import type { CheckedLists } from './checked-lists.ts'
import { formatLoaders, formatModule, formatTable } from './module-text.ts'
import { type Product, titleOf } from './read-products.ts'
import { groupBy, shorten } from './short-codes.ts'

type Api3 = NonNullable<Product['api3']>

function groupCodes({ codes }: Api3): readonly ListedGroup[] {
  const toKey = ([, flags, errorClass, retry]: Api3['codes'][number]) =>
    JSON.stringify([errorClass, retry, isDocumented({ retry, flags })])
  return groupBy(codes, toKey).map(([, group]) => {
    const [, flags, errorClass, retry] = group[0] ?? ['', '', 'TencentCloudError', 'never']
    return [errorClass, retry, isDocumented({ retry, flags }), shorten(group.map(([code]) => code))]
  })
}

/** Counts the known codes of a product: distinct pairs of a public code and a module code. */
function countCodes({ entries = [], api3 }: Product): number {
  const byHand = entries.map(({ code = '', moduleCode = '' }) => `${code} ${moduleCode}`)
  return new Set([...byHand, ...(api3?.codes ?? []).map(([code]) => `${code} `)]).size
}

const toProductRow = (product: Product): ProductRow => {
  const row = [product.service, product.api3?.versions.join(' ') ?? '', countCodes(product)] as const
  const title = titleOf(product)
  return title ? [...row, title.en, title.zh] : row
}

/**
 * Creates what `axios-tencentcloud/catalog` loads: a list of products, an index of all codes, and each product's list.
 */
export function createProductModules(
  products: readonly Product[],
  { entries }: CheckedLists,
): Readonly<Record<string, string>> {
  const listed = products.flatMap(({ service, api3 }) => (api3 ? [{ service, api3 }] : []))
  const index = listed.map(({ service, api3 }): CodeIndexRow => [service, shorten(api3.codes.map(([code]) => code))])
  return {
    'product-list.ts': formatModule('ProductRow', [formatTable('products', 'ProductRow', products.map(toProductRow))]),
    'code-index.ts': formatModule('CodeIndexRow', [
      '/** All codes of API 3.0, by product. */',
      formatTable('codeIndex', 'CodeIndexRow', index),
      '/** The texts that services send, in the order of `codes`; empty if unknown. */',
      formatTable(
        'wireTexts',
        'string',
        entries.map(({ wireText = '' }) => wireText),
      ),
    ]),
    'product-loaders.ts': formatModule('ListedGroup', [
      '/** The API 3.0 list of each product. */',
      formatLoaders(
        'productLoaders',
        '{ readonly listed: readonly ListedGroup[] }',
        listed.map(({ service }) => [service, `./products/${service}.ts`]),
      ),
    ]),
    ...Object.fromEntries(
      listed.map(({ service, api3 }) => [
        `products/${service}.ts`,
        formatModule('ListedGroup', [formatTable('listed', 'ListedGroup', groupCodes(api3))], '../../tables.ts'),
      ]),
    ),
  }
}
