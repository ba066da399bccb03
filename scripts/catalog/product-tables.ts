import type { CodeIndexRow, ListedGroup, ProductRow } from '../../src/catalog/tables.ts'
import { isDocumented } from '../api3/read.ts'
import type { CheckedLists } from './checked-lists.ts'
import { loadersOf, moduleOf, table } from './module-text.ts'
import type { Product } from './read-products.ts'
import { groupBy, shorten } from './short-codes.ts'

type Api3 = NonNullable<Product['api3']>

function groupsOf({ codes }: Api3): readonly ListedGroup[] {
  const keyOf = ([, flags, errorClass, retry]: Api3['codes'][number]) =>
    JSON.stringify([errorClass, retry, isDocumented({ retry, flags })])
  return groupBy(codes, keyOf).map(([, group]) => {
    const [, flags, errorClass, retry] = group[0] ?? ['', '', 'TencentCloudError', 'never']
    return [errorClass, retry, isDocumented({ retry, flags }), shorten(group.map(([code]) => code))]
  })
}

/** How many codes are known of a product: pairs of a public and a module code, each once. */
function countOf({ entries = [], api3 }: Product): number {
  const byHand = entries.map(({ code = '', moduleCode = '' }) => `${code} ${moduleCode}`)
  return new Set([...byHand, ...(api3?.codes ?? []).map(([code]) => `${code} `)]).size
}

const productRow = (product: Product): ProductRow => {
  const row = [product.service, product.api3?.versions.join(' ') ?? '', countOf(product)] as const
  return product.title ? [...row, product.title.en, product.title.zh] : row
}

/** What `axios-tencentcloud/catalog` loads: a list of products, an index of all codes, and each product's list. */
export function productModules(
  products: readonly Product[],
  { entries }: CheckedLists,
): Readonly<Record<string, string>> {
  const listed = products.flatMap(({ service, api3 }) => (api3 ? [{ service, api3 }] : []))
  const index = listed.map(({ service, api3 }): CodeIndexRow => [service, shorten(api3.codes.map(([code]) => code))])
  return {
    'product-list.ts': moduleOf('ProductRow', [table('products', 'ProductRow', products.map(productRow))]),
    'code-index.ts': moduleOf('CodeIndexRow', [
      '/** All codes of API 3.0, by product. */',
      table('codeIndex', 'CodeIndexRow', index),
      '/** What the services send, in the order of `codes`; empty where it is not known. */',
      table(
        'wireTexts',
        'string',
        entries.map(({ wireText = '' }) => wireText),
      ),
    ]),
    'product-loaders.ts': moduleOf('ListedGroup', [
      '/** A product, and its list of API 3.0. */',
      loadersOf(
        'productLoaders',
        '{ readonly listed: readonly ListedGroup[] }',
        listed.map(({ service }) => [service, `./products/${service}.ts`]),
      ),
    ]),
    ...Object.fromEntries(
      listed.map(({ service, api3 }) => [
        `products/${service}.ts`,
        moduleOf('ListedGroup', [table('listed', 'ListedGroup', groupsOf(api3))], '../../tables.ts'),
      ]),
    ),
  }
}
