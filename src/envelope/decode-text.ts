import { mayFail } from './parse-text.ts'

/**
 * Bytes. A larger binary body is taken for data: documented envelopes are under 2 kB, and decoding a large download
 * would double its memory.
 */
export const maxEnvelopeBytes = 1_048_576

/** The bytes of a UTF-8 byte order mark and of JSON's white space. */
const skipped = new Set([0xef, 0xbb, 0xbf, 0x20, 0x09, 0x0a, 0x0d])

/** Converts an ArrayBuffer, a typed array or a Node Buffer to bytes, without copying; undefined for anything else. */
export function toBytes(body: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
  const isBuffer = Object.prototype.toString.call(body) === '[object ArrayBuffer]'
  return isBuffer ? new Uint8Array(body as ArrayBuffer) : undefined
}

/**
 * The text of a binary body that may be a failure, as one that begins like JSON or XML may; undefined for others. Of
 * other data (pictures, archives) it only looks at the first byte.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  if (bytes.length > maxEnvelopeBytes) return undefined
  let first = 0
  while (first < bytes.length && skipped.has(bytes[first] ?? 0)) first++
  if (bytes[first] !== 0x7b && bytes[first] !== 0x3c) return undefined
  const text = new TextDecoder().decode(bytes)
  return mayFail(text) ? text : undefined
}
