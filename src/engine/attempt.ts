import type { RefusalReason } from '../pacing/pass.ts'
import type { RequestShape } from '../request/request-shape.ts'
import type { Call } from './call.ts'
import { untilCancelled } from './cancellation.ts'
import { DeadlineCut } from './deadline.ts'
import { looksAnswered } from './looks-answered.ts'
import type { AnsweredAttempt, AttemptPlan, EndedAttempt, Outcome, Prepared } from './ports.ts'

/** An attempt that was decided on and could not be made. */
export interface NotMade<Reason = RefusalReason | 'cannot-re-sign'> {
  readonly notMade: Reason
}

/** What a retry adds to an attempt. */
interface RetryHooks {
  /** Does the request bear a signature that the server has refused? Then it is not sent. */
  isSpent(request: RequestShape): boolean
  /** The retry is about to be sent, so that the answer before it is not needed any more. */
  onSend(): void
}

/** Is the attempt a success that needs no closer look? */
export function isPlainSuccess<Answer>(
  { carrier }: Call<Answer>,
  ended: EndedAttempt<Answer>,
): ended is AnsweredAttempt<Answer> {
  const { outcome } = ended
  return (
    outcome.kind === 'response' &&
    outcome.accepted &&
    outcome.envelope === undefined &&
    looksAnswered(outcome.body, carrier.address)
  )
}

/**
 * Makes one attempt, the first or the fifth: waits for its turn, prepares the request, and sends it. Reports to the
 * pacing how it ended, except for an answer that may be a failure: what that says of the limit, `judge` knows.
 *
 * @throws what an interceptor or a signer throws; the cancellation's reason, before the request is sent
 */
export function attempt<Answer>(call: Call<Answer>, number: 1): Promise<EndedAttempt<Answer> | NotMade<RefusalReason>>
export function attempt<Answer>(
  call: Call<Answer>,
  number: number,
  retry: RetryHooks,
): Promise<EndedAttempt<Answer> | NotMade>
export function attempt<Answer>(
  call: Call<Answer>,
  number: number,
  retry?: RetryHooks,
): Promise<EndedAttempt<Answer> | NotMade> | NotMade {
  const takesTime = call.carrier.takesTime(number)
  const turn = call.pass?.enter(takesTime)
  // Not an async function: thousands of calls may wait here, and this takes less memory.
  const make = (notMade?: RefusalReason) =>
    notMade ? { notMade } : makeAttempt(call, number, takesTime, turn !== undefined, retry)
  return turn ? turn.then(make) : make()
}

async function makeAttempt<Answer>(
  call: Call<Answer>,
  number: number,
  takesTime: boolean,
  hasWaited: boolean,
  retry: RetryHooks | undefined,
): Promise<EndedAttempt<Answer> | NotMade> {
  const { carrier, client, deadline, pass } = call
  const { clock } = client.settings
  let prepared: Prepared<Answer> | undefined
  let startedAt = clock.now()
  const end = (outcome: Outcome<Answer>): EndedAttempt<Answer> => {
    if (outcome.kind !== 'response') pass?.end('failed')
    return { number, prepared, startedAt, endedAt: clock.now(), outcome }
  }

  try {
    const early = hasWaited && deadline.passedBefore(number)
    if (early) return end(early)
    const plan = call.planFor(number, retry?.isSpent)
    const preparing = takesTime ? prepareInTime(call, plan) : carrier.prepare(plan)
    // The request of most attempts is ready at once, and is sent at once.
    const waits = preparing instanceof Promise
    const made = waits ? await preparing : preparing
    if (waits) startedAt = clock.now()
    if (made instanceof DeadlineCut) return end(made)
    prepared = made
    const late = deadline.passedBefore(number)
    if (late) {
      made.drop?.(late.rejection)
      return end(late)
    }
    if (!made.isAnswered && retry?.isSpent(made.request)) {
      made.drop?.(new Error('the signature of the attempt was refused'))
      pass?.end('failed')
      return { notMade: 'cannot-re-sign' }
    }

    retry?.onSend()
    pass?.begin()
    call.tell?.({ type: 'attempt', number })
    const ended = end(await deadline.cutting((signal) => made.send(signal)))
    if (isPlainSuccess(call, ended)) pass?.end('accepted', ended.endedAt, ended.outcome)
    return ended
  } catch (error) {
    pass?.end('failed')
    throw error
  }
}

/** Prepares an attempt, for as long as the call is wanted; a request that is ready too late is dropped. */
async function prepareInTime<Answer>(
  { carrier, deadline }: Call<Answer>,
  plan: AttemptPlan,
): Promise<Prepared<Answer> | DeadlineCut> {
  const { cancellation } = carrier
  const early = cancellation.reason()
  if (early) throw early
  const preparing = (async () => carrier.prepare(plan))()
  const dropLate = (reason: unknown) => {
    preparing.then((late) => late.drop?.(reason)).catch(() => {})
  }
  try {
    const made = await untilCancelled(cancellation, () => deadline.within(preparing))
    if (made instanceof DeadlineCut) dropLate(made.rejection)
    return made
  } catch (error) {
    dropLate(error)
    throw error
  }
}
