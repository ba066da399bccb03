import { type Classification, type ErrorClassName, kindByClass } from '../../catalog/index.ts'
import type { Delivery } from '../../retry/index.ts'
import { httpFault } from './transport-fault.ts'

/** What the status of an answer says of a code that nothing documents. */
interface Evidence {
  readonly classification: Classification
  /** Set if the status leaves in doubt whether the request was executed. */
  readonly delivery?: Delivery
}

// The statuses with which a server refuses a request before it does anything. 404 and 451 do not say of what kind the
// refused thing is, so a class that the name of the code suggests is kept.
const refusals: Readonly<Record<number, ErrorClassName>> = {
  401: 'AuthenticationError',
  403: 'AuthorizationError',
  404: 'ResourceNotFoundError',
  451: 'AuthorizationError',
}

const toClass = (listed: Classification, wanted: ErrorClassName): Pick<Classification, 'class' | 'kind'> => {
  const known = listed.class === 'TencentCloudError' ? wanted : listed.class
  return { class: known, kind: kindByClass[known] }
}

/**
 * What an unlisted code means under the status that it came with; what a list or a prefix documents, no status
 * overrules. A name that suggests a retry by itself keeps its disposition.
 */
export function weighStatus(listed: Classification, status: number): Evidence {
  if (listed.documented || status < 400) return { classification: listed }
  // It may be a rate or a quota (CloudBase answers both with 429), so the number of attempts is limited.
  if (status === 429) {
    const found = { class: 'ThrottlingError', kind: 'throttling', retry: 'throttle', maxAttempts: 5 } as const
    return { classification: { ...listed, ...found, documented: true } }
  }
  if (listed.retry !== 'never') return { classification: listed }
  const refusal = refusals[status]
  if (refusal !== undefined) {
    const found = status === 401 ? ({ class: refusal, kind: kindByClass[refusal] } as const) : toClass(listed, refusal)
    return { classification: { ...listed, ...found, retry: 'never', documented: true } }
  }
  // As the same status without a body.
  const { disposition, delivery } = httpFault(status, undefined)
  if (disposition !== 'transient') return { classification: listed }
  const found = toClass(listed, status === 503 ? 'ServiceUnavailableError' : 'InternalServerError')
  return { classification: { ...listed, ...found, retry: 'transient', documented: true }, delivery }
}
