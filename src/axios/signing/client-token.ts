import type { InternalAxiosRequestConfig } from 'axios'
import { loadClientTokens } from '../../request/client-tokens.ts'
import {
  describeRequest,
  findApi,
  isSigned,
  type RequestDescription,
  readSignatureMaterial,
} from '../../request/index.ts'
import type { CallState } from '../call-state.ts'
import { copyOf, EncodedRequest } from '../snapshot.ts'
import { isEncodable } from './encode-data.ts'

const name = 'ClientToken'

/**
 * Gives a request a ClientToken if its action has that field (by the list of API 3.0) and it bears none; all attempts of a
 * call get the same. A request that is signed already, and one whose body cannot take it, are left alone.
 *
 * @param config changed in place, but not what its caller may still hold: params and forms are copied
 */
export async function injectClientToken(call: CallState, config: InternalAxiosRequestConfig): Promise<void> {
  const { service = call.attachment.settings.service, action } = config.tencentCloud ?? {}
  const request = describeRequest(config, { service, action })
  if (request.service === undefined || request.action === undefined || !isApi3(request)) return
  if (isSigned(readSignatureMaterial(config))) return
  const tokens = await loadClientTokens().catch(() => undefined)
  if (!tokens?.has(request.service, request.action)) return
  const token = call.clientToken ?? crypto.randomUUID()
  if (addToken(config, request.method, token)) call.clientToken = token
}

/** A copy of a request with a ClientToken, if the attachment wants one and it can take it; else the request itself. */
export async function withClientToken(
  call: CallState,
  config: InternalAxiosRequestConfig,
): Promise<InternalAxiosRequestConfig> {
  if (!call.attachment.settings.clientToken) return config
  const copy = new EncodedRequest(config).copy()
  await injectClientToken(call, copy)
  return call.clientToken === undefined ? config : copy
}

/** The list of actions is API 3.0's: the legacy API has actions of the same names without that field. */
const isApi3 = ({ version, target }: RequestDescription): boolean =>
  version !== undefined || (target !== undefined && findApi(target.hostname) === 'api3')

const hasName = (fields: unknown): boolean =>
  fields instanceof URLSearchParams ? fields.has(name) : typeof fields === 'object' && fields !== null && name in fields

/** False when the request has such a field already, be it empty: what its caller wrote counts. */
function addToken(config: InternalAxiosRequestConfig, method: string, token: string): boolean {
  const data: unknown = config.data
  if (hasName(config.params)) return false
  if (isEncodable(data) && !Array.isArray(data)) {
    if (hasName(data)) return false
    config.data = withParam(data, token)
    return true
  }
  const isEmpty = data === undefined || data === null || data === ''
  if (method === 'GET' || (isEmpty && config.params !== undefined)) {
    config.params = withParam(config.params, token)
    return true
  }
  if (isEmpty) {
    config.data = JSON.stringify({ [name]: token })
    config.headers.setContentType('application/json')
    return true
  }
  if (typeof FormData !== 'undefined' && data instanceof FormData) {
    if (data.has(name)) return false
    const copy = copyOf(data)
    if (copy instanceof FormData) copy.set(name, token)
    config.data = copy
    return true
  }
  const withToken = typeof data === 'string' ? textWith(data, token) : undefined
  if (withToken !== undefined) config.data = withToken
  return withToken !== undefined
}

function withParam(params: unknown, token: string): unknown {
  if (!(params instanceof URLSearchParams))
    return { ...(typeof params === 'object' ? params : undefined), [name]: token }
  const copy = new URLSearchParams(params)
  copy.set(name, token)
  return copy
}

function textWith(text: string, token: string): string | undefined {
  if (!text.trimStart().startsWith('{')) {
    return text.includes('=') && !hasName(new URLSearchParams(text)) ? `${text}&${name}=${token}` : undefined
  }
  if (/"ClientToken"\s*:|\\u00/.test(text)) return undefined
  // Put into the text, not parsed and written anew: large integers must stay as they are.
  const start = text.indexOf('{') + 1
  const separator = /^\s*\}/.test(text.slice(start)) ? '' : ','
  return `${text.slice(0, start)}"${name}":"${token}"${separator}${text.slice(start)}`
}
