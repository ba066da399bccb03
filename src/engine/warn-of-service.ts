import { editDistance } from '../catalog/full/nearest.ts'
import { products } from '../catalog/generated/product-list.ts'
import type { Settings } from '../options/settings.ts'
import { serviceAliases } from '../request/tencent-hosts.ts'

/** Names that were warned of, because a program may have many clients. */
const warnedOf = new Set<string>()

/** Is one name the other with two neighbouring letters swapped? */
const isSwapped = (name: string, other: string): boolean =>
  [...name].some((letter, at) => `${name.slice(0, at)}${name[at + 1]}${letter}${name.slice(at + 2)}` === other)

/** The product that a name was meant to be: two of its letters are swapped, or one is another, missing or too many. */
function findMeant(name: string, known: readonly string[]): string | undefined {
  if (known.includes(name)) return undefined
  // Swapped first: `vcm` is nearer to `cvm`, of the same letters, than to `ecm`.
  return known.find((other) => isSwapped(name, other)) ?? known.find((other) => editDistance(name, other, 1) === 1)
}

/**
 * Warns, once for a name, of a `service` that no product has and that is one slip away from one that has it. It is no
 * error, because products are added every month.
 */
export function warnOfService({ service = '', catalog }: Settings): void {
  const own = catalog.flatMap((entry) => entry.service?.toLowerCase() ?? [])
  const known = [...own, ...products.map(([name]) => name), ...serviceAliases.keys()]
  // Of two letters nearly every name is one slip away from another.
  const meant = service.length > 2 ? findMeant(service.toLowerCase(), known) : undefined
  if (meant === undefined || warnedOf.has(service)) return
  warnedOf.add(service)
  const text = `axios-tencentcloud: option \`service\`: no product is named "${service}"; did you mean "${meant}"?`
  if (typeof process !== 'undefined' && typeof process.emitWarning === 'function') process.emitWarning(text)
  else console.warn(text)
}
