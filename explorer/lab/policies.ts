import type { Text } from '../../src/catalog/index.ts'
import { createPacer, PacingRefusal, type Ticket } from '../../src/pacing/index.ts'
import { decide, defaultPolicy, type Failure } from '../../src/retry/index.ts'
import { AdaptiveRate } from './adaptive-rate.ts'
import type { World } from './world.ts'

/** Makes one call with its retries; resolves to whether it succeeded. */
export type Call = () => Promise<boolean>

/** A way to handle a limit. */
export interface Policy {
  readonly id: 'here' | 'jitter' | 'exponential' | 'adaptive' | 'none'
  readonly name: Text
  readonly note: Text
  connect(world: World): Call
}

/** The failure of a call that the limiter rejected, for `decide`. */
const throttled: Failure = {
  disposition: 'throttle',
  documented: true,
  delivery: 'answered',
  httpOnly: false,
  needsNewSignature: false,
}

const noFailures = { throttle: 0, 're-sign': 0, clock: 0, transient: 0, busy: 0, never: 0 }

/** This package: its own decision and pacing code, without a configured limit. */
const here: Policy = {
  id: 'here',
  name: { en: 'axios-tencentcloud', zh: 'axios-tencentcloud' },
  note: { en: 'learns the pace; no limit configured', zh: '自行学习速率，未告知限额' },
  connect(world) {
    const { time, scenario, random, send } = world
    const pacer = createPacer({ clock: time })
    const policy = { ...defaultPolicy, maxRetryTimeMs: scenario.deadlineMs }
    const repeatable = { repeat: 'read', replayable: true, canSignAgain: true, paced: true } as const
    return async () => {
      const startedAt = time.now()
      let last: Ticket | undefined
      for (let failed = 1; ; failed++) {
        try {
          const withinMs = startedAt + scenario.deadlineMs - time.now()
          last = await pacer.enter('', last ? { withinMs, order: last.order, isRetry: true } : { withinMs })
        } catch (error) {
          if (error instanceof PacingRefusal) return false
          throw error
        }
        const accepted = await send()
        last.end(accepted ? 'accepted' : 'throttled')
        const learned = pacer.takeLearned('')
        if (learned && 'qps' in learned) world.learn(learned.qps)
        if (accepted) return true
        const history = {
          failures: { ...noFailures, throttle: failed },
          earlierInDoubt: false,
          elapsedMs: time.now() - startedAt,
          now: time.now(),
        }
        const { decision, delayMs } = decide(throttled, repeatable, history, policy, random())
        if (decision === 'give-up') return false
        if (delayMs > 0) await time.sleep(delayMs)
      }
    }
  },
}

/** Creates a policy whose waits depend only on the number of failures. */
const createBackoff =
  (delayMs: (failures: number, random: () => number) => number): Policy['connect'] =>
  ({ time, scenario, random, send }) =>
  async () => {
    const startedAt = time.elapsed
    for (let failures = 1; ; failures++) {
      if (await send()) return true
      const wait = delayMs(failures, random)
      if (time.elapsed - startedAt + wait > scenario.deadlineMs) return false
      await time.sleep(wait)
    }
  }

/** https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
const jitter: Policy = {
  id: 'jitter',
  name: { en: 'Full jitter', zh: '完全抖动退避' },
  note: { en: 'random up to 1 s · 2ⁿ, 20 s at most', zh: '在 1 秒 · 2ⁿ 内随机，最长 20 秒' },
  connect: createBackoff((failures, random) => random() * Math.min(20_000, 1_000 * 2 ** (failures - 1))),
}

/** The delays of axios-retry's `exponentialDelay`, which adds up to 20 % at random. */
const exponential: Policy = {
  id: 'exponential',
  name: { en: 'Exponential, as in axios-retry', zh: '指数退避，同 axios-retry' },
  note: {
    en: '0.1 s · 2ⁿ plus up to a fifth, without a limit on retries',
    zh: '0.1 秒 · 2ⁿ，外加至多五分之一，次数不限',
  },
  connect: createBackoff((failures, random) => 100 * 2 ** failures * (1 + 0.2 * random())),
}

/** The wait in ms of smithy's standard backoff after a throttle. */
const adaptiveDelay = (failures: number, random: () => number): number =>
  random() * Math.min(20_000, 500 * 2 ** (failures - 1))

const adaptive: Policy = {
  id: 'adaptive',
  name: { en: 'Adaptive, as in the AWS SDKs', zh: '自适应，同 AWS SDK' },
  note: { en: 'simplified: without its retry quota', zh: '简化版：不含重试配额' },
  connect(world) {
    const { time, scenario, random, send } = world
    const rate = new AdaptiveRate()
    const seconds = () => time.elapsed / 1_000
    return async () => {
      const startedAt = time.elapsed
      const isLate = (wait: number) => time.elapsed - startedAt + wait > scenario.deadlineMs
      for (let failures = 1; ; failures++) {
        for (let wait = rate.take(seconds()); wait > 0; wait = rate.take(seconds())) {
          if (isLate(wait * 1_000)) return false
          await time.sleep(wait * 1_000)
        }
        const accepted = await send()
        rate.answered(seconds(), !accepted)
        if (rate.learned !== undefined) world.learn(rate.learned)
        if (accepted) return true
        const wait = adaptiveDelay(failures, random)
        if (isLate(wait)) return false
        await time.sleep(wait)
      }
    }
  },
}

const none: Policy = {
  id: 'none',
  name: { en: 'No retries', zh: '不重试' },
  note: { en: 'every call is sent once', zh: '每个调用只发送一次' },
  connect: ({ send }) => send,
}

/** All policies; this package comes first. */
export const policies: readonly Policy[] = [here, jitter, exponential, adaptive, none]
