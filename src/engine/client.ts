import type { Lookup } from '../catalog/index.ts'
import type { Settings } from '../options/settings.ts'
import { PacingGate } from '../pacing/pacing-gate.ts'
import type { PacedCall } from '../pacing/pacing-key.ts'
import type { RequestShape } from '../request/request-shape.ts'
import type { ClockOffsets } from '../signing/clock-offset.ts'
import type { CredentialSource } from '../signing/credentials.ts'
import type { Describable } from './describe-call.ts'
import type { RetryBudgets } from './recovery/retry-budgets.ts'
import type { Signer, Signers } from './signing/signer.ts'

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
  /** Loaded with pacing, which needs it first. */
  #findLimits: ((call: Describable) => PacedCall | undefined) | undefined
  #signers: Promise<Signers> | undefined

  /** @param baseURL gives the current base URL, whose origin is trusted like Tencent Cloud's hosts */
  constructor(settings: Settings, baseURL: () => string | undefined = () => undefined) {
    const { clock, pacing } = settings
    this.settings = settings
    this.#baseURL = baseURL
    if (settings.service) {
      import('./warn-of-service.ts').then(({ warnOfService }) => warnOfService(settings)).catch(() => {})
    }
    this.gate =
      pacing &&
      new PacingGate({
        clock,
        options: pacing,
        load: async () => {
          const { loadTurns } = await import('./turns-setup.ts')
          const { turns, findLimits } = await loadTurns(this, pacing)
          this.#findLimits = findLimits
          return turns
        },
      })
  }

  get baseURL(): string | undefined {
    return this.#baseURL()
  }

  /** Finds the limits of a call; undefined if calls to its host are not paced. Only the pacing asks. */
  findLimits(call: Describable): PacedCall | undefined {
    return this.#findLimits?.(call)
  }

  /**
   * Milliseconds by which the host's clock is ahead of this machine's; 0 until it has refused a time, and an hour after.
   *
   * @param key as `readClockKey` makes it
   */
  offsetMs(key: string): number {
    return this.clockOffsets?.get(key) ?? 0
  }

  /** Records a successful call, which adds a part of a retry to the budget of its host. */
  succeeded(request: RequestShape): void {
    if (this.budgets?.succeeded(request) === false) this.budgets = undefined
  }

  /**
   * The signer with the client's credentials, or with those of a call; undefined without any. Its code is loaded at the
   * first call; after a failed load the next call loads it again.
   */
  signer(source: CredentialSource | undefined = this.settings.credentials): Promise<Signer> | undefined {
    if (!source) return undefined
    this.#signers ??= import('./signing/signer.ts').then(
      ({ Signers }) => new Signers(this.settings),
      (error: unknown) => {
        this.#signers = undefined
        throw error
      },
    )
    return this.#signers.then((signers) => signers.find(source))
  }
}
