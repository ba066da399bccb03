import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** A request, byte for byte. */
export interface ReceivedRequest {
  readonly method: string | undefined
  readonly target: string | undefined
  readonly rawHeaders: readonly string[]
  /** As Latin-1. */
  readonly body: string
}

export interface ScriptedServer {
  readonly origin: string
  /** The requests whose whole body came, in order. */
  readonly received: ReceivedRequest[]
  /** What to do with the next requests. */
  answer: (request: http.IncomingMessage, response: http.ServerResponse) => void
  close(): Promise<void>
}

/** Each form has a boundary by chance. */
function withoutBoundary({ method, url, rawHeaders }: http.IncomingMessage, body: string): ReceivedRequest {
  const boundary = (/^--(\S+)\r\n/.exec(body) ?? /boundary=([^\s";]+)/.exec(rawHeaders.join('\n')))?.[1]
  const strike = (text: string) => (boundary === undefined ? text : text.replaceAll(boundary, '(boundary)'))
  return { method, target: url, rawHeaders: rawHeaders.map(strike), body: strike(body) }
}

/** A loopback server that keeps what it gets and answers as it is told. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const received: ReceivedRequest[] = []
  const server = http.createServer((request, response) => {
    response.sendDate = false
    // A request that breaks off has not been received.
    buffer(request).then(
      (body) => {
        received.push(withoutBoundary(request, body.toString('latin1')))
        scripted.answer(request, response)
      },
      () => {},
    )
  })
  // A machine that is busy for a while must not find its connections closed.
  Object.assign(server, { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const scripted: ScriptedServer = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (_request, response) => response.end(),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return scripted
}
