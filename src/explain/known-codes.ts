import { createProductNames, type KnownProduct, type ProductNames } from './find-product.ts'

/** A code of a product, as far as finding codes in texts needs it. */
export interface ListedCode {
  /** `*`: every product. */
  readonly service: string
  /** Empty: any public code with that module code. */
  readonly code: string
  readonly moduleCode?: string | undefined
  /** The text that the service sends, if documented. */
  readonly wireText?: string | undefined
}

/** A text that a service sends, in lower case, and its code. */
export interface WireText {
  readonly text: string
  readonly row: ListedCode
}

/** All codes and products that are known, as the finder asks for them. */
export interface KnownCodes {
  /** The listed spelling of a code, whatever its letter case; undefined for an unlisted one. */
  find(code: string): string | undefined
  isModuleCode(code: string): boolean
  /** Is there a listed code that begins with this part and a dot, or is the part itself one? In any letter case. */
  isPrefix(part: string): boolean
  /** Does the product (`*`: the shared list) have the public code or the module code in its list? */
  lists(service: string, code: string): boolean
  /** The short name of a product, whatever its letter case; undefined if there is none. */
  findProduct(name: string): string | undefined
  /** What products are called. */
  readonly productNames: ProductNames
  /** The documented texts of services that are long enough to be told from others. */
  readonly wireTexts: readonly WireText[]
}

/** Characters. A shorter text that a service sends (`no permission`) says too little of its code. */
const shortestWireText = 16

/** Makes one blank of white space and punctuation, so that texts can be compared. */
export const normalizeText = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s"'`.,:;!?，。：；！？]+/g, ' ')
    .trim()

const isProduct = (service: string): boolean => service !== '*'

function addTo(groups: Map<string, Set<string>>, key: string, value: string): void {
  const group = groups.get(key)
  if (group) group.add(value)
  else groups.set(key, new Set([value]))
}

/** The index of the codes of every product; built once, for many texts. */
export function createKnownCodes(rows: Iterable<ListedCode>, products: Iterable<KnownProduct | string>): KnownCodes {
  const spelling = new Map<string, string>()
  const prefixes = new Set<string>()
  const productsByModule = new Map<string, Set<string>>()
  const productsByCode = new Map<string, Set<string>>()
  const wireTexts: WireText[] = []
  for (const row of rows) {
    const { service, code, moduleCode, wireText } = row
    if (moduleCode !== undefined) addTo(productsByModule, moduleCode, service)
    if (wireText !== undefined && wireText.length >= shortestWireText)
      wireTexts.push({ text: normalizeText(wireText), row })
    if (code === '') continue
    const lower = code.toLowerCase()
    // Where spellings differ, the first is that of the shared list.
    if (!spelling.has(lower)) spelling.set(lower, code)
    prefixes.add(lower.split('.', 1)[0] ?? '')
    addTo(productsByCode, code, service)
  }
  const named = Array.from(products, (product) => (typeof product === 'string' ? { service: product } : product))
  const services = new Set(named.map(({ service }) => service))
  let names: ProductNames | undefined
  return {
    find: (code) => (productsByCode.has(code) ? code : spelling.get(code.toLowerCase())),
    isModuleCode: (code) => productsByModule.has(code),
    isPrefix: (part) => prefixes.has(part.toLowerCase()),
    lists: (service, code) =>
      (productsByCode.get(code)?.has(service) || productsByModule.get(code)?.has(service)) ?? false,
    findProduct(name) {
      const service = name.toLowerCase()
      return services.has(service) && isProduct(service) ? service : undefined
    },
    get productNames() {
      names ??= createProductNames(named)
      return names
    },
    wireTexts,
  }
}
