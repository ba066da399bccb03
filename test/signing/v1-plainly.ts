import { createHmac } from 'node:crypto'
import type { Credentials, Param, V1Options, V1Request } from '../../src/signing/index.ts'

// Version 1 as the documents describe it, step by step, to compare the faster algorithm with.

function flatten(params: object, prefix = ''): Param[] {
  return Object.entries(params).flatMap(([key, value]: [string, unknown]): Param[] => {
    const name = prefix + key
    const read = (given: unknown): Param[] => {
      if (typeof given === 'object' && given !== null) {
        return 'toJSON' in given && typeof given.toJSON === 'function'
          ? read(given.toJSON())
          : flatten(given, `${name}.`)
      }
      return ['string', 'number', 'boolean', 'bigint'].includes(typeof given) ? [[name, String(given)]] : []
    }
    return read(value)
  })
}

/** The parameters to send, as `signV1` gives them. */
export function signPlainly(request: V1Request, credentials: Credentials, options: V1Options): Param[] {
  const { secretId, secretKey, token } = credentials
  const method = options.signatureMethod ?? request.params.SignatureMethod
  const sorted = flatten({
    ...request.params,
    SecretId: secretId,
    Timestamp: options.timestamp,
    Nonce: options.nonce,
    SignatureMethod: method,
    ...(token !== undefined && { Token: token }),
    Signature: undefined,
  }).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const signedName = (name: string) => (request.path === '/' ? name : name.replaceAll('_', '.'))
  const query = sorted.map(([name, value]) => `${signedName(name)}=${value}`).join('&')
  const host = request.host.replace(/:\d*$/, '').toLowerCase()
  const text = `${request.method.toUpperCase()}${host}${request.path}?${query}`
  const hash = method === 'HmacSHA256' ? 'sha256' : 'sha1'
  return [...sorted, ['Signature', createHmac(hash, secretKey).update(text, 'utf8').digest('base64')]]
}

/** RFC 3986, byte by byte. */
export function encodePlainly(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => {
    const character = String.fromCharCode(byte)
    return /[A-Za-z0-9._~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')
}
