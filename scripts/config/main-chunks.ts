import type { ChunkingContext, CodeSplittingGroup } from 'rolldown'

/**
 * The chunks that the main entry loads at once, each before those that import it. Node.js takes up to a millisecond for a
 * file, so they are few. Fewer would cost pages, since bundlers decide file by file what a page needs:
 *
 * - `base`: what entries that do without axios import too, `./catalog` for instance; apart for each set of entries.
 * - `errors`: what the main entry exports beside the call. A page that imports error classes alone loads no other chunk.
 * - `shared`: the rest. Chunks that load later import from it, and esbuild keeps such a file for every page that reaches it.
 * - `call`: the function that makes calls, without what it imports. A page that makes no call drops it, and with it the only
 *   way to `shared`.
 */
const mainChunks = ['base', 'errors', 'shared', 'call'] as const
type MainChunk = (typeof mainChunks)[number]
type ModuleIds = readonly string[]

/** The modules that the given ones lead to, themselves included. */
function reachedFrom(start: ModuleIds, next: (id: string) => ModuleIds): ReadonlySet<string> {
  const found = new Set(start)
  for (const id of found) for (const one of next(id)) found.add(one)
  return found
}

/** The chunk of each module that the main entry imports, by what imports what: no folder is named here. */
function assignChunks(main: string, others: ModuleIds, context: ChunkingContext): ReadonlyMap<string, MainChunk> {
  const imported = (id: string): ModuleIds => context.getModuleInfo(id)?.importedIds ?? []
  const loadedLater = (id: string): ModuleIds => context.getModuleInfo(id)?.dynamicallyImportedIds ?? []
  const allFrom = (start: ModuleIds) => reachedFrom(start, imported)
  const loadsNothing = (id: string): boolean => [...allFrom([id])].every((one) => loadedLater(one).length === 0)

  const atOnce = [...allFrom(imported(main))]
  const everFrom = (start: ModuleIds) => reachedFrom(start, (id) => [...imported(id), ...loadedLater(id)])
  const base = everFrom(others.filter((entry) => !everFrom([entry]).has('axios')))
  const errors = allFrom(imported(main).filter(loadsNothing))
  const usedLater = allFrom(atOnce.flatMap(loadedLater))
  const direct = new Set(imported(main).flatMap((id) => [id, ...imported(id)]))
  const toChunk = (id: string): MainChunk => {
    if (base.has(id)) return 'base'
    if (errors.has(id)) return 'errors'
    return direct.has(id) && !usedLater.has(id) ? 'call' : 'shared'
  }
  return new Map(atOnce.map((id) => [id, toChunk(id)]))
}

/** @param entries the absolute paths of the entries by their names, that of the main one being `index` */
export function mainChunkGroups({ index: main = '', ...others }: Record<string, string>): CodeSplittingGroup[] {
  let assigned: ReadonlyMap<string, MainChunk> | undefined
  return mainChunks.map((chunk, at) => ({
    debugName: chunk,
    entriesAware: chunk === 'base',
    // A group takes along what its modules import, unless a group of a higher priority has it.
    priority: mainChunks.length - at,
    name(id, context) {
      assigned ??= assignChunks(main, Object.values(others), context)
      return assigned.get(id) === chunk ? chunk : null
    },
  }))
}
