import { createLookup, type ErrorClassName, type LookupResult } from '../../src/catalog/index.ts'
import type { TransportFault } from '../../src/engine/recovery/transport-fault.ts'
import { judgeByStatus } from '../../src/explain/by-status.ts'
import { type InProducts, isOfSdkOnly, listInProducts, type Meaning } from '../../src/explain/in-products.ts'
import type { Question } from '../../src/explain/question.ts'
import { type Repeat, resolveRepeat } from '../../src/request/index.ts'
import type { KnownFailure } from '../decision/verdicts.ts'
import type { Finding } from './find-failure.ts'

/** What is known of the call that was answered. */
export interface Call {
  readonly service: string
  readonly action: string
  /** Whether the request had a ClientToken. */
  readonly clientToken: boolean
  /** The HTTP status; undefined if unknown. */
  readonly status: number | undefined
}

/** How the middleware would classify the failure and the call. */
export interface Explained {
  readonly class: ErrorClassName
  readonly failure: KnownFailure
  readonly repeat: Repeat
  readonly question?: Question
  readonly listed?: LookupResult
  /** The products that have the code, if none is named. */
  readonly inProducts?: InProducts
  readonly fault?: TransportFault
  /** The HTTP status that decided, because nothing documents the code. */
  readonly byStatus?: number
}

const findRepeat = ({ service, action, clientToken }: Call): Promise<Repeat> =>
  resolveRepeat({
    service: service || undefined,
    actions: action ? [action] : [],
    // Assume a write: an unknown v2 request may be a GET or a POST, and a write needs more care.
    method: 'POST',
    clientToken: clientToken ? 'given' : undefined,
  })

/**
 * Classifies a failure as the library does; undefined if the text shows no failure.
 *
 * @param findMeanings what the code means in each product
 */
export async function explain(
  finding: Finding,
  call: Call,
  findMeanings: (code: string) => readonly Meaning[],
): Promise<Explained | undefined> {
  if (finding.kind === 'transport') {
    const { fault } = finding
    const { disposition: retry, delivery } = fault
    const failure = { retry, documented: true, delivery, httpOnly: true }
    return { class: fault.class, failure, repeat: await findRepeat(call), fault }
  }
  if (finding.kind !== 'code') return undefined
  const { question } = finding
  const { code, moduleCode, dialect, httpStatus } = question
  const { service, action } = call
  const meanings = findMeanings(code)
  const product = isOfSdkOnly(meanings) ? 'sdk' : service || undefined
  const query = { service: product, action: action || undefined, moduleCode, dialect }
  const found = await createLookup().lookup(code, query)
  const status = call.status ?? httpStatus ?? 200
  const { found: listed, isByStatus, delivery } = judgeByStatus(found, status)
  const inProducts = service === '' ? listInProducts(listed, meanings) : {}
  return {
    class: listed.class,
    failure: { ...listed, ...(delivery && { delivery }) },
    repeat: await findRepeat(call),
    question,
    listed,
    inProducts,
    ...(isByStatus && { byStatus: status }),
  }
}
