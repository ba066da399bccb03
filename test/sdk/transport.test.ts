import { once } from 'node:events'
import { createServer as createHttpServer, Agent as HttpAgent, type RequestListener } from 'node:http'
import { Agent, createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { isTencentCloudError, type TencentCloudError } from 'axios-tencentcloud'
import { withTencentCloud } from 'axios-tencentcloud/sdk'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { closedPort, rejectionOf, startCloud } from '../support/cloud.ts'
import * as certificates from './certificates.ts'
import { CvmClient, credential, profileFor, region, wrapCvm } from './clients.ts'

type HttpProfile = NonNullable<NonNullable<Parameters<typeof wrapCvm>[1]>['httpProfile']>

async function addressOf(server: Server, protocol = 'http'): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Answers each connection in its own way. */
const tcp = (onConnection: (socket: Socket) => void, protocol?: string): Promise<string> =>
  addressOf(
    createTcpServer((socket) => {
      socket.on('error', () => {})
      onConnection(socket)
    }),
    protocol,
  )
const served = (listener: RequestListener): Promise<string> => addressOf(createHttpServer(listener))
const tls = (cert: string): Promise<string> =>
  addressOf(
    createHttpsServer({ cert, key: certificates.key }, (_, response) => response.end('{}')),
    'https',
  )

const trusting = { agent: new Agent({ ca: certificates.rootCertificate }) }

async function failureOf(
  url: string,
  more: HttpProfile = {},
  method: 'read' | 'write' = 'read',
): Promise<TencentCloudError> {
  const client = wrapCvm({ retry: false, service: 'cvm' }, profileFor(url, more))
  const call = method === 'read' ? client.DescribeZones() : client.RunInstances({})
  const error = await rejectionOf(call)
  if (!isTencentCloudError(error)) throw error
  return error
}

interface Failure {
  readonly what: string
  address(): Promise<string>
  readonly profile?: HttpProfile
  readonly expected: object
  readonly syscall?: string
}

const network = (code: string, mayHaveRun: boolean) => ({ name: 'NetworkError', code, mayHaveRun })
const notSent = (code: string) => network(code, false)
const inDoubt = (code: string) => network(code, true)
const timedOut = { name: 'TimeoutError', code: 'ETIMEDOUT', mayHaveRun: true }

/** Tries both addresses, and fails with an AggregateError that has no text. */
const twoAddresses = new HttpAgent({
  autoSelectFamily: true,
  lookup: (_host, _options, callback) =>
    callback(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]),
})

const failures: readonly Failure[] = [
  { what: 'a refused connection', address: closedPort, expected: notSent('ECONNREFUSED'), syscall: 'connect' },
  {
    what: 'a connection refused at several addresses',
    address: async () => `http://two.example:${new URL(await closedPort()).port}`,
    profile: { agent: twoAddresses },
    expected: notSent('ECONNREFUSED'),
    syscall: 'connect',
  },
  {
    what: 'a name that does not resolve',
    // Longer than a label may be, so that no resolver is asked.
    address: async () => `http://${'x'.repeat(64)}.invalid`,
    expected: notSent('ENOTFOUND'),
    syscall: 'getaddrinfo',
  },
  {
    what: 'a connection that is reset',
    address: () => tcp((socket) => socket.once('data', () => socket.resetAndDestroy())),
    expected: inDoubt('ECONNRESET'),
    syscall: 'read',
  },
  {
    what: 'a connection that is closed before an answer',
    address: () => tcp((socket) => socket.once('data', () => socket.end())),
    expected: inDoubt('ECONNRESET'),
  },
  {
    what: 'no answer in time',
    address: () => tcp(() => {}),
    profile: { reqTimeout: 0.05 },
    expected: timedOut,
  },
  {
    what: 'a body that does not end in time',
    address: () => served((_, response) => response.writeHead(200).write('{"Respon')),
    profile: { reqTimeout: 0.05 },
    expected: timedOut,
  },
  {
    what: 'a body in chunks that is cut off',
    address: () => served((_, response) => response.write('{"Respon', () => response.destroy())),
    expected: inDoubt('ERR_STREAM_PREMATURE_CLOSE'),
  },
  {
    what: 'a body in chunks that is cut off by a reset',
    address: () => served((request, response) => response.write('{"Respon', () => request.socket.resetAndDestroy())),
    // Whichever node-fetch hears of first; both say the same.
    expected: inDoubt(expect.stringMatching(/^(ERR_STREAM_PREMATURE_CLOSE|ECONNRESET)$/)),
  },
  {
    // node-fetch 2 does not notice: it would wait until reqTimeout, a minute.
    what: 'a body of a known length that is cut off',
    address: () =>
      served((_, response) => {
        response.writeHead(200, { 'content-length': 99 }).write('{"Respon', () => response.destroy())
      }),
    expected: inDoubt('ECONNRESET'),
  },
  {
    what: 'such a body after a redirect',
    address: () =>
      served((request, response) => {
        if (request.url === '/')
          return void response.writeHead(307, { location: '/there', 'content-length': 9 }).end('elsewhere')
        response.writeHead(200, { 'content-length': 99 }).write('{"Respon', () => response.destroy())
      }),
    expected: inDoubt('ECONNRESET'),
  },
  {
    what: 'such a body of a broken gateway, whose status is known',
    address: () =>
      served((_, response) => {
        response.writeHead(502, { 'content-length': 99 }).write('<html', () => response.destroy())
      }),
    expected: { name: 'HttpError', httpStatus: 502, mayHaveRun: true },
  },
  {
    what: 'a body that is cut off, under a trace id of the caller’s own',
    address: () =>
      served((_, response) => {
        response.writeHead(200, { 'content-length': 99 }).write('{"Respon', () => response.destroy())
      }),
    profile: { reqTimeout: 0.05, headers: { 'x-tc-traceId': 'mine' } },
    expected: timedOut,
  },
  {
    what: 'a compressed body that is cut off',
    address: () =>
      served((_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.from('1f8b0800000000000003ab56', 'hex'))
      }),
    expected: { name: 'TransportError', mayHaveRun: true },
  },
  {
    what: 'redirects without end',
    address: () => served((_, response) => response.writeHead(307, { location: '/' }).end()),
    expected: { name: 'TransportError', code: 'ERR_FR_TOO_MANY_REDIRECTS', mayHaveRun: true },
  },
  {
    what: 'a connection closed in the TLS handshake',
    address: () => tcp((socket) => socket.once('data', () => socket.end()), 'https'),
    expected: inDoubt('ECONNRESET'),
  },
  {
    what: 'a server without TLS',
    address: async () => (await served(() => {})).replace('http', 'https'),
    expected: { name: 'NetworkError', code: 'EPROTO' },
    syscall: 'write',
  },
  {
    what: 'a server that speaks no HTTP',
    address: () => tcp((socket) => socket.once('data', () => socket.end('SSH-2.0\r\n'))),
    expected: inDoubt('ERR_NETWORK'),
  },
  {
    what: 'a self-signed certificate',
    address: () => tls(certificates.selfSigned),
    expected: notSent('DEPTH_ZERO_SELF_SIGNED_CERT'),
  },
  {
    what: 'an unknown root',
    address: () => tls(certificates.signedByRoot + certificates.rootCertificate),
    expected: notSent('SELF_SIGNED_CERT_IN_CHAIN'),
  },
  {
    what: 'a certificate of an unknown signer',
    address: () => tls(certificates.signedByRoot),
    expected: notSent('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
  },
  {
    what: 'an intermediate certificate of an unknown signer',
    address: () => tls(certificates.signedByIntermediate + certificates.intermediateCertificate),
    expected: notSent('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'),
  },
  {
    what: 'an expired certificate',
    address: () => tls(certificates.expired),
    profile: trusting,
    expected: notSent('CERT_HAS_EXPIRED'),
  },
  {
    what: 'the certificate of another host',
    address: () => tls(certificates.forAnotherHost),
    profile: trusting,
    expected: notSent('ERR_TLS_CERT_ALTNAME_INVALID'),
  },
]

describe('the SDK leaves only a text of a failed connection, by which the error is recognised', () => {
  test.each(failures)('$what', async ({ address, profile, expected, syscall }) => {
    const error = await failureOf(await address(), profile)
    expect(error).toMatchObject({ action: 'DescribeZones', ...expected })
    if (syscall !== undefined) expect(error.cause).toMatchObject({ syscall })
  })
})

test('a failed connection shows nothing of a request that is signed in its URL', async () => {
  const profile = profileFor(await closedPort(), { reqMethod: 'GET' })
  const client = wrapCvm({ retry: false, service: 'cvm' }, { ...profile, signMethod: 'HmacSHA256' })
  const error = (await rejectionOf(client.DescribeZones())) as TencentCloudError
  expect(error).toMatchObject(notSent('ECONNREFUSED'))
  for (const text of [error.stack, JSON.stringify(error), (error.cause as Error).stack]) {
    expect(text).not.toMatch(/Signature|SecretId|Token/)
    for (const secret of Object.values(credential)) expect(text).not.toContain(secret)
  }
})

test('a connection lost before the action ran, and one lost after it, repeat a read and never a write', async () => {
  const cloud = await startCloud()
  const client = wrapCvm({ service: 'cvm', pacing: false }, profileFor(cloud.url))
  for (const when of ['before', 'after'] as const) {
    cloud.fake.reset()
    cloud.fake.fail('DescribeZones', faults.reset(when), faults.truncated())
    cloud.fake.fail('RunInstances', faults.reset(when))
    await client.DescribeZones()
    const error = await rejectionOf(client.RunInstances({}))
    expect(error).toMatchObject({ name: 'NetworkError', reason: 'could-duplicate', mayHaveRun: true })
    expect(cloud.fake.requestsOf('DescribeZones')).toHaveLength(3)
    expect(cloud.fake.requestsOf('RunInstances')).toHaveLength(1)
  }
})

test.each([200, 502])('a body under %i that comes too slowly keeps no connection', async (status) => {
  const open = new Set<object>()
  const url = await served((_, response) => {
    open.add(response)
    response.once('close', () => open.delete(response))
    response.writeHead(status).write('{"Respon')
  })
  await failureOf(url, { reqTimeout: 0.05 })
  await expect.poll(() => open.size).toBe(0)
})

test('a client without a credential opens no connection, and the error names the field and the fix', async () => {
  const { fake, url } = await startCloud()
  for (const reqMethod of ['POST', 'GET'] as const) {
    const client = withTencentCloud(new CvmClient({ credential: {}, region, profile: profileFor(url, { reqMethod }) }))
    const error = await rejectionOf(client.RunInstances({}))
    expect(error).toMatchObject({
      name: 'AuthenticationError',
      code: 'ERR_CREDENTIALS',
      mayHaveRun: false,
      attempts: [],
    })
    expect(String(error)).toContain('credentials.secretId is missing: pass the SecretId of an API key (https://')
  }
  expect(fake.requests).toHaveLength(0)
})
