import type { ByteString } from './digest.ts'
import { byteStringOf, bytesOf, hmac, utf8 } from './digest.ts'
import type { V1Claim } from './signature-claim.ts'
import type { Param } from './v1-params.ts'
import { isForm } from './v1-params.ts'
import type { WireRequest } from './wire-request.ts'

// The rules: API 3.0, https://www.tencentcloud.com/document/product/228/31724; legacy,
// https://intl.cloud.tencent.com/document/product/215/1693.

const byName = ([a]: Param, [b]: Param): number => (a < b ? -1 : a > b ? 1 : 0)

const plain = (name: ByteString): ByteString => name
const dotted = (name: ByteString): ByteString => name.replaceAll('_', '.')

/**
 * How the names may stand in the text. Underscores are dots there in the legacy API (document, step 2) and stay in
 * API 3.0, which is known by its path `/` or its Version. A Version on another path leaves both open: old hosts serve
 * API 3.0 under /v2/index.php too.
 */
const namings = (path: ByteString, hasVersion: boolean): readonly (typeof plain)[] => {
  if (path === '/') return [plain]
  return hasVersion ? [plain, dotted] : [dotted]
}

const textsToSign = (request: WireRequest, params: readonly Param[]): Set<ByteString> => {
  const sorted = params.filter(([name]) => name !== 'Signature').sort(byName)
  const hasVersion = sorted.some(([name]) => name === 'Version')
  const texts = request.paths.flatMap((path) =>
    namings(path, hasVersion).flatMap((naming) => {
      const query = sorted.map(([name, value]) => `${naming(name)}=${value}`).join('&')
      return [request.domain, request.authority].map((host) => `${request.method.toUpperCase()}${host}${path}?${query}`)
    }),
  )
  return new Set(texts)
}

/** Why a version 1 signature does not fit the request; undefined when it does. */
export const v1Problem = async (
  request: WireRequest,
  claim: V1Claim,
  secretKey: string,
): Promise<string | undefined> => {
  if (request.body.byteLength > 0 && !isForm(request)) return 'this body is not signed by version 1, only a form is'
  for (const text of textsToSign(request, claim.params)) {
    const expected = btoa(byteStringOf(await hmac(claim.hash, utf8(secretKey), bytesOf(text))))
    if (expected === claim.signature) return undefined
  }
  return 'another one was expected for what arrived'
}
