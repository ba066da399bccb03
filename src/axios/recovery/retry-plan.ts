import type { Disposition } from '../../catalog/index.ts'
import { isSigned, type SignatureMaterial, sameMaterial, signatureMaterial } from '../../request/index.ts'
import { type Decision, decide, giveUp, noFailures, type Repeatability } from '../../retry/index.ts'
import { sameCredentials } from '../../signing/credentials.ts'
import type { CallState } from '../call-state.ts'
import { prepareWithin } from '../deadline.ts'
import { hostKey } from '../host-key.ts'
import type { ClockRepair } from '../signing/clock-repair.ts'
import type { EncodedRequest } from '../snapshot.ts'
import { dispositionOf, type FailedAttempt, failureOf, mayHaveRun, timestampToleranceMs } from './failed-attempt.ts'
import { RetryBudgets } from './retry-budgets.ts'

/** The attempt about to be sent bears a signature that the server is known to refuse. */
export class SameSignature extends Error {}

// Temporary credentials that the server no longer takes: a fresh token may be all that is missing.
const tokenRefusals: ReadonlySet<string> = new Set([
  '4105',
  'AuthFailure.TokenFailure',
  'InvalidRequest.TokenCheckFailed',
])

/** What a call's failures so far add up to, and what follows from the next one. */
export class RetryPlan {
  readonly #call: CallState
  readonly #repeatability: Omit<Repeatability, 'paced'>
  readonly #clockRepair: ClockRepair
  readonly #failures: Record<Disposition, number> = { ...noFailures }
  #renewedCredentials = false
  /** Was the retry that is being decided about drawn on the budget? */
  #hasTaken = false
  /** The signature that the next attempt must not bear. */
  #spent: SignatureMaterial | undefined
  /** By how much the next attempt's timestamp may miss the server's time, and how far that is from this machine's. */
  #expected: { readonly offsetMs: number; readonly toleranceMs: number } | undefined

  constructor(call: CallState, repeatability: Omit<Repeatability, 'paced'>, clockRepair: ClockRepair) {
    this.#call = call
    this.#repeatability = repeatability
    this.#clockRepair = clockRepair
  }

  /** Decides about a failed attempt, and repairs what made it fail: the clock, the credentials. */
  async decideAfter(failed: FailedAttempt, elapsedMs: number): Promise<Decision> {
    const earlierInDoubt = this.#call.mayHaveRun
    this.#call.mayHaveRun ||= mayHaveRun(failed)
    if (failed.cutByDeadline) return giveUp('deadline')
    const { attachment, retry } = this.#call
    const { clock } = attachment.settings
    const foreignClock = attachment.client.signs === true
    const material = signatureMaterial(failed.sent.shape)
    const complainsOfTime = failed.classification?.retry === 'clock' || failed.classification?.retry === 're-sign'
    const offsetMs = complainsOfTime && !foreignClock ? this.#clockRepair.learn(failed) : undefined
    const failure = failureOf(failed, material, offsetMs)
    this.#failures[failure.disposition]++
    const history = {
      failures: this.#failures,
      earlierInDoubt,
      elapsedMs,
      now: clock.now() + this.#clockRepair.offsetMs,
    }
    // Set whatever is decided: the user may overrule, and a spent signature stays spent.
    this.#spent = failure.needsNewSignature && isSigned(material) ? material : undefined
    const movesTime = offsetMs !== undefined && material.timestamp !== undefined && isSigned(material)
    this.#expected = movesTime ? { offsetMs, toleranceMs: timestampToleranceMs(failed) } : undefined
    if (await this.#renewsCredentials(failed)) return { decision: 'retry', reason: 'credentials-renewed', delayMs: 0 }
    const call = { ...this.#repeatability, paced: this.#call.pass?.isPaced ?? false }
    const decision = decide(failure, call, history, retry.policy, clock.random())
    if (decision.decision === 'give-up') return decision
    if (failure.disposition === 'clock' && foreignClock) return giveUp('foreign-clock')
    if (failure.disposition === 'clock' && offsetMs === undefined) return giveUp('clock-unknown')
    if (failure.disposition === 'transient' && !this.#affords(failed)) return giveUp('budget-exhausted')
    return decision
  }

  /** Squares the budget with what was decided in the end: the user may have overruled. */
  settle(failed: FailedAttempt, { decision }: Decision): void {
    const host = hostKey(failed.encoded.shape)
    if (decision === 'give-up' && this.#hasTaken) this.#budgets?.giveBack(host)
    if (decision === 'retry' && !this.#hasTaken && dispositionOf(failed) === 'transient') this.#budgets?.take(host)
    this.#hasTaken = false
  }

  /** Draws a retry on the budget of the host. */
  #affords(failed: FailedAttempt): boolean {
    this.#hasTaken = this.#budgets?.take(hostKey(failed.encoded.shape)) ?? false
    return this.#hasTaken || !this.#budgets
  }

  get #budgets(): RetryBudgets | undefined {
    const { attachment } = this.#call
    const { budget } = attachment.settings
    if (budget) attachment.budgets ??= new RetryBudgets(budget)
    return attachment.budgets
  }

  /**
   * Looks at a signed request before it is sent.
   *
   * @throws SameSignature when its signature, or its time, is the one that was refused
   */
  check(sent: EncodedRequest): void {
    if (!this.#spent && !this.#expected) return
    const material = signatureMaterial(sent.shape)
    if (this.#spent && sameMaterial(this.#spent, material)) throw new SameSignature()
    if (!this.#expected) return
    const serverMs = this.#call.attachment.settings.clock.now() + this.#expected.offsetMs
    if (Math.abs(Number(material.timestamp) * 1000 - serverMs) > this.#expected.toleranceMs) throw new SameSignature()
  }

  /** Asks for new credentials after the token was refused, once a call. False when there are none. */
  async #renewsCredentials({ envelope, credentials }: FailedAttempt): Promise<boolean> {
    const { attachment, retry } = this.#call
    const refused = envelope !== undefined && tokenRefusals.has(envelope.code)
    if (!refused || !credentials || !attachment.signer || !retry.policy || this.#renewedCredentials) return false
    if (!this.#repeatability.replayable) return false
    this.#renewedCredentials = true
    // A provider that fails now leaves the refusal as what the caller is told.
    const refresh = async () => (await attachment.signer?.())?.refresh(credentials)
    const fresh = await prepareWithin(this.#call, refresh).catch(() => undefined)
    return fresh !== undefined && !sameCredentials(fresh, credentials)
  }
}
