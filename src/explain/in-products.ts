import type { Disposition, ErrorClassName } from '../catalog/entry.ts'

/** A code of a product, and what it means there. */
export interface Meaning {
  readonly service: string
  readonly code: string
  readonly class: ErrorClassName
  readonly retry: Disposition
}

/** The products that have a code, where no product is named. */
export interface InProducts {
  readonly products?: readonly string[]
  readonly agreed?: boolean
}

/** What was found for a code, and which lists decided, if several did. */
export type Found = Meaning & InProducts

const everyService = '*'

const isSame = (one: Meaning, other: Meaning): boolean => one.class === other.class && one.retry === other.retry

/**
 * Lists the products that have a code, and whether it means the same in all of them. A number means something else in each
 * product, so only those whose lists decided are listed.
 *
 * @param others the same code elsewhere
 */
export function listInProducts(found: Found, others: readonly Meaning[]): InProducts {
  const { products, agreed } = found
  if (/^-?\d+$/.test(found.code)) return { ...(products && { products }), ...(agreed !== undefined && { agreed }) }
  const same = [found, ...others].filter(({ code }) => code === found.code)
  const services = [...new Set(same.map(({ service }) => service))].filter((service) => service !== everyService).sort()
  return services.length === 0 ? {} : { products: services, agreed: same.every((other) => isSame(found, other)) }
}

/** Do only the official SDKs have the code, which they make up themselves? A host beside it is then not its product. */
export const isOfSdkOnly = (rows: readonly { readonly service: string }[]): boolean =>
  rows.length > 0 && rows.every(({ service }) => service === 'sdk')
