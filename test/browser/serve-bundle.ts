import type { Bundle } from './bundle.ts'
import { type Served, serveOnLoopback } from './serve-loopback.ts'

// Without its own icon the page would ask for /favicon.ico.
const pageOf = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="/${script}"></script>`

/** Serves an empty page with the bundle. */
export function serveBundle({ entry, chunks }: Bundle): Promise<Served> {
  const files = new Map(chunks.map(({ name, text }) => [`/${name}`, text]))
  return serveOnLoopback(({ url = '/' }, response) => {
    const script = files.get(url)
    if (url === '/') response.setHeader('content-type', 'text/html').end(pageOf(entry.name))
    else if (script !== undefined) response.setHeader('content-type', 'text/javascript').end(script)
    else response.writeHead(404).end()
  })
}
