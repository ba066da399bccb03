import { isRecord, readOwn } from '../../check/check.ts'
import { readAnswerBody } from '../../envelope/answer-body.ts'
import { findOwedAnswer, type RequestDescription } from '../../request/index.ts'
import type { Answered } from '../ports.ts'

/**
 * Does an accepted answer lack what an API that was called always answers with? API 3.0: a `Response` object. The legacy API:
 * anything at all. False for addresses whose answers have any form, for downloads, and for methods that have no body.
 */
export function lacksAnswer(
  { target, method }: RequestDescription,
  { status, headers, body }: Pick<Answered<unknown>, 'status' | 'headers' | 'body'>,
): boolean {
  const api = target && findOwedAnswer(target)
  if (!api || !/^(?:GET|POST)$/.test(method) || status < 200 || status > 299) return false
  const read = readAnswerBody(body, headers['content-type'] ?? '')
  if (read === undefined) return false
  if (!isRecord(read)) return true
  if (isRecord(readOwn(read, 'Response'))) return false
  return api === 'api3' || Object.keys(read).every((key) => key === 'Response')
}
