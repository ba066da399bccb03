import type { InternalAxiosRequestConfig } from 'axios'
import { injectClientToken } from '../request/inject-client-token.ts'

/**
 * Adds a ClientToken to a request whose action accepts one.
 *
 * @param config changed in place
 * @param service the client's `service`, for a call without its own
 * @returns false if the request is left as it is
 */
export async function putClientToken(
  config: InternalAxiosRequestConfig,
  service: string | undefined,
  token: string,
): Promise<boolean> {
  const given = config.tencentCloud ?? {}
  const patch = await injectClientToken(config, { service: given.service ?? service, action: given.action }, token)
  if (!patch) return false
  if ('params' in patch) config.params = patch.params
  else config.data = patch.data
  if ('isJson' in patch) config.headers.setContentType('application/json')
  return true
}
