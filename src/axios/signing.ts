import { AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import type { CallState } from '../call-state.ts'
import { hostKey } from '../host-key.ts'
import type { EncodedRequest } from '../snapshot.ts'
import { encodeData, isEncodable } from './encode-data.ts'

/**
 * A copy of a request, signed by the user's own signer; what that makes of `data` is encoded as axios would.
 *
 * @throws what the signer throws
 */
export async function signWithOwnSigner(
  { attachment }: CallState,
  encoded: EncodedRequest,
  attempt: number,
): Promise<InternalAxiosRequestConfig> {
  const { settings, clockOffsets } = attachment
  const config = encoded.copy()
  const before: unknown = config.data
  const context = { attempt, now: settings.clock.now(), clockOffsetMs: clockOffsets?.get(hostKey(config)) ?? 0 }
  const signed = (await settings.sign?.(config, context)) ?? config
  signed.headers = AxiosHeaders.from(signed.headers)
  if (signed.data !== before && isEncodable(signed.data)) encodeData(signed)
  return signed
}
