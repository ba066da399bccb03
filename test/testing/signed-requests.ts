import { request } from 'node:http'
import type { FakeTencentCloudOptions } from 'axios-tencentcloud/testing'
import { encodeParams, signTc3, signV1, type Tc3Options, type V1Method } from '../../src/signing/index.ts'
import { startLoopback } from './loopback.ts'

/** The fake's time in these tests, and the Timestamp of an honest client. */
export const now = 1_700_000_000

export const permanent = { secretId: 'AKIDpermanent', secretKey: 'keyOfThePermanent' }
export const temporary = { secretId: 'AKIDtemporary', secretKey: 'keyOfTheTemporary', token: 'tokenOfTheTemporary' }

export type Keys = typeof permanent & { token?: string }

/** A fake that knows both keys, with a clock that the test sets. */
export const startVerifying = async (options: FakeTencentCloudOptions = {}) => {
  const clock = { ms: now * 1000 }
  const credentials = [permanent, temporary]
  return { clock, ...(await startLoopback({ now: () => clock.ms, credentials, ...options })) }
}

/** What goes over the socket, to the byte. */
export interface Wire {
  method: string
  port: number
  /** Path and query. */
  target: string
  headers: Record<string, string>
  body: Uint8Array
}

interface Body {
  code?: number
  message?: string
  Response?: { Error?: { Code: string; Message: string } }
}

/** Sends exactly that, and resolves to the parsed answer: axios and fetch would normalize the target. */
export const send = ({ method, port, target, headers, body }: Wire): Promise<Body> =>
  new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path: target, headers, agent: false }, (response) => {
      const chunks: Uint8Array[] = []
      response.on('data', (chunk: Uint8Array) => chunks.push(chunk))
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString() || 'null')))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })

/** The code of an answer; 0 and undefined are successes. */
export const codeOf = ({ code, Response }: Body): number | string | undefined =>
  Response ? Response.Error?.Code : code

export const messageOf = ({ message, Response }: Body): string | undefined => Response?.Error?.Message ?? message

export interface Tc3Sample extends Partial<Tc3Options> {
  keys?: Keys
  method?: string
  path?: string
  contentType?: string
  body?: string | Uint8Array
  host?: string
}

/** A request to KMS, signed with TC3-HMAC-SHA256 by the library. */
export const tc3Request = async (port: number, sample: Tc3Sample = {}): Promise<Wire> => {
  const { keys = permanent, method = 'POST', path = '/kms/', contentType = 'application/json', body = '{}' } = sample
  const given = { 'Content-Type': contentType, 'X-TC-Action': 'CreateKey' }
  const signed = await signTc3({ method, url: `http://127.0.0.1:${port}${path}`, headers: given, body }, keys, {
    timestamp: now,
    service: 'kms',
    version: '2019-01-18',
    ...sample,
  })
  const bytes = Buffer.from(body)
  const headers = {
    Host: sample.host ?? `127.0.0.1:${port}`,
    'Content-Length': String(bytes.length),
    ...given,
    ...signed,
  }
  return { method, port, target: path, headers, body: bytes }
}

export interface V1Sample {
  keys?: Keys
  method?: string
  path?: string
  signedPath?: string
  params?: Record<string, unknown>
  signatureMethod?: V1Method
  timestamp?: number
  nonce?: number
}

let nonce = 0

/** A request to KMS, signed with version 1 by the library: of the legacy API unless its parameters have a Version. */
export const v1Request = async (port: number, sample: V1Sample = {}): Promise<Wire> => {
  const { keys = permanent, method = 'GET', path = '/kms/v2/index.php', signatureMethod, timestamp = now } = sample
  const params = { Action: 'CreateKey', ...sample.params }
  nonce += 1
  const signed = await signV1({ method, host: `127.0.0.1:${port}`, path: sample.signedPath ?? path, params }, keys, {
    timestamp,
    nonce: sample.nonce ?? nonce,
    signatureMethod,
  })
  const encoded = encodeParams(signed)
  const inBody = method === 'POST'
  const body = Buffer.from(inBody ? encoded : '')
  const headers = {
    Host: `127.0.0.1:${port}`,
    'Content-Length': String(body.length),
    ...(inBody && { 'Content-Type': 'application/x-www-form-urlencoded' }),
  }
  return { method, port, target: inBody ? path : `${path}?${encoded}`, headers, body }
}

export const version = { Version: '2019-01-18' }
