import { Readable } from 'node:stream'

/** Reads a stream, Node's or a browser's, to its end; anything else is given back as it is. */
export async function readBody(data: unknown): Promise<unknown> {
  const kind = data instanceof Readable ? 'Node' : data instanceof ReadableStream ? 'web' : undefined
  if (kind === undefined) return data instanceof Blob ? { blob: [data.type, await data.text()] } : data
  const chunks: Uint8Array[] = []
  const end = await read(data as AsyncIterable<Uint8Array>, chunks)
  return { stream: kind, bytes: Buffer.concat(chunks).toString('latin1'), end }
}

async function read(stream: AsyncIterable<Uint8Array>, chunks: Uint8Array[]): Promise<string> {
  try {
    for await (const chunk of stream) chunks.push(chunk)
    return 'ended'
  } catch (error) {
    return String(error)
  }
}
