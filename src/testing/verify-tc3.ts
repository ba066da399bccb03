import type { ByteString, Bytes } from './digest.ts'
import { hmac, sha256, toBytes, toHex, utf8 } from './digest.ts'
import type { Tc3Claim } from './signature-claim.ts'
import type { WireRequest } from './wire-request.ts'

// Source of the rules: https://cloud.tencent.com/document/api/213/30654.

/** The headers that must be signed, according to the document. */
const requiredHeaders = ['content-type', 'host']

/** Signed instead of the body when X-TC-Content-SHA256 has this value (official Go SDK, common/client.go). */
const unsignedMark = 'UNSIGNED-PAYLOAD'

/** The UTC day of a timestamp in epoch seconds; undefined for an invalid timestamp. */
const toUtcDay = (timestamp: string): string | undefined =>
  /^\d{1,11}$/.test(timestamp) ? new Date(Number(timestamp) * 1000).toISOString().slice(0, 10) : undefined

const lowerCaseAscii = (text: ByteString): ByteString => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/**
 * The host without its port, the content type as sent (as all official SDKs sign it), others in lower case (document).
 */
const toSignedValue = (request: WireRequest, name: string): ByteString => {
  if (name === 'host') return request.domain
  const value = request.header(name).trim()
  return name === 'content-type' ? value : lowerCaseAscii(value)
}

const scopeProblem = (claim: Tc3Claim, service: string | undefined): string | undefined => {
  if (claim.date !== toUtcDay(claim.timestamp)) return 'the date of its scope is not the UTC day of X-TC-Timestamp'
  if (service !== undefined && claim.service !== service) return `its scope names another service than ${service}`
  return undefined
}

const headersProblem = (request: WireRequest, names: readonly string[]): string | undefined => {
  const asDocumented = names.map(lowerCaseAscii).sort()
  if (names.some((name, index) => name !== asDocumented[index])) return 'SignedHeaders is not sorted and in lower case'
  const unsigned = requiredHeaders.find((name) => !names.includes(name))
  if (unsigned !== undefined) return `SignedHeaders does not name ${unsigned}`
  const unsent = names.find((name) => name !== 'host' && !request.header(name))
  return unsent === undefined ? undefined : `SignedHeaders names ${unsent}, which did not arrive`
}

const signingKey = async (secretKey: string, { date, service }: Tc3Claim): Promise<Bytes> => {
  const dateKey = await hmac('SHA-256', utf8(`TC3${secretKey}`), toBytes(date))
  const serviceKey = await hmac('SHA-256', dateKey, toBytes(service))
  return await hmac('SHA-256', serviceKey, toBytes('tc3_request'))
}

/** Why a TC3 signature does not match the request; undefined when it does. `service`: the service called, if known. */
export const tc3Problem = async (
  request: WireRequest,
  claim: Tc3Claim,
  secretKey: string,
  service: string | undefined,
): Promise<string | undefined> => {
  const names = claim.signedHeaders.split(';')
  const problem = scopeProblem(claim, service) ?? headersProblem(request, names)
  if (problem !== undefined) return problem

  const isUnsigned = request.header('x-tc-content-sha256') === unsignedMark
  const bodyHash = toHex(await sha256(isUnsigned ? toBytes(unsignedMark) : request.body))
  const headers = names.map((name) => `${name}:${toSignedValue(request, name)}\n`).join('')
  const key = await signingKey(secretKey, claim)
  for (const path of request.paths) {
    const canonical = [request.method.toUpperCase(), path, request.query, headers, claim.signedHeaders, bodyHash].join(
      '\n',
    )
    const canonicalHash = toHex(await sha256(toBytes(canonical)))
    const scope = `${claim.date}/${claim.service}/tc3_request`
    const text = ['TC3-HMAC-SHA256', claim.timestamp, scope, canonicalHash].join('\n')
    if (toHex(await hmac('SHA-256', key, toBytes(text))) === claim.signature) return undefined
  }
  return 'it does not match the request that arrived'
}
