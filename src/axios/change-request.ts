import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import type { Client } from '../engine/client.ts'
import { namesFields } from '../engine/may-be-changed.ts'
import type { AttemptPlan, CarrierOutcome } from '../engine/ports.ts'
import { addClientToken } from './client-token.ts'
import { addMissingFields } from './missing-fields.ts'
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
 * Adds to a request what the call's options name and it does not, adds a ClientToken to the first of a call, and signs
 * it, as the options say. A request to a host that is not trusted is sent as it is.
 *
 * @throws what a signer throws; AuthenticationError without usable credentials; TypeError for a version that is missing
 */
export async function changeRequest(
  client: Client,
  plan: AttemptPlan,
  given: GivenRequest,
  transmit: Transmit,
): Promise<PreparedAttempt> {
  const { clientToken, sign } = client.settings
  const { credentials = client.settings.credentials } = given.unsigned.options
  const filled = namesFields(given.unsigned.options) ? await addMissingFields(given.unsigned, client) : undefined
  const added =
    clientToken && plan.number === 1 ? await addClientToken(filled?.unsigned ?? given.unsigned, client) : undefined
  const { config, unsigned, token } = { token: undefined, ...given, ...filled, ...added }
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
