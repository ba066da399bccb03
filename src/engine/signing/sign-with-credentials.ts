import type { SignContext, TencentCloudCallOptions } from '../../options/options.ts'
import { describeRequest, findService, type RequestShape } from '../../request/index.ts'
import type { Credentials } from '../../signing/credentials.ts'
import type { Client } from '../client.ts'
import { isTrusted, readClockKey } from '../describe-call.ts'
import type { AttemptPlan, Carrier } from '../ports.ts'
import { credentialsError } from './credentials-error.ts'
import type { SignableRequest, SignedParts } from './sign-request.ts'
import { isAuthorized, refusePlainHttp, takesSignature } from './signing-permission.ts'

/** A request signed with the client's credentials. */
export interface SignedRequest {
  readonly parts: SignedParts
  readonly credentials: Credentials
}

/**
 * Signs a request with the credentials of the call or the client. Undefined if the request is to be sent as it is, because it goes to
 * another host or has an authorisation already.
 *
 * @param request a copy, because signing changes it
 * @throws AuthenticationError without usable credentials (it names the field that is wrong); TypeError for a request
 * that the signing method cannot sign, and for plain http to a host of Tencent Cloud
 */
export async function signWithCredentials(
  client: Client,
  plan: AttemptPlan,
  request: SignableRequest,
  { options, config }: { readonly options: TencentCloudCallOptions; readonly config: Carrier<unknown>['config'] },
): Promise<SignedRequest | undefined> {
  const { shape } = request
  const { target, action } = describeRequest(shape, { action: options.action })
  if (!target || !isTrusted(target, client) || !takesSignature(target) || isAuthorized(shape)) return undefined
  refusePlainHttp(target, client)
  const signer = await client.signer(options.credentials)
  if (!signer) return undefined
  const service = options.service ?? findService(target.hostname) ?? client.settings.service
  const credentials = await signer.credentials().catch((cause: unknown) => {
    throw credentialsError({ service, action }, plan, config(), cause, signer.secrets)
  })
  const scope = { service, action, offsetMs: client.offsetMs(readClockKey(shape, options)) }
  return { parts: await signer.sign(request, credentials, scope), credentials }
}

/** The context that the caller's `sign` function gets for an attempt of that request. */
export function toSignContext(client: Client, attempt: number, request: RequestShape): SignContext {
  return { attempt, now: client.settings.clock.now(), clockOffsetMs: client.offsetMs(readClockKey(request, {})) }
}
