import { hasResponse, looksLikeResponse } from '../envelope/answer-look.ts'
import type { RequestShape } from '../request/request-shape.ts'

/** Every address of `findOwedAnswer` in `request/host.ts` has one of these in it; a test compares the two. */
const owing = /tencentcloudapi\.c|\/v2\/+index\.php/i

/**
 * Is an accepted body without a failure an answer of the API that was called, as far as a short look shows? `lacksAnswer`,
 * which is loaded with what follows a failure, looks closely at what does not look so. Every success passes here.
 */
export const looksAnswered = (body: unknown, { url, baseURL }: Pick<RequestShape, 'url' | 'baseURL'>): boolean =>
  body === undefined || hasResponse(body) || !owing.test(`${baseURL}/${url}`) || looksLikeResponse(body)
