import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Served, serveOnLoopback } from '../browser/serve-loopback.ts'

export const distFolder = fileURLToPath(new URL('../../explorer/dist/', import.meta.url))

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

/** A path of some depth, as on a shared host. */
export const subPath = '/docs/explorer/'

/**
 * Serves the built explorer as plain files under a sub-path. Notes the paths that were asked for.
 *
 * @throws Error when it was not built
 */
export async function serveExplorer(): Promise<Served & { readonly asked: readonly string[] }> {
  readFileSync(`${distFolder}index.html`)
  const asked: string[] = []
  const served = await serveOnLoopback(({ url = '/' }, response) => {
    asked.push(url)
    const name = url.startsWith(subPath) ? url.slice(subPath.length) || 'index.html' : ''
    try {
      if (name === '' || name.includes('..')) throw new Error('not found')
      const body = readFileSync(distFolder + name)
      response.setHeader('content-type', types[extname(name)] ?? 'application/octet-stream').end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  return { ...served, url: served.url + subPath, asked }
}
