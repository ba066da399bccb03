import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Drip {
  readonly url: string
  /** What was written so far, over all connections. */
  written(): string
  /** Ends the body. */
  finish(): void
  /** Resolves when the client has closed the connection of a body that did not end. */
  readonly abandoned: Promise<unknown>
}

/** Serves a body that begins like JSON and then comes digit by digit, every 20 ms, until it is finished. */
export async function serveDrip(status: number, type = 'application/json', begin = '{"a":"'): Promise<Drip> {
  let written = ''
  let finish = () => {}
  let abandon = () => {}
  const abandoned = new Promise<void>((resolve) => {
    abandon = resolve
  })
  const server = http.createServer((_request, response) => {
    const write = (text: string) => {
      written += text
      response.write(text)
    }
    response.writeHead(status, { 'content-type': type, location: '/elsewhere' })
    write(begin)
    let count = 0
    const timer = setInterval(() => write(String(count++ % 10)), 20)
    finish = () => {
      clearInterval(timer)
      response.end()
    }
    response.on('close', () => {
      clearInterval(timer)
      if (!response.writableEnded) abandon()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, written: () => written, finish: () => finish(), abandoned }
}
