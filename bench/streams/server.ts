// A child process: a model's host over HTTP. The path says how it answers: /<mode>/<id>/v1/chat/completions.
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Seen } from './protocol.ts'

const frame = (data: object | string): string => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
const delta = (fields: object, reason: string | null = null): string =>
  frame({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta: fields, finish_reason: reason }] })
const role = delta({ role: 'assistant', content: '' })
const text = (content: string): string => delta({ content })
const end = delta({}, 'stop') + frame('[DONE]')

const most = 5
const streamMs = 4_000
let open = 0
let seen: { requests: number; closedAt: Record<string, number> } = { requests: 0, closedAt: {} }

function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
}

const answers: Readonly<Record<string, (response: ServerResponse, id: string) => Promise<void>>> = {
  /** The first content comes 50 ms after the headers and the role. */
  async first(response) {
    begin(response)
    response.write(role)
    await sleep(50)
    response.end(text('a') + end)
  },
  /** So many MB of content, in frames of 1 kB. */
  async big(response, megabytes) {
    begin(response)
    const chunk = text('x'.repeat(900)).repeat(64)
    for (let sent = 0; sent < Number(megabytes) * 1e6; sent += chunk.length) {
      if (!response.write(chunk)) await once(response, 'drain')
    }
    response.end(end)
  },
  async headers() {},
  async role(response) {
    begin(response)
    response.write(role)
  },
  async middle(response) {
    begin(response)
    response.write(text('a'))
  },
  async throttle(response) {
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '20' })
    response.end(JSON.stringify({ error: { message: 'too many', code: '429001' } }))
  },
  async five(response) {
    if (open >= most) {
      response.writeHead(429, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { message: 'too many at once', code: '429005' } }))
      return
    }
    open++
    begin(response)
    response.write(text('a'))
    await sleep(streamMs)
    open--
    response.end(end)
  },
}

const server = createServer((request, response) => {
  const [, mode = '', id = ''] = (request.url ?? '').split('/')
  seen.requests++
  response.on('close', () => {
    if (!response.writableFinished) seen.closedAt[id] = Date.now()
  })
  request.resume()
  request.on('end', () => void answers[mode]?.(response, id).catch(() => response.destroy()))
})
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))

/** Tells what was seen since it was last asked. */
process.on('message', () => {
  const reply: Seen = seen
  seen = { requests: 0, closedAt: {} }
  process.send?.(reply)
})
process.on('disconnect', () => process.exit())
