import type { TencentCloudCallOptions } from '../options/options.ts'
import { createFieldReader, findApi, isLegacyApi, type RequestShape } from '../request/index.ts'
import type { Client } from './client.ts'
import { describeCall, isTrusted } from './describe-call.ts'
import { isAuthorized, takesSignature } from './signing/signing-permission.ts'

/** The public parameters that a call's options name and its request does not. */
export interface MissingFields {
  /** Where the protocol has them. */
  readonly place: 'headers' | 'params'
  /** By the names that they have there. */
  readonly fields: Readonly<Record<string, string>>
  /**
   * The body of a POST without one, whose action has no parameters: with TC3, API 3.0 takes JSON, while axios sends a form.
   */
  readonly body?: '{}'
}

const isEmpty = (data: unknown): boolean => data === undefined || data === null || data === ''

/**
 * Finds what the options of a call add to its request: the action, version, region and language that it does not name
 * itself. Only for the APIs of Tencent Cloud, and for a gateway where the request is signed with credentials; undefined
 * for other requests, for one that is signed already, and where nothing is missing.
 *
 * @throws TypeError that names the choices, if the version is missing and the product has several
 */
export async function findMissingFields(
  request: RequestShape,
  options: TencentCloudCallOptions,
  client: Client,
): Promise<MissingFields | undefined> {
  const { action, version, region, language, credentials = client.settings.credentials } = options
  const description = describeCall({ request, data: request.data, options }, client)
  const { target, service } = description
  if (!target || !isTrusted(target, client) || !takesSignature(target) || isAuthorized(request)) return undefined
  if (findApi(target.hostname) === undefined && !credentials) return undefined
  // Its requests name no version.
  const legacy = isLegacyApi(target)
  const usesParams = client.settings.signing?.startsWith('Hmac') ?? legacy
  const names = createFieldReader(request)('Action') !== undefined
  // With the action in a header, names in the body are the action's own: DescribeBill has a Region, too.
  const headers = usesParams || names ? {} : { 'X-TC-Action': 'given' }
  const field = createFieldReader({ ...request, headers: { ...Object(request.headers), ...headers } })
  const wanted = {
    Action: names ? undefined : action,
    Version: version ?? (names || !action || legacy ? undefined : await findVersion(service, action, field('Version'))),
    Region: region,
    Language: language,
  }
  const missing = Object.entries(wanted).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && (entry[0] === 'Action' || !field(entry[0])),
  )
  if (missing.length === 0) return undefined
  const toName = (name: string) => (usesParams ? name : `X-TC-${name}`)
  const fields = Object.fromEntries(missing.map(([name, value]) => [toName(name), value]))
  if (usesParams) return { place: 'params', fields }
  const isBare = !names && request.method?.toUpperCase() === 'POST' && isEmpty(request.data)
  return { place: 'headers', fields, ...(isBare && { body: '{}' }) }
}

/** The only version of a product; undefined if the request names one. */
async function findVersion(
  service: string | undefined,
  action: string,
  named: string | undefined,
): Promise<string | undefined> {
  if (named !== undefined) return undefined
  const { listVersions } = await import('../catalog/versions.ts')
  const versions = service === undefined ? [] : listVersions(service)
  if (versions.length === 1) return versions[0]
  const choice = versions.length > 1 ? `one of ${versions.join(', ')}` : 'as its documentation says'
  throw new TypeError(
    `axios-tencentcloud: ${action} of ${service ?? 'an unknown product'} needs a version; pass \`tencentCloud.version\`, ${choice}`,
  )
}
