import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import type { Client } from '../engine/client.ts'
import type { AttemptPlan, CarrierOutcome } from '../engine/ports.ts'
import { addClientToken } from './client-token.ts'
import { PreparedAttempt } from './prepared-attempt.ts'
import { EncodedRequest } from './snapshot.ts'

/** Sends a request once. */
export type Transmit = (
  config: InternalAxiosRequestConfig,
  signal: AbortSignal | undefined,
  endsAtOnce: boolean,
  adapter?: AxiosAdapter,
) => Promise<CarrierOutcome<AxiosResponse>>

interface GivenRequest {
  readonly config: InternalAxiosRequestConfig
  readonly unsigned: EncodedRequest
  /** The body as the caller wrote it. */
  readonly data: unknown
}

/**
 * Adds a ClientToken to the first request of a call, and signs it, if the client's options say so. A request to a host
 * that is not trusted is sent as it is.
 *
 * @throws what a signer throws; AuthenticationError without usable credentials
 */
export async function changeRequest(
  client: Client,
  plan: AttemptPlan,
  given: GivenRequest,
  transmit: Transmit,
): Promise<PreparedAttempt> {
  const { clientToken, credentials, sign } = client.settings
  const added = clientToken && plan.number === 1 ? await addClientToken(given.unsigned, client) : undefined
  const { config, unsigned, token } = { token: undefined, ...given, ...added }
  const signing = credentials || sign ? await import('./signing.ts') : undefined
  const signed = await signing?.signConfig(client, plan, unsigned, given.data)
  const sent = signed ? new EncodedRequest(signed.config) : unsigned
  const forms = { unsigned, sent, credentials: signed?.credentials, clientToken: token }
  return new PreparedAttempt(forms, {
    async send(signal) {
      if (!signed) return transmit(config, signal, plan.number > 1)
      return signed.finish(await transmit(signed.config, signal, true, signed.adapter), config)
    },
  })
}
