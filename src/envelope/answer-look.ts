import { isRecord, readOwn } from '../check/check.ts'
import { isBlob, isStream } from './streams.ts'

/** Is it parsed JSON with the `Response` object of API 3.0? */
export const hasResponse = (body: unknown): boolean => isRecord(body) && isRecord(readOwn(body, 'Response'))

const isWhole = (text: string, begins: RegExp, ends: RegExp): boolean => begins.test(text) && ends.test(text.slice(-16))

/**
 * Does an unparsed body look like such JSON, or is it a stream or a Blob, which is never looked into? Where the legacy API
 * answers, so does a `code`, which parsed JSON must have as 0.
 */
export const looksLikeResponse = (body: unknown, ofLegacy: boolean): boolean =>
  typeof body === 'string'
    ? isWhole(body, /^\s*\{\s*"Response"\s*:\s*\{/, /\}\s*\}\s*$/) ||
      (ofLegacy && isWhole(body, /^\s*\{\s*"code"/, /\}\s*$/))
    : isStream(body) || isBlob(body) || (ofLegacy && isRecord(body) && readOwn(body, 'code') === 0)
