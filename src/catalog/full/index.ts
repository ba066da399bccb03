// The public entry `axios-tencentcloud/catalog`: the catalog without the client.
export type { Disposition, ErrorClassName, ErrorKind, Text, ThrottledBy } from '../entry.ts'
export type { Classification, LookupResult } from '../lookup.ts'
export type { CodeQuery } from '../resolve.ts'
export type { LimitKind } from '../tables.ts'
export { type DocumentedLimit, limits } from './limits.ts'
export { lookup } from './lookup.ts'
export { type Product, products } from './products.ts'
export { type SearchOptions, type SearchResult, search } from './search.ts'
