import type { AxiosAdapter, AxiosRequestConfig, AxiosResponse } from 'axios'
import type { ClockOffsets } from '../signing/index.ts'
import type { PacingGate } from './pacing-gate.ts'
import type { RetryBudgets } from './retry-budgets.ts'
import type { Settings } from './settings.ts'
import type { Signer } from './signer.ts'

/** What the calls of one attachment share. */
export interface Attachment {
  readonly settings: Settings
  /** How far the hosts' clocks are ahead of this machine's; learned from answers that complain of the time. */
  readonly clockOffsets: ClockOffsets
  /** Signs with the attachment's credentials; undefined when it has none. Loaded at the first call. */
  readonly signer: (() => Promise<Signer>) | undefined
  /** Undefined: calls are not paced. */
  gate: PacingGate | undefined
  /** What the retries of transient failures may still cost, by host; made at the first of them. */
  budgets: RetryBudgets | undefined
  /** The instance's baseURL, as it is now. */
  baseURL(): string | undefined
  /** Sends a request through the instance's request interceptors, and through none of its response interceptors. */
  sendThroughInterceptors(config: AxiosRequestConfig, adapter: AxiosAdapter): Promise<AxiosResponse>
}
