import { checkCallOptions } from '../options/check-options.ts'
import type { TencentCloudCallOptions } from '../options/options.ts'
import { type ResolvedRetry, resolveCallRetry, type Settings } from '../options/settings.ts'
import type { PacedCall } from '../pacing/pacing-key.ts'
import type { Pass, Passenger } from '../pacing/pass.ts'
import type { TimeSpent } from '../retry/attempt.ts'
import type { EventBody } from '../telemetry/event.ts'
import { AttemptLog } from './attempt-log.ts'
import { untilCancelled } from './cancellation.ts'
import type { Client } from './client.ts'
import { Deadline } from './deadline.ts'
import type { AnsweredAttempt, AttemptPlan, Cancellation, Carrier } from './ports.ts'

/** When a call began, and how it may be repeated. */
export interface CallStart {
  readonly retry: ResolvedRetry
  /** Epoch milliseconds. */
  readonly startedAt: number
}

/**
 * Starts a call: reads the time, and resolves the call's retry options.
 *
 * @throws TypeError that names the option of the call that is wrong
 */
export function startCall(settings: Settings, options: TencentCloudCallOptions | undefined): CallStart {
  if (options) checkCallOptions(options)
  return { retry: resolveCallRetry(settings, options), startedAt: settings.clock.now() }
}

/** One call, from its start to its end, through all of its attempts. */
export class Call<Answer> implements Passenger {
  readonly client: Client
  readonly carrier: Carrier<Answer>
  readonly retry: ResolvedRetry
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly log = new AttemptLog()
  readonly deadline: Deadline
  /** Undefined: the call is not paced. */
  readonly pass: Pass | undefined
  /** Publishes the call's events; undefined if nothing listens. */
  tell: ((event: EventBody) => void) | undefined

  constructor(client: Client, carrier: Carrier<Answer>, { retry, startedAt }: CallStart) {
    this.client = client
    this.carrier = carrier
    this.retry = retry
    this.startedAt = startedAt
    this.deadline = new Deadline(client.settings.clock, startedAt, retry)
    this.pass = client.gate?.pass(this)
  }

  planFor(number: number, isSpent?: AttemptPlan['isSpent']): AttemptPlan {
    const { attempts, mayHaveRun } = this.log
    return isSpent ? { number, attempts, mayHaveRun, isSpent } : { number, attempts, mayHaveRun }
  }

  /** Ends the call with a successful attempt. */
  succeed(ended: AnsweredAttempt<Answer>): Answer {
    const { client, carrier, log, pass } = this
    log.succeeded(ended, pass?.queuedMs ?? 0)
    if (client.budgets) client.succeeded(carrier.request)
    const answer = carrier.handOver(ended)
    log.recordOn(answer)
    return answer
  }

  timeSpent(): TimeSpent {
    const { clock } = this.client.settings
    return this.log.timeSpent(clock.now() - this.startedAt, this.pass?.totalQueuedMs ?? 0)
  }

  // The call as the passenger of a pacing pass.

  limits(): PacedCall | undefined {
    return this.client.findLimits(this.carrier)
  }

  patienceMs(): number {
    return this.deadline.patienceMs(this.log.attempts.at(-1))
  }

  isRetry(): boolean {
    return this.log.attempts.length > 0
  }

  get cancellation(): Cancellation {
    return this.carrier.cancellation
  }

  whileLoading(load: () => Promise<void>): Promise<unknown> {
    return untilCancelled(this.cancellation, () => this.deadline.within(load()))
  }

  onWait(): void {
    this.tell?.({ type: 'wait', number: this.log.attempts.length + 1, reason: 'pacing' })
  }
}
