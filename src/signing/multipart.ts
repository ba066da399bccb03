import { createNonce } from './nonce.ts'

/**
 * An encoded form. A signature needs the bytes that are sent, and a browser does not show the bytes of its own
 * encoding.
 */
export interface MultipartBody {
  /** `multipart/form-data` with the boundary. Send it unchanged, because the signature may cover it. */
  readonly contentType: string
  /** The bytes to send. */
  // `Uint8Array<ArrayBuffer>`, in words that TypeScript before 5.7 knows too.
  readonly body: Uint8Array & { readonly buffer: ArrayBuffer }
}

// WHATWG, multipart/form-data encoding algorithm: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
const escapes: Readonly<Record<string, string>> = { '\r': '%0D', '\n': '%0A', '"': '%22' }
const escapeName = (name: string): string => name.replace(/[\r\n"]/g, (character) => escapes[character] ?? character)
const normalizeNewlines = (text: string): string => text.replace(/\r\n|\r|\n/g, '\r\n')

/**
 * Encodes a FormData. The boundary has lower-case letters, digits and hyphens only, so that a signature over the
 * content type is the same whether the server lower-cases it or not.
 */
export async function encodeMultipart(form: FormData): Promise<MultipartBody> {
  const boundary = `axios-tencentcloud-${createNonce()}${createNonce()}`
  const parts: BlobPart[] = []
  for (const [name, value] of form) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(normalizeNewlines(name))}"`
    if (typeof value === 'string') {
      parts.push(`${head}\r\n\r\n${normalizeNewlines(value)}\r\n`)
    } else {
      const type = value.type || 'application/octet-stream'
      parts.push(`${head}; filename="${escapeName(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`, value, '\r\n')
    }
  }
  parts.push(`--${boundary}--\r\n`)
  const body = new Uint8Array(await new Blob(parts).arrayBuffer())
  return { contentType: `multipart/form-data; boundary=${boundary}`, body }
}
