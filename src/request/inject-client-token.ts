import { isPlainObject } from '../check/check.ts'
import { loadClientTokens } from './client-tokens.ts'
import { copyValue } from './copy-value.ts'
import { describeRequest, type GivenDescription, type RequestDescription } from './describe.ts'
import { findApi } from './host.ts'
import type { RequestShape } from './request-shape.ts'
import { isSigned, readSignatureMaterial } from './signature-material.ts'

const name = 'ClientToken'

/** The part of a request that a ClientToken was put into, copied; the caller may still hold the original. */
export type TokenPatch = { readonly params: unknown } | { readonly data: unknown; readonly isJson?: true }

/**
 * Puts a ClientToken into a request if its action has that field (by the list of API 3.0) and it bears none. A request that
 * is signed already, and one whose body cannot take it, are left alone.
 *
 * @returns undefined for a request that is left alone
 */
export async function injectClientToken(
  shape: RequestShape,
  given: GivenDescription,
  token: string,
): Promise<TokenPatch | undefined> {
  const request = describeRequest(shape, given)
  if (request.service === undefined || request.action === undefined || !isApi3(request)) return undefined
  if (isSigned(readSignatureMaterial(shape))) return undefined
  const tokens = await loadClientTokens().catch(() => undefined)
  return tokens?.has(request.service, request.action) ? addToken(shape, request.method, token) : undefined
}

/** The list of actions is API 3.0's: the legacy API has actions of the same names without that field. */
const isApi3 = ({ version, target }: RequestDescription): boolean =>
  version !== undefined || (target !== undefined && findApi(target.hostname) === 'api3')

/** The parameters in the URL itself. */
const readQuery = (url = ''): URLSearchParams => new URLSearchParams(url.split('#', 1)[0]?.split('?')[1])

const hasName = (fields: unknown): boolean =>
  fields instanceof URLSearchParams ? fields.has(name) : typeof fields === 'object' && fields !== null && name in fields

const isFields = (data: unknown): data is object => data instanceof URLSearchParams || isPlainObject(data)

/** Undefined when the request has such a field already, be it empty: what its caller wrote counts. */
function addToken({ url, params, data }: RequestShape, method: string, token: string): TokenPatch | undefined {
  if (hasName(params) || hasName(readQuery(url))) return undefined
  if (isFields(data)) return hasName(data) ? undefined : { data: withField(data, token) }
  const isEmpty = data === undefined || data === null || data === ''
  if (method === 'GET' || (isEmpty && params !== undefined)) return { params: withField(params, token) }
  if (isEmpty) return { data: JSON.stringify({ [name]: token }), isJson: true }
  if (typeof FormData !== 'undefined' && data instanceof FormData) {
    if (data.has(name)) return undefined
    const copy = copyValue(data)
    if (copy instanceof FormData) copy.set(name, token)
    return { data: copy }
  }
  const text = typeof data === 'string' ? withTextField(data, token) : undefined
  return text === undefined ? undefined : { data: text }
}

function withField(fields: unknown, token: string): unknown {
  if (!(fields instanceof URLSearchParams))
    return { ...(typeof fields === 'object' ? fields : undefined), [name]: token }
  const copy = new URLSearchParams(fields)
  copy.set(name, token)
  return copy
}

function withTextField(text: string, token: string): string | undefined {
  if (!text.trimStart().startsWith('{')) {
    return text.includes('=') && !hasName(new URLSearchParams(text)) ? `${text}&${name}=${token}` : undefined
  }
  if (/"ClientToken"\s*:|\\u00/.test(text)) return undefined
  // Put into the text, not parsed and written anew: large integers must stay as they are.
  const start = text.indexOf('{') + 1
  const separator = /^\s*\}/.test(text.slice(start)) ? '' : ','
  return `${text.slice(0, start)}"${name}":"${token}"${separator}${text.slice(start)}`
}
