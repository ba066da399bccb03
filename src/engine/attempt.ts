import { PacingRefusal, type RefusalReason } from '../pacing/pass.ts'
import type { RequestShape } from '../request/request-shape.ts'
import type { Call } from './call.ts'
import { untilCancelled } from './cancellation.ts'
import { DeadlineCut } from './deadline.ts'
import type { AttemptPlan, EndedAttempt, Outcome, Prepared } from './ports.ts'

/** An attempt that was decided but could not be made. */
export interface NotMade {
  readonly notMade: RefusalReason | 'cannot-re-sign'
}

/** Was the response accepted, without an envelope that could be a failure? */
export const isPlainSuccess = ({ outcome }: EndedAttempt<unknown>): boolean =>
  outcome.kind === 'response' && outcome.accepted && outcome.envelope === undefined

/**
 * Makes one attempt, the first or a later one: waits for its turn, prepares the request, and sends it.
 *
 * @param isSpent is the request signed with a signature that the server refused? Such a request is not sent
 * @throws what an interceptor or a signer throws; the cancellation's reason, before the request is sent
 */
export async function attempt<Answer>(
  call: Call<Answer>,
  number: number,
  isSpent?: (request: RequestShape) => boolean,
): Promise<EndedAttempt<Answer> | NotMade> {
  const { carrier, client, deadline, pass } = call
  const { clock } = client.settings
  let prepared: Prepared<Answer> | undefined
  let startedAt = clock.now()
  const end = (outcome: Outcome<Answer>): EndedAttempt<Answer> => {
    return { number, prepared, startedAt, endedAt: clock.now(), outcome }
  }

  const takesTime = carrier.takesTime(number)
  const turn = pass?.enter(takesTime)
  const refusal = turn && (await turn.catch(toRefusal))
  if (refusal) return { notMade: refusal.reason }

  startedAt = clock.now()
  const plan = call.planFor(number)
  let made: Prepared<Answer> | DeadlineCut
  try {
    made = await (takesTime ? prepareInTime(call, plan) : carrier.prepare(plan))
  } catch (error) {
    pass?.end('failed')
    throw error
  }
  if (made instanceof DeadlineCut) {
    pass?.end('failed')
    return end(made)
  }
  const ready = made
  prepared = ready
  const late = deadline.passedBefore(number)
  if (late || isSpent?.(ready.request)) {
    pass?.end('failed')
    ready.drop?.(late?.rejection ?? new Error('the signature of the attempt was refused'))
    return late ? end(late) : { notMade: 'cannot-re-sign' }
  }

  pass?.begin()
  startedAt = clock.now()
  call.tell?.({ type: 'attempt', number })
  const ended = end(await deadline.cutting((signal) => ready.send(signal)))
  if (isPlainSuccess(ended)) pass?.end('accepted', ended.endedAt)
  // If the response may be a failure, `judge` reports to pacing what it shows about the limit.
  else if (ended.outcome.kind !== 'response') pass?.end('failed')
  return ended
}

/** Converts the refusal of a turn to a value. A cancellation is thrown again, which ends the call. */
function toRefusal(error: unknown): PacingRefusal {
  if (error instanceof PacingRefusal) return error
  throw error
}

/** Prepares an attempt, at most until the call's cancellation or deadline. A request that is ready later is dropped. */
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
