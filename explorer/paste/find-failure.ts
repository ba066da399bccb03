import type { TransportFault } from '../../src/engine/recovery/transport-fault.ts'
import { findSubject } from '../../src/explain/find.ts'
import type { KnownCodes } from '../../src/explain/known-codes.ts'
import type { Call, Place, Question } from '../../src/explain/question.ts'
import { findTermTexts, readClass, type TermTexts } from '../../src/explain/terms.ts'
import { toFault } from '../../src/explain/transport.ts'

/** What a pasted text contains. */
export type Finding =
  | { readonly kind: 'nothing' }
  /** A body without a failure. */
  | { readonly kind: 'success' }
  | { readonly kind: 'code'; readonly question: Question; readonly place: Place }
  | { readonly kind: 'transport'; readonly fault: TransportFault; readonly code: string; readonly call: Call }
  /** A word of the package. */
  | { readonly kind: 'term'; readonly term: string; readonly texts: TermTexts | undefined }

/**
 * Finds what a pasted text asks about, by the finder that the command uses.
 *
 * @param givenStatus the HTTP status, used if the text does not start with one
 */
export function findFailure(pasted: string, known: KnownCodes, givenStatus?: number): Finding {
  const subject = findSubject(pasted, known, { httpStatus: givenStatus })
  if (subject.kind === 'transport') {
    const fault = toFault(subject)
    if (!fault) return { kind: 'nothing' }
    const { httpStatus, service, action } = subject
    const code = httpStatus === undefined ? fault.code : `HTTP ${httpStatus}`
    return { kind: 'transport', fault, code, call: { service, action } }
  }
  if (subject.kind !== 'term') return subject
  const { term } = subject
  return { kind: 'term', term, texts: readClass(term) ? undefined : findTermTexts(term) }
}

/** The product and the action that the text names, if any. */
export function readCall(finding: Finding): Call {
  if (finding.kind === 'code') return finding.question
  return finding.kind === 'transport' ? finding.call : {}
}
