import type { CatalogEntry } from '../entry.ts'
import { expandWords, parseCodes } from '../tables.ts'
import { fullCatalog } from './lookup.ts'

/** A code of a product in the index. */
export interface IndexedCode {
  /** `*`: every product. */
  readonly service: string
  readonly code: string
  /** For a code described by hand: its entry, and the text that the service sends. */
  readonly entry?: CatalogEntry
  readonly wireText?: string
}

/** All codes of all products, once each; those described by hand come first. */
export interface CodeIndex {
  readonly rows: readonly IndexedCode[]
  /** By public code; an entry for any code is missing here. */
  readonly byCode: ReadonlyMap<string, readonly IndexedCode[]>
  readonly byModuleCode: ReadonlyMap<string, readonly IndexedCode[]>
}

function groupBy(
  rows: readonly IndexedCode[],
  toKey: (row: IndexedCode) => string | undefined,
): ReadonlyMap<string, readonly IndexedCode[]> {
  const groups = new Map<string, IndexedCode[]>()
  for (const row of rows) {
    const key = toKey(row)
    if (!key) continue
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

async function load(): Promise<CodeIndex> {
  const [{ entries }, { codeIndex: names, wireTexts }, { words }] = await Promise.all([
    fullCatalog.allCodes(),
    import('../generated/code-index.ts'),
    import('../generated/frequent-words.ts'),
  ])
  const described = entries.map((entry, at): IndexedCode => {
    const wireText = wireTexts[at]
    return { service: entry.service ?? '*', code: entry.code ?? '', entry, ...(wireText && { wireText }) }
  })
  const plain = new Map<string, Set<string>>()
  for (const { service = '*', code, moduleCode, actions, message } of entries) {
    if (code === undefined || moduleCode !== undefined || actions || message !== undefined) continue
    plain.set(service, (plain.get(service) ?? new Set()).add(code))
  }
  const frequent = words.split(' ')
  const listed = names.flatMap(([service, written]) => {
    const known = plain.get(service)
    const codes = parseCodes(expandWords(written, frequent))
    const rest = known ? codes.filter((code) => !known.has(code)) : codes
    return rest.map((code): IndexedCode => ({ service, code }))
  })
  const rows = [...described, ...listed]
  return {
    rows,
    byCode: groupBy(rows, ({ code }) => code),
    byModuleCode: groupBy(described, ({ entry }) => entry?.moduleCode),
  }
}

let loading: Promise<CodeIndex> | undefined

/** Loads the index once. A failure is not cached. */
export function codeIndex(): Promise<CodeIndex> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}
