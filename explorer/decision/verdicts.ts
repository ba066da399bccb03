import type { Text } from '../../src/catalog/index.ts'
import type { Repeat } from '../../src/request/index.ts'
import type { Decision } from '../../src/retry/index.ts'
import { type Circumstances, decideIf, type KnownFailure, repeats } from '../../src/retry/what-if.ts'

export { type KnownFailure, repeats }

/** The decision about one kind of call after its first failure. */
export interface Verdict {
  readonly repeat: Repeat
  readonly decision: Decision['decision']
  readonly reason: Decision['reason']
  /** Milliseconds of backoff before the second attempt. */
  readonly waitMs: readonly [least: number, most: number]
  /** Whether a paced call waits in the queue instead of backing off. */
  readonly waitsForTurn: boolean
}

/** The verdicts in one set of circumstances, for codes whose decision depends on them. */
export interface Situation {
  readonly title: Text | undefined
  readonly verdicts: readonly Verdict[]
}

/** One attempt of a call that keeps failing. */
export interface Step {
  /** The number of the attempt that failed. */
  readonly attempt: number
  readonly waitMs: readonly [least: number, most: number]
  readonly ending: Decision['reason'] | undefined
}

/** The bounds of a random number. */
const [luckiest, unluckiest] = [0, 1 - Number.EPSILON]

function toVerdict(known: KnownFailure, repeat: Repeat, circumstances: Circumstances): Verdict {
  const [least, most] = [luckiest, unluckiest].map((random) => decideIf(known, repeat, { ...circumstances, random }))
  const { decision, reason, delayMs } = decideIf(known, repeat, { ...circumstances, paced: true })
  return {
    repeat,
    decision,
    reason,
    waitMs: [least?.delayMs ?? 0, most?.delayMs ?? 0],
    waitsForTurn: decision === 'retry' && known.retry === 'throttle' && delayMs === (known.minDelayMs ?? 0),
  }
}

/** Lists the verdicts on each kind of call. A replay has two situations: explained and unexplained. */
export function listSituations(known: KnownFailure): readonly Situation[] {
  const judged = (title: Text | undefined, circumstances: Circumstances): Situation => ({
    title,
    verdicts: repeats.map((repeat) => toVerdict(known, repeat, circumstances)),
  })
  if (known.retry !== 're-sign') return [judged(undefined, {})]
  return [
    judged({ en: 'A short nonce or a wrong clock explains it', zh: 'Nonce 过短或时钟有误可以解释' }, {}),
    judged(
      { en: 'Nothing explains it, or an earlier attempt is in doubt', zh: '无法解释，或此前的请求可能已执行' },
      { replayExplained: false, earlierInDoubt: true },
    ),
  ]
}

/** At most this many failures are listed, because a throttled call may retry for long. */
const mostSteps = 6

/**
 * Lists the attempts of a call whose attempts all fail in the same way, until it gives up. Waits are those of backoff.
 */
export function listSteps(known: KnownFailure, repeat: Repeat): readonly Step[] {
  const steps: Step[] = []
  let elapsedMs = 0
  for (let attempt = 1; attempt <= mostSteps; attempt++) {
    const circumstances = { failed: attempt, elapsedMs }
    const least = decideIf(known, repeat, { ...circumstances, random: luckiest })
    const most = decideIf(known, repeat, { ...circumstances, random: unluckiest })
    const ended = least.decision === 'give-up'
    steps.push({ attempt, waitMs: [least.delayMs, most.delayMs], ending: ended ? least.reason : undefined })
    if (ended) break
    elapsedMs += least.delayMs
  }
  return steps
}
