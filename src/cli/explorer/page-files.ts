import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lazily } from '../../catalog/lazily.ts'
import { createCatalogData } from './catalog-data.ts'

/** A file of the page. */
export interface PageFile {
  readonly type: string
  /** The content, compressed by Brotli if `isBrotli`. */
  readonly body: Buffer
  readonly isBrotli: boolean
}

/** The files of the page by their paths; what is not among them is not served. */
export type PageFiles = ReadonlyMap<string, () => Promise<PageFile>>

const script = 'text/javascript; charset=utf-8'

const types: Readonly<Record<string, string>> = { html: 'text/html; charset=utf-8', js: script }

const toFile = (path: string, name: string): PageFile => ({
  type: types[name.split('.')[1] ?? ''] ?? 'application/octet-stream',
  body: readFileSync(path),
  isBrotli: name.endsWith('.br'),
})

/** The catalog as a script, which sets what the page reads. Made of the tables of this package, which are not packed twice. */
async function makeCatalog(): Promise<PageFile> {
  const json = JSON.stringify(await createCatalogData())
  return { type: script, body: Buffer.from(`globalThis.explorerCatalog=${JSON.stringify(json)}`), isBrotli: false }
}

/** The files of the package that the page imports by itself: tables, and what tells codes by their names. */
function* listImported(dist: string): Generator<readonly [path: string, file: () => Promise<PageFile>]> {
  for (const folder of ['tables', 'chunks']) {
    for (const path of readdirSync(join(dist, folder), { recursive: true, encoding: 'utf8' })) {
      const name = path.replaceAll('\\', '/')
      if (name.endsWith('.js')) yield [`/${folder}/${name}`, async () => toFile(join(dist, folder, path), name)]
    }
  }
}

/**
 * Finds the files of the explorer's page.
 *
 * @param dist the folder of the built package
 * @returns undefined if the page is not in it
 */
export function findPageFiles(dist: string): PageFiles | undefined {
  const folder = join(dist, 'explorer')
  let names: readonly string[]
  try {
    names = readdirSync(folder)
  } catch {
    return undefined
  }
  const own = names.map(
    (name) => [`/${name.replace(/\.br$/, '')}`, async () => toFile(join(folder, name), name)] as const,
  )
  const files = new Map<string, () => Promise<PageFile>>([
    ...own,
    ...listImported(dist),
    ['/catalog.js', lazily(makeCatalog)],
  ])
  const start = files.get('/index.html')
  return start && files.set('/', start)
}
