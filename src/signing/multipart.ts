import { createNonce } from './nonce.ts'

/** A form as it is sent: its bytes must be at hand to be signed, and a browser shows those of its own encoding to nobody. */
export interface MultipartBody {
  /** `multipart/form-data` with the boundary: send it as it is, the signature may cover it. */
  readonly contentType: string
  /** The encoded form. */
  readonly body: Uint8Array<ArrayBuffer>
}

// WHATWG, multipart/form-data encoding algorithm: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
const escapes: Readonly<Record<string, string>> = { '\r': '%0D', '\n': '%0A', '"': '%22' }
const escapeName = (name: string): string => name.replace(/[\r\n"]/g, (character) => escapes[character] ?? character)
const normalizeNewlines = (text: string): string => text.replace(/\r\n|\r|\n/g, '\r\n')

/**
 * Encodes a FormData. The boundary is of lower-case letters and digits only: whether a signature takes the content type as
 * sent or in lower case, it is the same.
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
