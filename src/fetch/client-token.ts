import type { Client } from '../engine/client.ts'
import { isTrusted } from '../engine/describe-call.ts'
import type { TencentCloudCallOptions } from '../options/options.ts'
import { parseTarget } from '../request/host.ts'
import { injectClientToken } from '../request/inject-client-token.ts'
import type { FetchRequest } from './fetch-request.ts'

/** Puts a ClientToken into a request to a trusted host. Undefined if the request is left as it is. */
export async function findTokenPatch(
  request: FetchRequest,
  client: Client,
  { service, action, version }: TencentCloudCallOptions,
  token: string,
): ReturnType<typeof injectClientToken> {
  return isTrusted(parseTarget(request.url), client)
    ? injectClientToken(request, { service, defaultService: client.settings.service, action, version }, token)
    : undefined
}
