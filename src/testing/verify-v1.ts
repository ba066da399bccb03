import type { ByteString } from './digest.ts'
import { hmac, toByteString, toBytes, utf8 } from './digest.ts'
import type { Param, V1Claim } from './signature-claim.ts'
import { isForm } from './signature-claim.ts'
import type { WireRequest } from './wire-request.ts'

// Sources of the rules: API 3.0, https://www.tencentcloud.com/document/product/228/31724; legacy API,
// https://intl.cloud.tencent.com/document/product/215/1693.

const byName = ([a]: Param, [b]: Param): number => (a < b ? -1 : a > b ? 1 : 0)

const plain = (name: ByteString): ByteString => name
const dotted = (name: ByteString): ByteString => name.replaceAll('_', '.')

/**
 * The allowed spellings of parameter names in the signed text. The legacy API turns underscores into dots (document,
 * step 2); API 3.0, recognized by the path `/` or a Version, keeps them. A Version on another path allows both, because
 * old hosts serve API 3.0 under /v2/index.php too.
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

/** Why a version 1 signature does not match the request; undefined when it does. */
export const v1Problem = async (
  request: WireRequest,
  claim: V1Claim,
  secretKey: string,
): Promise<string | undefined> => {
  if (request.body.byteLength > 0 && !isForm(request)) return 'version 1 signs only a urlencoded body'
  for (const text of textsToSign(request, claim.params)) {
    const expected = btoa(toByteString(await hmac(claim.hash, utf8(secretKey), toBytes(text))))
    if (expected === claim.signature) return undefined
  }
  return 'it does not match the request that arrived'
}
