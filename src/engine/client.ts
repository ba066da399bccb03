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

/**
 * The host of a request, with its port: the key of its clock offset and its retry budget. Empty if there is no host.
 */
export const hostOf = ({ url, baseURL, allowAbsoluteUrls }: RequestShape): string =>
  parseTarget(url, baseURL, allowAbsoluteUrls)?.host ?? ''

/** What the calls of one client share: its options, its pacing, and what was learned from failures. */
export class Client {
  readonly settings: Settings
  /** Undefined: calls are not paced. */
  readonly gate: PacingGate | undefined
  /**
   * Milliseconds by which the hosts' clocks are ahead of this machine's; created at the first response that refuses a
   * time.
   */
  clockOffsets: ClockOffsets | undefined
  /** The budgets for retries of transient failures, by host; created at the first such failure. */
  budgets: RetryBudgets | undefined
  /** The catalog with the caller's entries; created at the first failure. */
  catalog: Lookup | undefined
  readonly #baseURL: () => string | undefined
  #signer: Promise<Signer> | undefined

  /** @param baseURL gives the current base URL, whose origin is trusted like Tencent Cloud's hosts */
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

  /** Does a call go to a host on which all rules apply: Tencent Cloud's, that of the base URL, or one of `hosts`? */
  trusts(target: RequestTarget | undefined): boolean {
    if (!target) return false
    const own = parseTarget('', this.baseURL)?.origin
    return target.origin === own || isTencentCloudHost(target.hostname) || matchesHost(target, this.settings.hosts)
  }

  /** Milliseconds by which the host's clock is ahead of this machine's; 0 until it has refused a time. */
  offsetMs(host: string): number {
    return this.clockOffsets?.get(host) ?? 0
  }

  /** The context that the caller's `sign` function gets for an attempt of that request. */
  toSignContext(attempt: number, request: RequestShape): SignContext {
    return { attempt, now: this.settings.clock.now(), clockOffsetMs: this.offsetMs(hostOf(request)) }
  }

  /** Records a successful call, which adds a part of a retry to the budget of its host. */
  succeeded(request: RequestShape): void {
    if (this.budgets?.succeeded(hostOf(request)) === false) this.budgets = undefined
  }

  /**
   * The signer with the client's credentials; undefined without credentials. Its code is loaded at the first call;
   * after a failed load the next call loads it again.
   */
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
