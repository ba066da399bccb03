import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Served, serveOnLoopback } from '../browser/serve-loopback.ts'

const folder = fileURLToPath(new URL('../../site/dist/', import.meta.url))

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The addresses of all pages of the built site, without those of the explorer and the report, which are no pages of it. */
export const listPages = (): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.html') && !/^\/(?:explorer|bench-report)/.test(name))
    .sort()

/**
 * Serves the built site as plain files, as GitHub Pages does.
 *
 * @throws Error when it was not built
 */
export async function serveSite(): Promise<Served> {
  readFileSync(`${folder}index.html`)
  return serveOnLoopback(({ url = '/' }, response) => {
    const [path = '/'] = url.split(/[?#]/)
    const name = path.endsWith('/') ? `${path}index.html` : path
    try {
      if (name.includes('..')) throw new Error('not found')
      const body = readFileSync(folder + decodeURIComponent(name))
      response.setHeader('content-type', types[extname(name)] ?? 'application/octet-stream').end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
}
