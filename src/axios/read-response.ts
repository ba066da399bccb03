import axios, { type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { isObject } from '../check/check.ts'
import type { Client } from '../engine/client.ts'
import { decodeText, toBytes } from '../envelope/decode-text.ts'
import { toExcerpt } from '../envelope/excerpt.ts'
import { lookAtObject, lookAtText } from '../envelope/first-look.ts'
import { mayFail } from '../envelope/parse-text.ts'
import { isBlob, isStream } from '../envelope/streams.ts'
import { ConfigCancellation } from './cancellation.ts'
import type { ResponseReading } from './response-reading.ts'

const firstTransform: unknown = [axios.defaults.transformResponse].flat()[0]
// The application may have replaced it before this module was loaded; only axios' own reads `forcedJSONParsing`.
const ownTransform = String(firstTransform).includes('forcedJSONParsing') && firstTransform

/** Would axios' own transformResponse, and no other, parse this body as JSON? The conditions mirror those of axios. */
function axiosWouldParse(config: InternalAxiosRequestConfig): boolean {
  const { transformResponse } = config
  if (!Array.isArray(transformResponse) || transformResponse.length !== 1 || transformResponse[0] !== ownTransform)
    return false
  if ('parseReviver' in config && config.parseReviver !== undefined) return false
  const { responseType, transitional } = config
  // Without `transitional` axios reads its own defaults; parsing is left to axios then.
  return responseType ? responseType === 'json' : transitional?.forcedJSONParsing === true
}

/** The beginning of an event stream that was read as text. */
const eventText = /^\uFEFF?(?:data|event|id|retry)?:/

/** Continues at once with what is known, or when it is. */
const after = <T, R>(known: T | Promise<T>, next: (value: T) => R): R | Promise<R> =>
  known instanceof Promise ? known.then(next) : next(known)

function readString(text: string, config: InternalAxiosRequestConfig): ResponseReading | Promise<ResponseReading> {
  const isParsed = axiosWouldParse(config)
  if (!isParsed && !mayFail(text)) return { data: text }
  return after(lookAtText(text), ({ envelope, parsed }) => {
    // A JSON string or number stays text, because axios would parse the parsed value a second time. So does a body with
    // a byte order mark, which axios does not parse.
    return { envelope, data: isParsed && isObject(parsed) && text[0] !== '\uFEFF' ? parsed : text }
  })
}

/**
 * Looks for a failure in a response, for every `responseType`. Returns a promise for a Blob or a stream, and while the
 * readers of dialects are loaded, at the first body that may be a failure.
 *
 * @param refused the status was not accepted: the reading has an excerpt, and streams of any type but an event stream
 * are read
 * @throws the cancellation's reason, while a Blob or a stream is read
 */
export function readResponse(
  response: AxiosResponse,
  config: InternalAxiosRequestConfig,
  client: Client,
  refused: boolean,
): ResponseReading | Promise<ResponseReading> {
  const data: unknown = response.data
  const bytes = toBytes(data)
  if (typeof data === 'string' && !refused && eventText.test(data)) return readUnread(response, config, client, refused)
  if (typeof data === 'string' || bytes) {
    const reading = bytes ? readBinary(bytes, data) : readString(String(data), config)
    return refused ? after(reading, (known) => ({ ...known, excerpt: toExcerpt(bytes ?? String(data)) })) : reading
  }
  if (typeof data !== 'object' || data === null) return { data }
  if (isStream(data) || isBlob(data)) return readUnread(response, config, client, refused)
  return after(lookAtObject(data), (envelope) => ({ envelope, data }))
}

function readBinary(bytes: Uint8Array, data: unknown): ResponseReading | Promise<ResponseReading> {
  const text = decodeText(bytes)
  return text === undefined ? { data } : after(lookAtText(text), ({ envelope }) => ({ envelope, data }))
}

/** Reads a Blob or a stream. The code is loaded with the first such body, because most programs have none. */
async function readUnread(
  response: AxiosResponse,
  request: InternalAxiosRequestConfig,
  client: Client,
  refused: boolean,
): Promise<ResponseReading> {
  const limits = { cancellation: new ConfigCancellation(request), client, request, timeoutMs: request.timeout }
  const loaded = await import('./read-unread.ts').catch(() => undefined)
  return loaded ? loaded.readUnread(response, request, refused, limits) : { data: response.data }
}
