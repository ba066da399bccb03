import type { Disposition } from '../../catalog/index.ts'
import {
  isSigned,
  type RequestShape,
  readSignatureMaterial,
  type SignatureMaterial,
  sameMaterial,
} from '../../request/index.ts'
import { type Decision, decide, giveUp, noFailures, type Repeatability } from '../../retry/index.ts'
import { sameCredentials } from '../../signing/credentials.ts'
import type { Call } from '../call.ts'
import { DeadlineCut } from '../deadline.ts'
import { readClockKey, readHost } from '../describe-call.ts'
import type { ClockRepair } from './clock-repair.ts'
import {
  type FailedAttempt,
  mayHaveRun,
  readDisposition,
  sentRequest,
  timestampToleranceMs,
  toFailure,
} from './failed-attempt.ts'
import { RetryBudgets } from './retry-budgets.ts'

// Codes that refuse temporary credentials; a new token may be enough to repair the call.
const tokenRefusals: ReadonlySet<string> = new Set([
  '4105',
  'AuthFailure.TokenFailure',
  'InvalidRequest.TokenCheckFailed',
])

/** What is known of a call that may be repeated. */
export interface Repeatable extends Omit<Repeatability, 'paced'> {
  readonly signsByOwnClock: boolean
}

/** Counts a call's failures, and decides what follows from the next one. */
export class RetryPlan {
  readonly #call: Call<unknown>
  readonly #repeatable: Repeatable
  readonly #host: string
  readonly #clockKey: string
  /** Loaded at the first answer that refuses a time. */
  #clockRepair: ClockRepair | undefined
  readonly #failures: Record<Disposition, number> = { ...noFailures }
  #renewedCredentials = false
  /** Was the retry that is being decided taken from the budget? */
  #hasTaken = false
  /** The signature that the next attempt must not have. */
  #spent: SignatureMaterial | undefined
  /**
   * The offset of the server's clock, and by how much the next attempt's timestamp may differ from it, in milliseconds.
   */
  #expected: { readonly offsetMs: number; readonly toleranceMs: number } | undefined

  constructor(call: Call<unknown>, repeatable: Repeatable) {
    this.#call = call
    this.#repeatable = repeatable
    this.#host = readHost(call.carrier.request)
    this.#clockKey = readClockKey(call.carrier.request, call.carrier.options)
  }

  /** Decides about a failed attempt, and repairs what made it fail: the clock, the credentials. */
  async decideAfter(failed: FailedAttempt, elapsedMs: number): Promise<Decision> {
    const { client, retry, log, pass, deadline } = this.#call
    const { clock } = client.settings
    const earlierInDoubt = log.mayHaveRun
    if (mayHaveRun(failed)) log.suspectExecution()
    if (failed.outcome.kind === 'cut') return giveUp('deadline')
    const { signsByOwnClock, repeat } = this.#repeatable
    if (repeat === 'generate') deadline.excusedMs += failed.endedAt - failed.startedAt
    const material = readSignatureMaterial(sentRequest(this.#call, failed))
    const complainsOfTime = failed.classification?.retry === 'clock' || failed.classification?.retry === 're-sign'
    const offsetMs = complainsOfTime && !signsByOwnClock ? await this.#learnOffset(failed) : undefined
    const failure = toFailure(failed, material, offsetMs)
    this.#failures[failure.disposition]++
    const history = {
      failures: this.#failures,
      earlierInDoubt,
      elapsedMs: elapsedMs - deadline.excusedMs,
      now: clock.now() + client.offsetMs(this.#clockKey),
    }
    // Set for every decision: `retry.decide` may overrule it, and a refused signature stays refused.
    this.#spent = failure.needsNewSignature && isSigned(material) ? material : undefined
    const movesTime = offsetMs !== undefined && material.timestamp !== undefined && isSigned(material)
    this.#expected = movesTime ? { offsetMs, toleranceMs: timestampToleranceMs(failed) } : undefined
    if (await this.#renewsCredentials(failed)) return { decision: 'retry', reason: 'credentials-renewed', delayMs: 0 }
    const decision = decide(
      failure,
      { ...this.#repeatable, paced: pass?.isPaced ?? false },
      history,
      retry.policy,
      clock.random(),
    )
    if (decision.decision === 'give-up') return decision
    if (!deadline.allows(decision.delayMs)) return giveUp('deadline')
    if (failure.disposition === 'clock' && signsByOwnClock) return giveUp('foreign-clock')
    if (failure.disposition === 'clock' && offsetMs === undefined) return giveUp('clock-unknown')
    if (failure.disposition === 'transient' && !this.#affords()) return giveUp('budget-exhausted')
    return decision
  }

  /** Without the code that corrects a clock, the server's time counts as unknown. */
  async #learnOffset(failed: FailedAttempt): Promise<number | undefined> {
    const loaded = await import('./clock-repair.ts').catch(() => undefined)
    if (loaded) this.#clockRepair ??= new loaded.ClockRepair(this.#call.client, this.#clockKey)
    return this.#clockRepair?.learn(failed)
  }

  /** Adjusts the budget to the final decision, which `retry.decide` may have changed. */
  settle(failed: FailedAttempt, { decision }: Decision): void {
    if (decision === 'give-up' && this.#hasTaken) this.#budgets?.giveBack(this.#host)
    if (decision === 'retry' && !this.#hasTaken && readDisposition(failed) === 'transient')
      this.#budgets?.take(this.#host)
    this.#hasTaken = false
  }

  /** Takes a retry from the budget of the host. Returns true if there is no budget. */
  #affords(): boolean {
    this.#hasTaken = this.#budgets?.take(this.#host) ?? false
    return this.#hasTaken || !this.#budgets
  }

  get #budgets(): RetryBudgets | undefined {
    const { client } = this.#call
    const { budget } = client.settings
    if (budget) client.budgets ??= new RetryBudgets(budget)
    return client.budgets
  }

  /** Is a request that is ready to be sent signed with a refused signature, or for a refused time? */
  isSpent(request: RequestShape): boolean {
    if (!this.#spent && !this.#expected) return false
    const material = readSignatureMaterial(request)
    if (this.#spent && sameMaterial(this.#spent, material)) return true
    if (!this.#expected) return false
    const serverMs = this.#call.client.settings.clock.now() + this.#expected.offsetMs
    return Math.abs(Number(material.timestamp) * 1000 - serverMs) > this.#expected.toleranceMs
  }

  /** Fetches new credentials after the token was refused, once for each call. Returns false if there are none. */
  async #renewsCredentials({ envelope, prepared }: FailedAttempt): Promise<boolean> {
    const { client, retry, deadline } = this.#call
    const credentials = prepared?.credentials
    const refused = envelope !== undefined && tokenRefusals.has(envelope.code)
    if (!refused || !credentials || !retry.policy || this.#renewedCredentials) return false
    if (!this.#repeatable.replayable) return false
    this.#renewedCredentials = true
    // If the provider fails now, the caller gets the refusal.
    const refresh = async () => (await client.signer(this.#call.carrier.options.credentials))?.refresh(credentials)
    const fresh = await deadline.within(refresh()).catch(() => undefined)
    return fresh !== undefined && !(fresh instanceof DeadlineCut) && !sameCredentials(fresh, credentials)
  }
}
