import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http'
import { encodeBody } from './encoding.ts'
import type { PageFiles } from './page-files.ts'

/** A running server. */
export interface Served {
  /** `http://127.0.0.1:8420/`. */
  readonly url: string
  close(): Promise<void>
}

const host = '127.0.0.1'

// The names of this machine. Any other name in `Host` is that of a page elsewhere which has its name lead here.
const ownName = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i

const everyAnswer = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "frame-ancestors 'none'",
  // The next version of the package may be served at the same address.
  'cache-control': 'no-cache',
}

function refuse(response: ServerResponse, status: number, text: string, headers: OutgoingHttpHeaders = {}): void {
  response
    .writeHead(status, { ...everyAnswer, 'content-type': 'text/plain; charset=utf-8', ...headers })
    .end(`${text}\n`)
}

async function answer(files: PageFiles, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '', headers } = request
  if (!ownName.test(headers.host ?? '')) return refuse(response, 421, 'This server answers to localhost alone.')
  if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405, 'Only GET and HEAD.', { allow: 'GET, HEAD' })
  const file = files.get(url.split('?', 1)[0] ?? '')
  if (!file) return refuse(response, 404, 'Not found.')
  const found = await file()
  const { body, encoding } = await encodeBody(found, String(headers['accept-encoding'] ?? ''))
  response.writeHead(200, {
    ...everyAnswer,
    'content-type': found.type,
    'content-length': body.length,
    vary: 'accept-encoding',
    ...(encoding && { 'content-encoding': encoding }),
  })
  response.end(method === 'HEAD' ? undefined : body)
}

/**
 * Serves files to this machine alone.
 *
 * @param port 0: any that is free
 * @throws Error with code `EADDRINUSE` when the port is taken, `EACCES` when it may not be used
 */
export async function serve(files: PageFiles, port: number): Promise<Served> {
  const server = createServer((request, response) => {
    answer(files, request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else refuse(response, 500, 'The file cannot be read.')
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const taken = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host}:${taken}/`,
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}
