import type { CatalogEntry } from '../entry.ts'
import { codesOf } from '../tables.ts'
import { fullCatalog } from './full-catalog.ts'

/** A code of a product, as the index has it. */
export interface IndexedCode {
  /** `*`: every product. */
  readonly service: string
  readonly code: string
  /** Where it was described by hand: its entry, and what the service sends. */
  readonly entry?: CatalogEntry
  readonly wireText?: string
}

async function load(): Promise<readonly IndexedCode[]> {
  const [{ entries }, { codeIndex, wireTexts }] = await Promise.all([
    fullCatalog.codes(),
    import('../generated/code-index.ts'),
  ])
  const described = entries.map((entry, at): IndexedCode => {
    const wireText = wireTexts[at]
    return { service: entry.service ?? '*', code: entry.code ?? '', entry, ...(wireText && { wireText }) }
  })
  const plain = new Map<string, Set<string>>()
  for (const { service = '*', code, moduleCode, actions } of entries) {
    if (code === undefined || moduleCode !== undefined || actions) continue
    plain.set(service, (plain.get(service) ?? new Set()).add(code))
  }
  const listed = codeIndex.flatMap(([service, codes]) => {
    const known = plain.get(service)
    const rest = known ? codesOf(codes).filter((code) => !known.has(code)) : codesOf(codes)
    return rest.map((code): IndexedCode => ({ service, code }))
  })
  return [...described, ...listed]
}

let loading: Promise<readonly IndexedCode[]> | undefined

/** All codes of all products, once each: first those described by hand. A failure to load is not kept. */
export function indexedCodes(): Promise<readonly IndexedCode[]> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}
