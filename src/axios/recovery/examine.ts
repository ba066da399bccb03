import { type AxiosResponse, isCancel } from 'axios'
import type { Classification, Lookup } from '../../catalog/index.ts'
import type { Envelope } from '../../envelope/index.ts'
import { isTencentCloudError } from '../../errors/index.ts'
import { findService, type RequestDescription } from '../../request/index.ts'
import type { Attachment } from '../attachment.ts'
import { DeadlineCut } from '../deadline.ts'
import type { EndedAttempt } from '../send-attempt.ts'
import { isTrustedHost } from '../trusted-host.ts'
import type { FailedAttempt } from './failed-attempt.ts'
import { httpFaultOf, transportFaultOf } from './transport-fault.ts'
import { unlistedUnder429 } from './unlisted-under-429.ts'

const cutFault = { class: 'TimeoutError', code: 'ETIMEDOUT', disposition: 'never' } as const

/**
 * Decides whether an attempt failed in a way that is this package's business.
 *
 * @returns undefined when it is not: the response is a success, the rejection is rethrown as it is
 */
export async function examine(
  ended: EndedAttempt,
  description: RequestDescription,
  attachment: Attachment,
  catalog: Lookup,
): Promise<FailedAttempt | undefined> {
  const { number, encoded, sent, credentials, startedAt, endedAt, outcome } = ended
  const base: FailedAttempt = {
    number,
    encoded,
    sent,
    credentials,
    startedAt,
    endedAt,
    response: undefined,
    rejection: undefined,
    origin: outcome.kind === 'answered' ? undefined : attachment.client.originOf?.(outcome.rejection),
    envelope: undefined,
    fault: undefined,
    classification: undefined,
    excerpt: '',
    cutByDeadline: false,
  }
  const trusted = isTrustedHost(description.target, attachment)

  async function fromEnvelope(
    response: AxiosResponse,
    envelope: Envelope,
    rejection?: unknown,
  ): Promise<FailedAttempt | undefined> {
    const { service, action } = description
    const { moduleCode } = envelope
    const listed = await catalog.classify(envelope.code, { service, action, moduleCode })
    const meant =
      (trusted && !isObjectOfCustomer(description, envelope)) ||
      envelope.certainty === 'certain' ||
      (envelope.certainty === 'if-listed' && listed.source === 'listed')
    if (!meant) return undefined
    const classification: Classification =
      response.status === 429 && !listed.documented ? { ...listed, ...unlistedUnder429 } : listed
    return { ...base, response, rejection, envelope, classification }
  }

  if (outcome.kind === 'answered') return outcome.envelope && fromEnvelope(outcome.response, outcome.envelope)
  const { rejection } = outcome
  if (outcome.kind === 'refused') {
    const { response, envelope, excerpt } = outcome
    const failed = envelope && (await fromEnvelope(response, envelope, rejection))
    if (failed || !trusted) return failed
    return { ...base, response, rejection, fault: httpFaultOf(response.status, codeOf(rejection)), excerpt }
  }
  if (rejection instanceof DeadlineCut) {
    const delivery = rejection.sent ? 'in-doubt' : 'not-sent'
    return { ...base, rejection, fault: { ...cutFault, delivery }, cutByDeadline: true }
  }
  // An adapter that knows the failure's class said it already.
  if (isCancel(rejection) || isTencentCloudError(rejection) || !trusted) return undefined
  const fault = transportFaultOf(rejection, hasResponse(rejection))
  return fault && { ...base, rejection, fault }
}

/** A bucket holds what its owner put there: of JSON in it nothing can be said, only COS' own error document counts. */
const isObjectOfCustomer = ({ target }: RequestDescription, { dialect }: Envelope): boolean =>
  dialect !== 'cos' && target !== undefined && findService(target.hostname) === 'cos'

const codeOf = (rejection: unknown): string | undefined => {
  const code: unknown = typeof rejection === 'object' && rejection !== null ? Reflect.get(rejection, 'code') : undefined
  return typeof code === 'string' ? code : undefined
}

const hasResponse = (rejection: unknown): boolean =>
  typeof rejection === 'object' && rejection !== null && Reflect.get(rejection, 'response') !== undefined
