import { promisify } from 'node:util'
import { brotliDecompress, gzip } from 'node:zlib'
import type { PageFile } from './page-files.ts'

/** A body as it is sent. */
export interface EncodedBody {
  readonly body: Buffer
  /** Undefined: not compressed. */
  readonly encoding: 'br' | 'gzip' | undefined
}

const decompress = promisify(brotliDecompress)
const compress = promisify(gzip)

/** Does the client take this encoding? `gzip;q=0` says that it does not. */
function accepts(accepted: string, encoding: string): boolean {
  for (const part of accepted.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    if (name === encoding) return !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))
  }
  return false
}

/** Encodes a file as the client takes it. Only what is stored compressed is sent compressed. */
export async function encodeBody({ body, isBrotli }: PageFile, accepted: string): Promise<EncodedBody> {
  if (!isBrotli) return { body, encoding: undefined }
  if (accepts(accepted, 'br')) return { body, encoding: 'br' }
  const plain = await decompress(body)
  return accepts(accepted, 'gzip')
    ? { body: await compress(plain), encoding: 'gzip' }
    : { body: plain, encoding: undefined }
}
