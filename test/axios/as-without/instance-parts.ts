import { config, noteData, type Parts } from './part.ts'

/** Defaults of an instance, by dimension and name. */
export const instanceParts = {
  baseURL: {
    own: ({ origin }) => ({ baseURL: origin }),
    'with a path': ({ origin }) => ({ baseURL: `${origin}/base/` }),
    none: config({}),
    'of another host': ({ otherOrigin }) => ({ baseURL: otherOrigin }),
  },
  defaults: {
    none: config({}),
    headers: config({ headers: { common: { 'X-Common': 'c' }, post: { 'X-Post': 'p' }, 'X-All': 'a' } as never }),
    params: config({ params: { version: 1, nested: { a: 1 } } }),
    transforms: config({ transformResponse: [noteData] }),
    validateStatus: config({ validateStatus: (status: number) => status < 500 }),
    'an adapter': config({ adapter: 'fetch' }),
    transitional: config({ transitional: { silentJSONParsing: false, clarifyTimeoutError: true } }),
    'new order': config({ transitional: { legacyInterceptorReqResOrdering: false } }),
    'own fields': config({ retries: 2, meta: { a: { b: 1 } } }),
  },
} satisfies Parts
