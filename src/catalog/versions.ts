import { products } from './generated/product-list.ts'

/** Lists the versions of a product's API 3.0, as requests write them: `2017-03-12`. Empty for an unknown product. */
export function listVersions(service: string): readonly string[] {
  const [, versions = ''] = products.find(([name]) => name === service.toLowerCase()) ?? []
  return versions.match(/\d{8}/g)?.map((date) => date.replace(/(....)(..)(..)/, '$1-$2-$3')) ?? []
}
