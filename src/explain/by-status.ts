import type { LookupResult, Text } from '../catalog/index.ts'
import { weighStatus } from '../engine/recovery/status-evidence.ts'
import type { TransportFault } from '../engine/recovery/transport-fault.ts'

/** The meaning of a code that the status decided: the texts of its name would say something else. */
const describeStatus = (status: number): Text => ({
  en: `HTTP ${status} decided: nothing documents the code itself.`,
  zh: `以 HTTP ${status} 为准：错误码本身没有文档说明。`,
})

/** What a code means under the status that it came with. */
export interface ByStatus {
  readonly found: LookupResult
  /** Did the status decide, and not the code? */
  readonly isByStatus: boolean
  /** Set if the status leaves in doubt whether the request was executed. */
  readonly delivery?: TransportFault['delivery']
}

/** Judges a code as the library does with the status that it came with. */
export function judgeByStatus(listed: LookupResult, status: number): ByStatus {
  const { classification, delivery } = weighStatus(listed, status)
  const isByStatus = classification.class !== listed.class || classification.retry !== listed.retry
  const { meaning, remedy, ...verdict } = { ...listed, ...classification }
  const found = isByStatus ? { ...verdict, meaning: describeStatus(status) } : { ...listed, ...classification }
  return { found, isByStatus, ...(delivery && { delivery }) }
}
