import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { promisify } from 'node:util'
import { isCancel } from 'axios'
import { attemptsOf } from 'axios-tencentcloud'
import { describe, expect, onTestFinished, test } from 'vitest'
import { rejectionOf } from '../support/cloud.ts'
import { credential, profileFor, wrapCvm } from './clients.ts'

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A promise, and what resolves it. */
function signal(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve: () => resolve() }
}

const type = { 'content-type': 'text/event-stream' }
const two = 'data: one\n\ndata: two\n\n'

/** Sends two events and half of a third, and cuts the connection once `after` resolves. */
const cutting =
  (headers: object, cut: (response: ServerResponse) => void = (response) => response.socket?.resetAndDestroy()) =>
  (after: Promise<unknown> = Promise.resolve()): RequestListener =>
  (_, response) => {
    response.writeHead(200, { ...type, ...headers })
    response.write(`${two}data: ha`, () => void after.then(() => cut(response)))
  }

/** What a stream that breaks off ends with, whatever client reads it. */
const truncated = {
  name: 'StreamError',
  code: 'ERR_STREAM_TRUNCATED',
  reason: 'answer-begun',
  delivered: { events: 2, bytes: 30 },
}

const endings: readonly (readonly [string, ReturnType<typeof cutting>, object])[] = [
  ['is reset', cutting({}), truncated],
  ['is reset with a length', cutting({ 'content-length': 99 }), truncated],
  ['ends too early', cutting({ 'content-length': 99 }, (response) => response.socket?.end()), truncated],
]

interface Events extends AsyncIterable<{ readonly data: string }> {
  on(event: string, listener: (value: unknown) => void): Events
}

type Client = ReturnType<typeof wrapCvm>

const open = (client: Client, options?: object): Promise<Events> =>
  client.request('ChatCompletions', { Stream: true }, options)

const clientOf = (url: string, options: Parameters<typeof wrapCvm>[0] = {}): Client =>
  wrapCvm({ service: 'hunyuan', ...options }, profileFor(url))

/** Reads the events to their end. */
async function readAll(events: Events, seen: string[], onEvent?: () => void): Promise<void> {
  for await (const { data } of events) {
    seen.push(data)
    onEvent?.()
  }
}

/** What was emitted, in order, until the stream closed. */
const emitted = (events: Events, names: readonly string[]): Promise<readonly (readonly [string, unknown])[]> =>
  new Promise((resolve) => {
    const all: (readonly [string, unknown])[] = []
    for (const name of names) events.on(name, (value) => all.push([name, value]))
    events.on('close', () => resolve(all))
  })

/** Notes what would have ended the process. */
function watchProcess(): unknown[] {
  const uncaught: unknown[] = []
  const note = (error: unknown) => void uncaught.push(error)
  process.on('uncaughtException', note)
  process.on('unhandledRejection', note)
  onTestFinished(() => {
    process.off('uncaughtException', note)
    process.off('unhandledRejection', note)
  })
  return uncaught
}

describe.each(endings)('an event stream that %s in its middle', (_what, cut, expected) => {
  test('rejects the loop that reads it with a typed error, after the events that arrived', async () => {
    const uncaught = watchProcess()
    const { promise, resolve } = signal()
    const events = await open(clientOf(await serve(cut(promise))))
    const seen: string[] = []
    const error = await rejectionOf(readAll(events, seen, resolve))
    expect(seen).toEqual(['one', 'two'])
    expect(error).toMatchObject({ service: 'hunyuan', action: 'ChatCompletions', mayHaveRun: true, ...expected })
    expect(error).toMatchObject({ attempts: [{ number: 1, httpStatus: 200 }], cause: expect.any(Error) })
    expect(attemptsOf(error)).toEqual(attemptsOf(events))
    for (const secret of Object.values(credential)) expect(JSON.stringify(error)).not.toContain(secret)
    expect(uncaught).toEqual([])
  })

  test('emits one error, before it closes, to those who listen', async () => {
    const uncaught = watchProcess()
    const { promise, resolve } = signal()
    const events = await open(clientOf(await serve(cut(promise))))
    events.on('message', () => resolve())
    const [one, second, error, ...more] = await emitted(events, ['message', 'error'])
    expect([one, second]).toMatchObject([
      ['message', { data: 'one' }],
      ['message', { data: 'two' }],
    ])
    expect(error).toMatchObject(['error', { ...expected, attempts: [{ number: 1 }] }])
    expect(more).toEqual([])
    expect(uncaught).toEqual([])
  })

  test('closes, and no more, if nothing listens to errors', async () => {
    const uncaught = watchProcess()
    const { promise, resolve } = signal()
    const events = await open(clientOf(await serve(cut(promise))))
    events.on('message', () => resolve())
    expect(await emitted(events, ['message'])).toHaveLength(2)
    expect(uncaught).toEqual([])
  })

  test('rejects the loop that begins only afterwards', async () => {
    const uncaught = watchProcess()
    const events = await open(clientOf(await serve(cut())))
    await emitted(events, [])
    expect(await rejectionOf(readAll(events, []))).toMatchObject(expected)
    expect(uncaught).toEqual([])
  })
})

test('an event stream that is reset rejects with the error of the connection itself under `throwErrors: false`', async () => {
  const uncaught = watchProcess()
  const { promise, resolve } = signal()
  const events = await open(clientOf(await serve(cutting({})(promise)), { throwErrors: false }))
  const error = await rejectionOf(readAll(events, [], resolve))
  expect(error).toMatchObject({
    name: 'Error',
    code: expect.stringMatching(/^(?:ECONNRESET|ERR_STREAM_PREMATURE_CLOSE)$/),
  })
  expect(attemptsOf(error)).toHaveLength(1)
  expect(uncaught).toEqual([])
})

test('an event stream that is aborted in its middle rejects as cancelled', async () => {
  const uncaught = watchProcess()
  const controller = new AbortController()
  const url = await serve((_, response) => void response.writeHead(200, type).write(two))
  const events = await open(clientOf(url), { signal: controller.signal })
  const error = await rejectionOf(readAll(events, [], () => controller.abort()))
  expect(isCancel(error)).toBe(true)
  expect(uncaught).toEqual([])
})

test('the loop that leaves an event stream early is not disturbed by its later reset', async () => {
  const uncaught = watchProcess()
  const { promise, resolve } = signal()
  const events = await open(clientOf(await serve(cutting({})(promise))))
  const closed = emitted(events, [])
  for await (const { data } of events) {
    expect(data).toBe('one')
    break
  }
  resolve()
  await closed
  expect(uncaught).toEqual([])
})

test('an event stream of 5,000 events, read slowly, arrives whole and in order', async () => {
  const all = Array.from({ length: 5_000 }, (_, at) => `${at} ${'x'.repeat(100)}`)
  const url = await serve((_, response) => {
    response.writeHead(200, type).end(all.map((data) => `data: ${data}\n\n`).join(''))
  })
  const seen: string[] = []
  for await (const { data } of await open(clientOf(url))) {
    seen.push(data)
    if (seen.length % 500 === 0) await new Promise(setImmediate)
  }
  expect(seen).toEqual(all)
})

test.each([
  'text/event-stream; charset=utf-8',
  'text/event-stream;charset=UTF-8',
  'Text/Event-Stream ; charset="utf-8"',
])('an answer of type %s is an event stream', async (contentType) => {
  const url = await serve((_, response) => void response.writeHead(200, { 'content-type': contentType }).end(two))
  const seen: string[] = []
  await readAll(await open(clientOf(url)), seen)
  expect(seen).toEqual(['one', 'two'])
})

test('an event stream that is reset does not end the process of its reader', async () => {
  const url = await serve(cutting({})(new Promise((resolve) => setImmediate(resolve))))
  const program = `
    import { isTencentCloudError } from 'axios-tencentcloud'
    import { withTencentCloud } from 'axios-tencentcloud/sdk'
    import common from 'tencentcloud-sdk-nodejs-common'
    const client = withTencentCloud(
      new common.CommonClient(${JSON.stringify(new URL(url).host)}, '2023-09-01', {
        credential: { secretId: 'AKIDexample', secretKey: 'key' },
        profile: { httpProfile: { protocol: 'http://', reqTimeout: 1 } },
      }),
    )
    try {
      for await (const { data } of await client.request('ChatCompletions', { Stream: true })) console.log(data)
    } catch (error) {
      console.log(error.name, isTencentCloudError(error), error.attempts.length)
    }
    const events = await client.request('ChatCompletions', { Stream: true })
    events.on('message', ({ data }) => console.log(data))
    events.on('close', () => console.log('closed'))
  `
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: new URL('../../', import.meta.url) })
  expect(stdout.trim().split('\n')).toEqual(['one', 'two', 'StreamError true 1', 'one', 'two', 'closed'])
})
