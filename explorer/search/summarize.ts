import type { Text } from '../../src/catalog/index.ts'
import { groupByMeaning, isShared, listServices, type Meaning } from '../data/meanings.ts'
import type { FoundCode } from './group-rows.ts'

/** What a row of the result list tells of a code. */
export interface Summary {
  /** `cvm`, `11 products`, `all products`. */
  readonly products: Text
  /** The names of the products, if there are several and not all. */
  readonly names: readonly string[]
  /** The code's different meanings; the most frequent one comes first. */
  readonly meanings: readonly Meaning[]
  /** Where the meanings differ; undefined if there is one only. */
  readonly difference: Text | undefined
  /** The page to open: of the code in its only product, or of the code in all products (`*`). */
  readonly service: string
}

/** At most this many products are named where their meaning differs. */
const mostNamed = 3

function describeProducts(services: readonly string[], shared: boolean): Text {
  if (shared) return { en: 'all products', zh: '所有产品' }
  const [only = ''] = services
  return services.length === 1
    ? { en: only, zh: only }
    : { en: `${services.length} products`, zh: `${services.length} 个产品` }
}

function describeDifference(meanings: readonly Meaning[], services: readonly string[], shared: boolean): Text {
  if (!shared && services.length === 1) return { en: 'depends on the action', zh: '含义取决于接口' }
  const main = shared ? meanings.find(({ rows }) => isShared(rows)) : meanings[0]
  const others = listServices(meanings.flatMap((meaning) => (meaning === main ? [] : meaning.rows)))
  if (others.length > mostNamed || others.length === 0) {
    return { en: `${meanings.length} different meanings`, zh: `有 ${meanings.length} 种含义` }
  }
  return { en: `other meaning in ${others.join(', ')}`, zh: `在 ${others.join('、')} 中含义不同` }
}

/** Summarizes the rows of a code. */
export function summarize({ rows }: FoundCode): Summary {
  const services = listServices(rows)
  const shared = isShared(rows)
  const meanings = groupByMeaning(rows)
  return {
    products: describeProducts(services, shared),
    names: !shared && services.length > 1 ? [...services].sort() : [],
    meanings,
    difference: meanings.length > 1 ? describeDifference(meanings, services, shared) : undefined,
    service: shared || services.length !== 1 ? '*' : (services[0] ?? '*'),
  }
}
