import { isRecord } from '../check/check.ts'
import { readHeader } from './fields.ts'
import type { RequestShape } from './request-shape.ts'

type Fields = Readonly<Record<string, unknown>>

/** Characters. A longer body is not parsed: a prompt of that size holds whole books. */
const longestBody = 8_388_608

function parse(text: string): unknown {
  try {
    return text.length <= longestBody ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

/** The fields of the first of these bodies that is a JSON object; none without one. */
export function readModelBody(...bodies: readonly unknown[]): Fields {
  for (const body of bodies) {
    const value = ArrayBuffer.isView(body) ? new TextDecoder().decode(body) : body
    const fields = typeof value === 'string' ? parse(value) : value
    if (isRecord(fields)) return fields
  }
  return {}
}

/** The model that a request names. */
export function readModelName({ model, Model }: Fields): string | undefined {
  const name = model ?? Model
  return typeof name === 'string' && name !== '' ? name : undefined
}

/** A short text that differs for different keys, and from which a key cannot be read (FNV-1a, twice 32 bits). */
function toDigest(key: string): string {
  let [one, two] = [0x81_1c_9d_c5, 0x9d_c5_81_1c]
  for (let at = 0; at < key.length; at++) {
    one = Math.imul(one ^ key.charCodeAt(at), 0x01_00_01_93)
    two = Math.imul(two ^ key.charCodeAt(key.length - 1 - at), 0x01_00_01_93)
  }
  return `key ${(one >>> 0).toString(36)}${(two >>> 0).toString(36)}`
}

/** The account of a request that is signed with a key: a digest of it. Undefined without a key. */
export function readKeyDigest({ headers }: RequestShape, body: Fields): string | undefined {
  const bearer = /^Bearer\s+(\S+)/i.exec(readHeader(headers, 'authorization') ?? '')?.[1]
  const key = bearer ?? readHeader(headers, 'x-api-key') ?? body.bot_app_key ?? body.AppKey
  return typeof key === 'string' ? toDigest(key) : undefined
}
