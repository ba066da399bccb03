import type { Lookup } from '../catalog/index.ts'
import type { SignContext } from '../options/options.ts'
import type { Settings } from '../options/settings.ts'
import { PacingGate } from '../pacing/pacing-gate.ts'
import {
  isTencentCloudHost,
  matchesHost,
  parseTarget,
  type RequestShape,
  type RequestTarget,
} from '../request/index.ts'
import type { ClockOffsets } from '../signing/clock-offset.ts'
import { publish } from '../telemetry/publish.ts'
import type { RetryBudgets } from './recovery/retry-budgets.ts'
import type { Signer } from './signing/signer.ts'

/** The host of a request, with its port, under which its clock offset and its retry budget are kept; empty when it has none. */
export const hostOf = ({ url, baseURL, allowAbsoluteUrls }: RequestShape): string =>
  parseTarget(url, baseURL, allowAbsoluteUrls)?.host ?? ''

/** What the calls of one client share: its options, its pacing, and what failures have taught. */
export class Client {
  readonly settings: Settings
  /** Undefined: calls are not paced. */
  readonly gate: PacingGate | undefined
  /** Milliseconds by which the hosts' clocks are ahead of this machine's; made at the first answer that complains of the time. */
  clockOffsets: ClockOffsets | undefined
  /** What the retries of transient failures may still cost, by host; made at the first of them. */
  budgets: RetryBudgets | undefined
  /** The catalog with the caller's entries; made at the first failure. */
  catalog: Lookup | undefined
  readonly #baseURL: () => string | undefined
  #signer: Promise<Signer> | undefined

  /** @param baseURL the address whose origin counts as the caller's own, as it is now */
  constructor(settings: Settings, baseURL: () => string | undefined = () => undefined) {
    const { clock, pacing, onEvent } = settings
    this.settings = settings
    this.#baseURL = baseURL
    this.gate =
      pacing &&
      new PacingGate({
        clock,
        options: pacing,
        publish: (event) => publish({ ...event, at: clock.now() }, onEvent),
        load: () => import('../pacing/turns.ts'),
      })
  }

  get baseURL(): string | undefined {
    return this.#baseURL()
  }

  /** Does a call go to a host on which everything applies: Tencent Cloud's, the caller's own, or a listed one? */
  trusts(target: RequestTarget | undefined): boolean {
    if (!target) return false
    const own = parseTarget('', this.baseURL)?.origin
    return target.origin === own || isTencentCloudHost(target.hostname) || matchesHost(target, this.settings.hosts)
  }

  /** Milliseconds by which the host's clock is ahead of this machine's, as far as it has complained. */
  offsetMs(host: string): number {
    return this.clockOffsets?.get(host) ?? 0
  }

  /** What the caller's own signer is given for an attempt of that request. */
  toSignContext(attempt: number, request: RequestShape): SignContext {
    return { attempt, now: this.settings.clock.now(), clockOffsetMs: this.offsetMs(hostOf(request)) }
  }

  /** Notes the request of a call that succeeded: it earns its host a part of a retry. */
  succeeded(request: RequestShape): void {
    if (this.budgets?.succeeded(hostOf(request)) === false) this.budgets = undefined
  }

  /** Signs with the client's credentials; undefined when it has none. Loaded at the first call; a failure is not kept. */
  signer(): Promise<Signer> | undefined {
    const { credentials, signing, clock } = this.settings
    if (!credentials) return undefined
    this.#signer ??= import('./signing/signer.ts').then(
      ({ Signer }) => new Signer({ source: credentials, method: signing, clock }),
      (error: unknown) => {
        this.#signer = undefined
        throw error
      },
    )
    return this.#signer
  }
}
