import type { AxiosAdapter, AxiosRequestConfig, AxiosResponse } from 'axios'
import type { PacingGate } from '../pacing/pacing-gate.ts'
import type { ClockOffsets, CredentialSource } from '../signing/index.ts'
import type { Settings } from './options/settings.ts'
import { createGate } from './pacing/call-pass.ts'
import type { RetryBudgets } from './recovery/retry-budgets.ts'
import type { Signer } from './signing/signer.ts'

/** What the calls of one attachment share. */
export interface Attachment {
  readonly settings: Settings
  /** How far the hosts' clocks are ahead of this machine's; made at the first answer that complains of the time. */
  clockOffsets: ClockOffsets | undefined
  /** Signs with the attachment's credentials; undefined when it has none. Loaded at the first call. */
  readonly signer: (() => Promise<Signer>) | undefined
  /** Undefined: calls are not paced. */
  gate: PacingGate | undefined
  /** What the retries of transient failures may still cost, by host; made at the first of them. */
  budgets: RetryBudgets | undefined
  readonly client: Client
}

/** What makes the requests of an attachment. */
export interface Client {
  /** The instance's baseURL, as it is now. */
  baseURL?(): string | undefined
  /** Sends a request through the instance's request interceptors, and through none of its response interceptors. */
  sendThroughInterceptors?(config: AxiosRequestConfig, adapter: AxiosAdapter): Promise<AxiosResponse>
  /** Does its adapter sign every attempt by itself, by the time of this machine? */
  readonly signs?: boolean
  /** What lies behind a rejection of its adapter; undefined for one that is not its own. */
  originOf?(rejection: unknown): RejectionOrigin | undefined
}

/** What an adapter rejected with stands for. */
export interface RejectionOrigin {
  /** Shown as the error's `cause`. */
  readonly cause: unknown
  /** What must not be printed, and the config does not show. */
  readonly secrets: Iterable<string>
}

/** Loads the signer once; a failure is not kept, so that the next call tries again. */
function signerLoader(settings: Settings, source: CredentialSource): () => Promise<Signer> {
  let loading: Promise<Signer> | undefined
  return () => {
    loading ??= import('./signing/signer.ts').then(
      ({ Signer }) => new Signer(settings, source),
      (error: unknown) => {
        loading = undefined
        throw error
      },
    )
    return loading
  }
}

/** What the calls of a client share, from its options. */
export function createAttachment(settings: Settings, client: Client): Attachment {
  const attachment: Attachment = {
    settings,
    clockOffsets: undefined,
    signer: settings.credentials && signerLoader(settings, settings.credentials),
    gate: undefined,
    budgets: undefined,
    client,
  }
  if (settings.pacing) attachment.gate = createGate(attachment)
  return attachment
}
