import type { Disposition, Hints, Text } from '../../src/catalog/index.ts'
import type { Repeat } from '../../src/request/index.ts'
import { type Decision, type Delivery, decide, defaultPolicy, type Failure } from '../../src/retry/index.ts'

/** What is known of a failure. */
export interface KnownFailure extends Pick<Hints, 'maxAttempts' | 'minDelayMs'> {
  readonly retry: Disposition
  readonly documented: boolean
  /** Default: answered. */
  readonly delivery?: Delivery
  /** An HTTP status spoke, and no envelope. Default: false. */
  readonly httpOnly?: boolean
}

/** What becomes of one kind of call after its first failure. */
export interface Verdict {
  readonly repeat: Repeat
  readonly decision: Decision['decision']
  readonly reason: Decision['reason']
  /** Milliseconds until the second attempt, by backoff. */
  readonly waitMs: readonly [least: number, most: number]
  /** Where calls are paced, its turn is its wait, and not backoff. */
  readonly waitsForTurn: boolean
}

/** Circumstances in which the same code is decided differently. */
export interface Situation {
  readonly title: Text | undefined
  readonly verdicts: readonly Verdict[]
}

/** A later attempt of a call that keeps failing. */
export interface Step {
  /** The attempt that failed. */
  readonly attempt: number
  readonly waitMs: readonly [least: number, most: number]
  readonly ending: Decision['reason'] | undefined
}

/** From harmless to harmful. */
export const repeats: readonly Repeat[] = ['read', 'idempotent', 'overwrite', 'duplicate']

/** The ends of what a random number can be. */
const [luckiest, unluckiest] = [0, 1 - Number.EPSILON]

const noFailures: Readonly<Record<Disposition, number>> = {
  throttle: 0,
  resign: 0,
  clock: 0,
  transient: 0,
  busy: 0,
  never: 0,
}

interface Circumstances {
  readonly replayExplained: boolean
  readonly earlierInDoubt: boolean
  /** Failed attempts, this one included. */
  readonly failed: number
  readonly elapsedMs: number
}

const first: Circumstances = { replayExplained: true, earlierInDoubt: false, failed: 1, elapsedMs: 0 }

/** Asks the library's own `decide`, of a call that can be sent and signed again, with the default options. */
function ask(
  known: KnownFailure,
  repeat: Repeat,
  circumstances: Circumstances,
  paced: boolean,
  random: number,
): Decision {
  const { retry, documented, delivery = 'answered', httpOnly = false, maxAttempts, minDelayMs } = known
  const { replayExplained, earlierInDoubt, failed, elapsedMs } = circumstances
  const failure: Failure = {
    disposition: retry,
    documented,
    delivery,
    httpOnly,
    needsNewSignature: retry === 'resign' || retry === 'clock',
    replayExplained,
    ...(minDelayMs !== undefined && { minDelayMs }),
    ...(maxAttempts !== undefined && { maxAttempts }),
  }
  const call = { repeat, replayable: true, canResign: true, paced }
  const history = { failures: { ...noFailures, [retry]: failed }, earlierInDoubt, elapsedMs, now: 0 }
  return decide(failure, call, history, defaultPolicy, random)
}

function verdictOf(known: KnownFailure, repeat: Repeat, circumstances: Circumstances): Verdict {
  const [least, most] = [luckiest, unluckiest].map((random) => ask(known, repeat, circumstances, false, random))
  const { decision, reason, delayMs } = ask(known, repeat, circumstances, true, luckiest)
  return {
    repeat,
    decision,
    reason,
    waitMs: [least?.delayMs ?? 0, most?.delayMs ?? 0],
    waitsForTurn: decision === 'retry' && known.retry === 'throttle' && delayMs === (known.minDelayMs ?? 0),
  }
}

/** What becomes of each kind of call. A replay is judged by what explains it. */
export function situationsOf(known: KnownFailure): readonly Situation[] {
  const judged = (title: Text | undefined, circumstances: Circumstances): Situation => ({
    title,
    verdicts: repeats.map((repeat) => verdictOf(known, repeat, circumstances)),
  })
  if (known.retry !== 'resign') return [judged(undefined, first)]
  return [
    judged({ en: 'A short nonce or a wrong clock explains it', zh: 'Nonce 过短或时钟有误可以解释' }, first),
    judged(
      { en: 'Nothing explains it, or an earlier attempt is in doubt', zh: '无法解释，或此前的请求可能已执行' },
      { ...first, replayExplained: false, earlierInDoubt: true },
    ),
  ]
}

/** At most so many failures are followed; a throttle could go on for long. */
const mostSteps = 6

/** What follows when every attempt fails in the same way, until the call gives up. Waits are those of backoff. */
export function stepsOf(known: KnownFailure, repeat: Repeat): readonly Step[] {
  const steps: Step[] = []
  let elapsedMs = 0
  for (let attempt = 1; attempt <= mostSteps; attempt++) {
    const circumstances = { ...first, failed: attempt, elapsedMs }
    const least = ask(known, repeat, circumstances, false, luckiest)
    const most = ask(known, repeat, circumstances, false, unluckiest)
    const ended = least.decision === 'give-up'
    steps.push({ attempt, waitMs: [least.delayMs, most.delayMs], ending: ended ? least.reason : undefined })
    if (ended) break
    elapsedMs += least.delayMs
  }
  return steps
}
