import axios, { AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import {
  bytesOf,
  type Envelope,
  maxEnvelopeBytes,
  mayFail,
  readBytes,
  readObject,
  readText,
  type TextReading,
} from '../envelope/index.ts'
import { isStream } from './stream.ts'

/** What a response's body says, and what to hand on as its data. */
export interface ResponseReading {
  readonly envelope?: Envelope | undefined
  /** The body for whoever comes next: parsed if axios would parse it anyway, else as it came. */
  readonly data: unknown
  /** The body's first characters, when it is text (only with `excerpt`). */
  readonly excerpt?: string
}

/** More than an error shows: what it shows is cut only after secrets were struck out. */
const excerptLength = 8_192

const ownTransform: unknown = [axios.defaults.transformResponse].flat()[0]

/** Would axios' own transformResponse, and nothing else, parse this body as JSON? Mirrors its conditions. */
function axiosWouldParse(config: InternalAxiosRequestConfig): boolean {
  const { transformResponse } = config
  if (!Array.isArray(transformResponse) || transformResponse.length !== 1 || transformResponse[0] !== ownTransform)
    return false
  if ('parseReviver' in config && config.parseReviver !== undefined) return false
  if (config.responseType === 'json') return true
  return !config.responseType && config.transitional?.forcedJSONParsing !== false
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

function readString(text: string, config: InternalAxiosRequestConfig): ResponseReading {
  if (axiosWouldParse(config)) {
    const { envelope, parsed } = readText(text)
    // A JSON string or number goes on as text: axios would parse a parsed one a second time.
    return { envelope, data: isObject(parsed) ? parsed : text }
  }
  return { envelope: mayFail(text) ? readText(text).envelope : undefined, data: text }
}

const contentType = (response: AxiosResponse): string =>
  String(AxiosHeaders.from(response.headers as Record<string, string>).get('content-type') ?? '').toLowerCase()

/** Streams that are peeked: JSON, and for a refused status any text but a stream of events. */
function mayPeek(response: AxiosResponse, refused: boolean): boolean {
  const type = contentType(response)
  return /[/+]json\b/.test(type) || (refused && !type.startsWith('text/event-stream'))
}

const excerptOf = (text: string): string => text.slice(0, excerptLength).toWellFormed()

const withExcerpt = (bytes: Uint8Array, reading: TextReading, data: unknown): ResponseReading => ({
  envelope: reading.envelope,
  data,
  excerpt: excerptOf(new TextDecoder().decode(bytes.subarray(0, excerptLength))),
})

/**
 * Looks for a failure in a response of whatever `responseType`. Synchronous where it can be: a promise only for a Blob
 * or a stream.
 *
 * @param refused the status was not accepted: worth an excerpt, and a look into any stream
 */
export function readResponse(
  response: AxiosResponse,
  config: InternalAxiosRequestConfig,
  refused: boolean,
): ResponseReading | Promise<ResponseReading> {
  const data: unknown = response.data
  if (typeof data === 'string') {
    const reading = readString(data, config)
    return refused ? { ...reading, excerpt: excerptOf(data) } : reading
  }
  if (typeof data !== 'object' || data === null) return { data }
  const bytes = bytesOf(data)
  if (bytes) return refused ? withExcerpt(bytes, readBytes(bytes), data) : { envelope: readBytes(bytes).envelope, data }
  if (typeof Blob !== 'undefined' && data instanceof Blob) return readBlob(data)
  if (isStream(data)) return mayPeek(response, refused) ? readStream(data) : { data }
  return { envelope: readObject(data), data }
}

async function readBlob(blob: Blob): Promise<ResponseReading> {
  if (blob.size > maxEnvelopeBytes) return { data: blob }
  const bytes = new Uint8Array(await blob.arrayBuffer())
  return withExcerpt(bytes, readBytes(bytes), blob)
}

async function readStream(stream: unknown): Promise<ResponseReading> {
  // Loaded with the first stream of JSON: most programs never meet one.
  const loaded = await import('./second-half.ts').catch(() => undefined)
  const peeked = await loaded?.peekStream(stream)
  if (!peeked) return { data: stream }
  // An envelope fits into the head; a head that is cut off is data.
  return withExcerpt(peeked.head, peeked.complete ? readBytes(peeked.head) : {}, peeked.stream)
}
