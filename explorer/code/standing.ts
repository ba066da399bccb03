import type { LookupResult, Text } from '../../src/catalog/index.ts'
import { type InProducts, listInProducts } from '../../src/explain/in-products.ts'
import type { CodeRow } from '../data/rows.ts'

/** What is looked at to say who decided. */
export type Decided = Pick<
  LookupResult,
  'service' | 'code' | 'class' | 'retry' | 'kind' | 'source' | 'documented' | 'moduleCode' | 'products' | 'agreed'
>

/** At most this many products are named. */
const mostProducts = 12

const everyService = '*'

/** Which products have the code, where no product is named. */
export const findInProducts = (found: Decided, rows: readonly CodeRow[]): InProducts =>
  listInProducts(
    found,
    rows.map(({ product, code, class: errorClass, retry }) => ({
      service: product.service,
      code,
      class: errorClass,
      retry,
    })),
  )

function describeProducts(products: readonly string[], agreed: boolean): Text {
  const rest = products.length > mostProducts ? ' …' : ''
  const names = products.slice(0, mostProducts)
  const [en, zh] = [names.join(', ') + rest, names.join('、') + rest]
  if (products.length === 1) {
    return { en: `the list of the one product that has it: ${en}`, zh: `唯一收录它的产品的列表：${zh}` }
  }
  return agreed
    ? {
        en: `the lists of the ${products.length} products that have it, all with one meaning: ${en}`,
        zh: `收录它的 ${products.length} 个产品的列表，含义一致：${zh}`,
      }
    : {
        en: `the lists of the ${products.length} products that have it, which differ, so that the most careful answer holds: ${en}`,
        zh: `收录它的 ${products.length} 个产品的列表，结论不一，取最谨慎的：${zh}`,
      }
}

/** Who decided about a code: a list, a rule, or neither. */
export function describeStanding(found: Decided, { products = [], agreed = false }: InProducts): Text {
  if (products.length > 0) return describeProducts(products, agreed)
  if (found.source === 'listed') {
    return found.service === everyService
      ? { en: 'the list that all products share', zh: '所有产品共用的列表' }
      : { en: `the list of ${found.service}`, zh: `${found.service} 的列表` }
  }
  if (found.documented) return { en: 'the rule for the beginning of its name', zh: '名称前缀的规则' }
  return found.kind === 'unknown'
    ? { en: 'nothing: no list has it, and no rule fits', zh: '无：不在任何列表中，也没有适用的规则' }
    : { en: 'a guess from the words of its name', zh: '根据名称中的词推断' }
}

/** Why this page has no entry of its own to show. */
export function describeAbsence(service: string, found: Decided, { products = [] }: InProducts): Text {
  if (service === everyService) {
    return products.length > 0
      ? {
          en: 'This is what holds where the product is not known.',
          zh: '以下是产品未知时的结论。',
        }
      : {
          en: 'No list has this code. This is what the library makes of its name.',
          zh: '没有列表收录此错误码。以下是本包根据名称得出的结论。',
        }
  }
  return found.source === 'listed'
    ? {
        en: `${service} has no entry for exactly this, so another one decides.`,
        zh: `${service} 没有与之完全相符的条目，由其他条目决定。`,
      }
    : {
        en: `${service} does not list this code. This is what the library makes of its name.`,
        zh: `${service} 的列表没有此错误码。以下是本包根据名称得出的结论。`,
      }
}
