import { isRecord, readOwn } from '../check/check.ts'
import { isBlob, isStream } from '../envelope/streams.ts'
import type { RequestShape } from '../request/request-shape.ts'

/** Every address of `findOwedAnswer` in `request/host.ts` has one of these in it; a test compares the two. */
const owing = /tencentcloudapi\.c|\/v2\/index\.php/i

const begins = /^\s*\{\s*"(?:Response"\s*:\s*\{|code")/
const ends = /\}\s*$/

const isResponse = (body: Readonly<Record<string, unknown>>): boolean =>
  isRecord(readOwn(body, 'Response')) || readOwn(body, 'code') === 0

/**
 * Is an accepted body without a failure an answer of the API that was called, as far as a short look shows? `lacksAnswer`,
 * which is loaded with what follows a failure, looks closely at what does not look so. Every success passes here.
 */
export function looksAnswered(body: unknown, call: { readonly request: RequestShape }): boolean {
  if (body === undefined || (isRecord(body) && isResponse(body))) return true
  const { url, baseURL } = call.request
  if (!owing.test(`${baseURL} ${url}`) || isStream(body) || isBlob(body)) return true
  return typeof body === 'string' && begins.test(body) && ends.test(body.slice(-16))
}
