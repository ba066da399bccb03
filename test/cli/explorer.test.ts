import { createServer, request } from 'node:http'
import { brotliCompressSync, gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { PageFile } from '../../src/cli/explorer/page-files.ts'
import { type Served, serve } from '../../src/cli/explorer/serve.ts'
import { answerTo } from './terminal.ts'

const script = 'const greeting = "hello"\n'.repeat(20)
const html: PageFile = { type: 'text/html', body: Buffer.from('<h1>page</h1>'), isBrotli: false }
const packed: PageFile = { type: 'text/javascript', body: brotliCompressSync(script), isBrotli: true }
const files = new Map([
  ['/', async () => html],
  ['/explorer.js', async () => packed],
  [
    '/broken.js',
    async () => {
      throw new Error('secret path')
    },
  ],
])

let served: Served | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

interface Answer {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** Sends a request as it is written here: no client tidies the path up. */
async function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  served ??= await serve(files, 0)
  const { hostname, port } = new URL(served.url)
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
      .on('error', reject)
      .end()
  })
}

/** Takes a port of this machine. */
async function takePort(): Promise<{ readonly port: number; release(): void }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { port: typeof address === 'object' && address ? address.port : 0, release: () => server.close() }
}

describe('the server of the explorer', () => {
  it('listens on 127.0.0.1 and gives its files with their types', async () => {
    const { status, headers, body } = await ask('/')
    expect(served?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
    expect([status, String(body)]).toEqual([200, '<h1>page</h1>'])
    expect(headers).toMatchObject({
      'content-type': 'text/html',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  it('ignores a query', async () => {
    expect((await ask('/?x=1')).status).toBe(200)
  })

  it.each([
    ['a client that takes Brotli', 'gzip, deflate, br', 'br'],
    ['a client that takes gzip alone', 'deflate, gzip;q=0.5', 'gzip'],
    ['a client that takes neither', 'br;q=0, gzip;q=0.0, identity', undefined],
    ['a client that says nothing', '', undefined],
  ])('sends what is stored compressed as %s can read it', async (_, accepted, encoding) => {
    const { headers, body } = await ask('/explorer.js', { 'accept-encoding': accepted })
    expect(headers['content-encoding']).toBe(encoding)
    expect(headers['content-length']).toBe(String(body.length))
    if (encoding === 'br') expect(body).toEqual(packed.body)
    else expect(String(encoding === 'gzip' ? gunzipSync(body) : body)).toBe(script)
  })

  it('gives the head alone when asked for it', async () => {
    const { status, headers, body } = await ask('/', {}, 'HEAD')
    expect([status, headers['content-length'], body.length]).toEqual([200, '13', 0])
  })

  it.each([
    ['/../package.json'],
    ['/%2e%2e/package.json'],
    ['/..%2fpackage.json'],
    ['//etc/passwd'],
    ['/explorer.js/'],
    ['/constructor'],
    ['http://127.0.0.1/'],
  ])('has no file %s', async (path) => {
    expect((await ask(path)).status).toBe(404)
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    const { status, headers } = await ask('/', {}, method)
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD'])
  })

  it.each(['localhost', 'LOCALHOST:8420', '127.0.0.1:1', '[::1]:8420'])('answers to %s', async (host) => {
    expect((await ask('/', { host })).status).toBe(200)
  })

  it.each(['example.com', 'localhost.example.com', '127.0.0.1.nip.io', '10.0.0.1', 'localhost@example.com'])(
    'refuses a page elsewhere whose name leads here: %s',
    async (host) => {
      const { status, body } = await ask('/', { host })
      expect([status, String(body)]).toEqual([421, 'This server answers to localhost alone.\n'])
    },
  )

  it('says nothing of this machine when a file cannot be read', async () => {
    const { status, body } = await ask('/broken.js')
    expect([status, String(body)]).toEqual([500, 'The file cannot be read.\n'])
  })

  it('ends with connections that are kept open', async () => {
    await ask('/', { connection: 'keep-alive' })
    await served?.close()
    await expect(fetch(served?.url ?? '')).rejects.toThrow()
    served = undefined
  })

  it('fails on a port that is taken', async () => {
    const { port, release } = await takePort()
    await expect(serve(files, port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
    release()
  })
})

describe('the command explorer', () => {
  it.each(['x', '-1', '65536', '1.5'])('refuses the port %j', async (port) => {
    const { exitCode, complaint } = await answerTo(['explorer', `--port=${port}`])
    expect([exitCode, complaint]).toEqual([2, expect.stringContaining('--port must be a number from 0 to 65535')])
  })

  it.each([
    ['en', 'This copy of the package does not contain the explorer.'],
    ['zh', '这份软件包不含错误码浏览器。'],
  ])('says in %s that a package has no page', async (lang, sentence) => {
    const { exitCode, complaint } = await answerTo(['explorer', '--lang', lang], { packageFolder: '/nowhere' })
    expect([exitCode, complaint.trim()]).toEqual([1, sentence])
  })
})
