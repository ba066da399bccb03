import { isRecord, readOwn } from '../check/check.ts'
import { isBlob, isStream } from './streams.ts'

const begins = /^\s*\{\s*"(?:Response"\s*:\s*\{|code")/
const ends = /\}\s*$/

/** Is it parsed JSON with the `Response` object of API 3.0, or with the `code` of a success of the legacy API? */
export const hasResponse = (body: unknown): boolean =>
  isRecord(body) && (isRecord(readOwn(body, 'Response')) || readOwn(body, 'code') === 0)

/** Does an unparsed body look like such JSON, or is it a stream or a Blob, which is never looked into? */
export const looksLikeResponse = (body: unknown): boolean =>
  isStream(body) || isBlob(body) || (typeof body === 'string' && begins.test(body) && ends.test(body.slice(-16)))
