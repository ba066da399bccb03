import { type Disposition, dispositions } from '../../src/catalog/index.ts'
import { parseScenario } from '../lab/address.ts'
import type { Scenario } from '../lab/scenario.ts'

/** The text and the filters of a search; an empty one matches everything. */
export interface Query {
  readonly text: string
  readonly service: string
  readonly class: string
  readonly retry: Disposition | ''
}

export type Route =
  | { readonly page: 'search'; readonly query: Query }
  | { readonly page: 'code'; readonly service: string; readonly code: string; readonly moduleCode: string }
  | { readonly page: 'paste' }
  | { readonly page: 'lab'; readonly scenario: Scenario }

export const noQuery: Query = { text: '', service: '', class: '', retry: '' }

/** Stand for "every product" and "any code" in an address. */
const everyService = 'common'
const anyCode = '-'

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function parseQuery(text: string): Query {
  const params = new URLSearchParams(text)
  const get = (name: string) => params.get(name) ?? ''
  const retry = dispositions.find((disposition) => disposition === get('retry'))
  return { text: get('q'), service: get('product'), class: get('class'), retry: retry ?? '' }
}

/** Parses `location.hash`. An unknown one is the search. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.toWellFormed().replace(/^#\/?/, '').split('?', 2)
  const [first = '', code = '', moduleCode = ''] = path.split('/').map(decoded)
  if (first === 'paste') return { page: 'paste' }
  if (first === 'lab') return { page: 'lab', scenario: parseScenario(search) }
  if (first === '' || code === '') return { page: 'search', query: parseQuery(search) }
  return {
    page: 'code',
    service: first === everyService ? '*' : first,
    code: code === anyCode ? '' : code,
    moduleCode,
  }
}

/** Returns the stable address of a code. */
export function codeHref(service: string, code: string, moduleCode = ''): string {
  const parts = [service === '*' ? everyService : service, code || anyCode, ...(moduleCode ? [moduleCode] : [])]
  // A lone surrogate of a pasted text cannot be encoded.
  return `#/${parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')}`
}

/** Returns the address of a search. */
export function searchHref({ text, service, class: errorClass, retry }: Query): string {
  const given = { q: text, product: service, class: errorClass, retry }
  const params = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== ''))
  return params.size > 0 ? `#/?${params}` : '#/'
}
