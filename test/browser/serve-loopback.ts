import { createServer, type RequestListener } from 'node:http'

export interface Served {
  /** Without a slash at its end. */
  readonly url: string
  close(): void
}

/** Serves over HTTP on a free loopback port. */
export async function serveOnLoopback(listener: RequestListener): Promise<Served> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
