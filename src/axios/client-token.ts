import type { InternalAxiosRequestConfig } from 'axios'
import { loadClientTokens } from '../request/client-tokens.ts'
import { describeRequest, isSigned, signatureMaterial } from '../request/index.ts'
import type { CallState } from './call-state.ts'

/**
 * Adds a ClientToken to a request whose action has that field (by the list of API 3.0) and that bears none; all attempts
 * of the call get the same. A request that is signed already, or whose body is no JSON and no form, is left alone.
 */
export async function injectClientToken(call: CallState, config: InternalAxiosRequestConfig): Promise<void> {
  const { service = call.attachment.settings.service, action } = config.tencentCloud ?? {}
  const request = describeRequest(config, { service, action })
  if (request.clientToken !== undefined || request.service === undefined || request.action === undefined) return
  if (isSigned(signatureMaterial(config))) return
  const tokens = await loadClientTokens().catch(() => undefined)
  if (!tokens?.has(request.service, request.action)) return
  const token = call.clientToken ?? crypto.randomUUID()
  if (addToken(config, request.method, token)) call.clientToken = token
}

function addToken(config: InternalAxiosRequestConfig, method: string, token: string): boolean {
  const data: unknown = config.data
  const isEmpty = data === undefined || data === null || data === ''
  if (method === 'GET' || (isEmpty && config.params !== undefined)) {
    if (config.params instanceof URLSearchParams) config.params.set('ClientToken', token)
    else config.params = { ...config.params, ClientToken: token }
    return true
  }
  if (isEmpty) {
    config.data = JSON.stringify({ ClientToken: token })
    config.headers.setContentType('application/json')
    return true
  }
  if (typeof FormData !== 'undefined' && data instanceof FormData) {
    data.set('ClientToken', token)
    return true
  }
  if (typeof data !== 'string') return false
  const withToken = data.trimStart().startsWith('{') ? jsonWith(data, token) : formWith(data, token)
  if (withToken !== undefined) config.data = withToken
  return withToken !== undefined
}

/** Put into the text, not parsed and written anew: large integers must stay as they are. */
function jsonWith(json: string, token: string): string | undefined {
  const start = json.indexOf('{') + 1
  const separator = /^\s*\}/.test(json.slice(start)) ? '' : ','
  return `${json.slice(0, start)}"ClientToken":${JSON.stringify(token)}${separator}${json.slice(start)}`
}

function formWith(form: string, token: string): string | undefined {
  return form.includes('=') ? `${form}&ClientToken=${token}` : undefined
}
