import type { InternalAxiosRequestConfig } from 'axios'
import type { Client } from '../engine/client.ts'
import { isTrusted } from '../engine/describe-call.ts'
import { parseTarget } from '../request/host.ts'
import { injectClientToken } from '../request/inject-client-token.ts'
import { EncodedRequest } from './snapshot.ts'

/** A request with a ClientToken. */
interface WithClientToken {
  readonly token: string
  readonly config: InternalAxiosRequestConfig
  readonly unsigned: EncodedRequest
}

/** Adds a new ClientToken to a copy of a request. Undefined if the request is left as it is. */
export async function addClientToken(request: EncodedRequest, client: Client): Promise<WithClientToken | undefined> {
  const config = request.copy()
  const token = crypto.randomUUID()
  if (!(await putClientToken(config, client, token))) return undefined
  return { token, config, unsigned: new EncodedRequest(config) }
}

/**
 * Adds a ClientToken to a request to a trusted host whose action accepts one.
 *
 * @param config changed in place
 * @returns false if the request is left as it is
 */
export async function putClientToken(
  config: InternalAxiosRequestConfig,
  client: Client,
  token: string,
): Promise<boolean> {
  const { url, baseURL, allowAbsoluteUrls, tencentCloud = {} } = config
  if (!isTrusted(parseTarget(url, baseURL, allowAbsoluteUrls), client)) return false
  const { service, action, version } = tencentCloud
  const given = { service, defaultService: client.settings.service, action, version }
  const patch = await injectClientToken(config, given, token)
  if (!patch) return false
  if ('params' in patch) config.params = patch.params
  else config.data = patch.data
  if ('isJson' in patch) config.headers.setContentType('application/json')
  return true
}
