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
  adapter?: AxiosAdapter,
) => Promise<CarrierOutcome<AxiosResponse>>

interface ChangedRequest {
  readonly client: Client
  readonly plan: AttemptPlan
  readonly config: InternalAxiosRequestConfig
  readonly unsigned: EncodedRequest
  /** The body as the caller wrote it. */
  readonly data: unknown
  readonly transmit: Transmit
}

/**
 * Adds a ClientToken to the first request of a call, and signs it, if the client's options say so. A request to a host
 * that is not trusted is sent as it is.
 *
 * @throws what a signer throws; AuthenticationError without usable credentials
 */
export async function changeRequest({
  client,
  plan,
  data,
  transmit,
  ...given
}: ChangedRequest): Promise<PreparedAttempt> {
  const { clientToken, credentials, sign } = client.settings
  const added = clientToken && plan.number === 1 ? await addClientToken(given.unsigned, client) : undefined
  const { config, unsigned, token } = { token: undefined, ...given, ...added }
  const signing = credentials || sign ? await import('./signing.ts') : undefined
  const signed = await signing?.signConfig(client, plan, unsigned, data)
  const sent = signed ? new EncodedRequest(signed.config) : unsigned
  const forms = { unsigned, sent, credentials: signed?.credentials, clientToken: token }
  return new PreparedAttempt(forms, {
    async send(signal) {
      if (!signed) return transmit(config, signal)
      return signed.finish(await transmit(signed.config, signal, signed.adapter), config)
    },
  })
}
