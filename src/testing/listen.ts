import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Outcome } from './answer.ts'
import { checkOptions, checkType } from './check.ts'
import { findPathService } from './tencent-cloud-host.ts'

/** Options of `fake.listen()`. */
export interface ListenOptions {
  /**
   * The port to listen on.
   *
   * @default 0: any free port
   */
  readonly port?: number
  /**
   * The address to listen on.
   *
   * @default '127.0.0.1'
   */
  readonly host?: string
}

/** A fake that is serving over HTTP. */
export interface Listening {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  readonly url: string
  /** The given port, or the free one that was chosen. */
  readonly port: number
  /** The base URL of a service: `<url>/kms`. Throws a TypeError for text that cannot be a service name. */
  urlOf(service: string): string
  /** Closes every socket, even in the middle of an answer, and resolves when the port is free. */
  close(): Promise<void>
}

type Handle = (request: Request, target?: string) => Promise<Outcome>

const readBody = async (message: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of message) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}

const readHeaders = ({ headersDistinct }: IncomingMessage): Headers => {
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value)
  }
  return headers
}

/** Throws a TypeError for what a Request does not accept, such as the method TRACE or an invalid path. */
const toRequest = (
  message: IncomingMessage,
  base: string,
  body: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Request => {
  const { method = 'GET', url: path = '/' } = message
  // Joined as strings, because `new URL('//x', base)` would take x for the host.
  const url = path.startsWith('/') ? base + path : path
  const bodyless = method === 'GET' || method === 'HEAD'
  return new Request(url, { method, headers: readHeaders(message), signal, body: bodyless ? null : body })
}

/**
 * Milliseconds between the last event of a stream and the break of its connection: clients drop what they have not read
 * when they notice the break.
 */
const breakDelayMs = 100

/** Sends a body as it comes. When the client leaves it is cancelled, when it fails the connection is closed. */
const sendStream = async ({ body }: Response, target: ServerResponse): Promise<void> => {
  const reader = body?.getReader()
  target.flushHeaders()
  target.once('close', () => void reader?.cancel().catch(() => {}))
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true }
      if (done) break
      // The bytes have to leave before the connection may be closed.
      await new Promise<void>((resolve) => target.write(value, () => resolve()))
    }
    target.end()
  } catch {
    setTimeout(() => target.socket?.destroy(), breakDelayMs)
  }
}

const send = async (outcome: Outcome, target: ServerResponse): Promise<void> => {
  if (outcome.kind === 'reset') {
    target.socket?.resetAndDestroy()
    return
  }
  const { status, headers } = outcome.response
  target.statusCode = status
  target.setHeaders(headers)
  if (outcome.kind === 'stream') return sendStream(outcome.response, target)
  const bytes = new Uint8Array(await outcome.response.arrayBuffer())
  if (outcome.kind === 'answer') {
    target.end(bytes)
    return
  }
  target.flushHeaders()
  target.write(bytes.subarray(0, outcome.arrivingBytes), () => target.socket?.destroy())
}

const sendPlain = (status: number, error: unknown, target: ServerResponse): void => {
  if (target.destroyed || target.headersSent) return
  target.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  target.end(String(error))
}

/** The path and query as sent. Clients that use this server as a proxy send the whole URL (RFC 9112, 3.2.2). */
const originForm = (target = '/'): string => {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '')
  return path === target || path.startsWith('/') ? path : `/${path}`
}

const serve = async (handle: Handle, base: string, message: IncomingMessage, target: ServerResponse): Promise<void> => {
  const gone = new AbortController()
  target.once('close', () => gone.abort())
  let request: Request
  try {
    request = toRequest(message, base, await readBody(message), gone.signal)
  } catch (error) {
    return sendPlain(400, error, target)
  }
  try {
    await send(await handle(request, originForm(message.url)), target)
  } catch (error) {
    sendPlain(500, error, target) // a function given to answer() or latency() threw; the body is its message
  }
}

// Imported lazily, so that browsers can load this module. The catch keeps esbuild from resolving it, the comment
// webpack.
const loadHttp = () =>
  import(/* webpackIgnore: true */ 'node:http').catch((cause: unknown) => {
    throw new Error('listen() needs Node.js; in a browser, pass handlers(http) to msw', { cause })
  })

/** Serves `handle` over HTTP. Rejects when the port is taken, and with a TypeError for an invalid option. */
export const listen = async (handle: Handle, options: ListenOptions = {}): Promise<Listening> => {
  checkOptions('listen', options, ['port', 'host'])
  const { port = 0, host = '127.0.0.1' } = options
  checkType('listen', 'host', host, 'string')
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError('listen: "port" must be a whole number from 0 to 65535')
  }

  const { createServer } = await loadHttp()
  let base = ''
  const server = createServer((message, target) => void serve(handle, base, message, target))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  const address = server.address()
  const boundPort = typeof address === 'object' && address !== null ? address.port : port
  base = `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`

  let closed: Promise<void> | undefined
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    url: base,
    port: boundPort,
    urlOf(service) {
      const url = `${base}/${service}`
      if (findPathService(`/${service}`) !== service) throw new TypeError(`urlOf: "${service}" is not a service name`)
      return url
    },
    close() {
      closed ??= close()
      return closed
    },
  }
}
