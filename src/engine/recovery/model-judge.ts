// Loaded with the first failure of a model endpoint.
import type { Classification, Lookup } from '../../catalog/index.ts'
import type { Envelope } from '../../envelope/index.ts'
import type { RequestDescription } from '../../request/index.ts'
import { isModelHost, type TrustedHosts } from '../describe-call.ts'

type Verdict = Pick<Classification, 'class' | 'kind' | 'retry'>

const invalid: Verdict = { class: 'InvalidParameterError', kind: 'invalid-parameter', retry: 'never' }
const fault: Verdict = { class: 'InternalServerError', kind: 'internal', retry: 'transient' }
const unavailable: Verdict = { class: 'ServiceUnavailableError', kind: 'unavailable', retry: 'transient' }

/** What a status says of a failure whose code is in no list. The protocols that model endpoints speak define them. */
const byStatus: Readonly<Record<number, Verdict>> = {
  400: invalid,
  401: { class: 'AuthenticationError', kind: 'authentication', retry: 'never' },
  402: { class: 'BillingError', kind: 'billing', retry: 'never' },
  403: { class: 'AuthorizationError', kind: 'authorization', retry: 'never' },
  404: { class: 'ResourceNotFoundError', kind: 'not-found', retry: 'never' },
  413: invalid,
  422: invalid,
  451: { class: 'ContentRefusedError', kind: 'content-refused', retry: 'never' },
  500: fault,
  502: fault,
  503: unavailable,
  504: fault,
  529: { ...unavailable, retry: 'busy' },
}

/** A type of failures (`api_error`), which is all that Anthropic's protocol has: under 451 it is refused content, too. */
const isType = /^[a-z]{1,30}_error$/

/**
 * Classifies the body of a model endpoint: by its code if a list has it, else by its type, else by the status. A listed
 * code outranks the status; a type gives way to a status that refuses the request.
 *
 * @param accepted was the status accepted?
 * @returns undefined if it is no failure, or not one of Tencent Cloud
 */
export async function classifyModelError(
  envelope: Envelope,
  { status, accepted }: { readonly status: number; readonly accepted: boolean },
  description: RequestDescription,
  catalog: Lookup,
  hosts: TrustedHosts,
): Promise<Classification | undefined> {
  if (!isModelHost(description, hosts) || (accepted && envelope.besideContent)) return undefined
  const { service } = description
  const verdict = byStatus[status]
  const decides = (found: Classification): boolean =>
    found.source === 'listed' && !(isType.test(found.code) && found.retry !== 'never' && verdict?.retry === 'never')
  const own = await catalog.classify(envelope.code, { service })
  if (decides(own)) return own
  const byType = envelope.codeDesc === undefined ? own : await catalog.classify(envelope.codeDesc, { service })
  if (decides(byType)) return { ...byType, code: envelope.code }
  return { ...own, ...verdict, ...(verdict && { documented: true }) }
}
