import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPacer, type Ticket, type TokensUsed } from '../../src/pacing/index.ts'
import { TokenLimiter } from '../../src/pacing/token-limiter.ts'
import { seeded } from '../support/seeded.ts'
import { VirtualTime } from './simulator.ts'

interface Sent {
  readonly name: string
  readonly at: number
  readonly ticket: Ticket
}

/** A pacer with such a limit, on a clock whose timers are never late. Times in ms from the start. */
function limited(limit: { readonly tpm: number; readonly rpm?: number; readonly inFlight?: number }) {
  const time = new VirtualTime(() => 0)
  time.lateness = 0
  const start = time.now()
  const pacer = createPacer({ clock: time, options: { limit }, meterTokens: (tpm) => new TokenLimiter(tpm) })
  const sent: Sent[] = []
  const elapsed = () => time.now() - start
  return {
    time,
    sent,
    elapsed,
    pacer,
    /** A call of that prompt, whose answer has no more tokens than `output`. */
    call(name: string, input: number, output?: number, key = 'key') {
      const take = (ticket: Ticket) => void sent.push({ name, at: elapsed(), ticket })
      const entered = pacer.enter(key, { tokens: { input, output } })
      if (entered instanceof Promise) entered.then(take)
      else take(entered)
    },
    end(name: string, used?: TokensUsed, outcome: 'accepted' | 'throttled' | 'failed' = 'accepted') {
      const ticket = sent.findLast((one) => one.name === name)?.ticket
      if (!ticket) throw new Error(`${name} was not sent`)
      ticket.used = used
      ticket.end(outcome)
    },
    until: (ms: number) => time.delayAndRun(ms - elapsed()),
    times: () => sent.map(({ name, at }) => [name, at] as const),
  }
}

describe('a limit of tokens', () => {
  test('lets calls go together as far as their tokens fit, and the next when one ends and has used less', async () => {
    const { call, end, until, times } = limited({ tpm: 100 })
    call('a', 10, 30)
    call('b', 10, 30)
    call('c', 10, 30)
    await until(2_000)
    expect(times()).toEqual([
      ['a', 0],
      ['b', 0],
    ])
    end('a', { totalTokens: 20, outputTokens: 10 })
    await until(2_010)
    expect(times().at(-1)).toEqual(['c', 2_000])
  })

  test('counts a call for a minute after its end', async () => {
    const { call, end, until, times } = limited({ tpm: 100 })
    call('a', 10, 90)
    await until(5_000)
    end('a', { totalTokens: 100 })
    call('b', 10, 0)
    await until(66_000)
    expect(times()).toEqual([
      ['a', 0],
      ['b', 65_020],
    ])
  })

  test('takes what was reserved for what was used, where the answer does not tell', async () => {
    const { call, end, until, times } = limited({ tpm: 100 })
    call('a', 10, 50)
    end('a')
    call('b', 10, 50)
    await until(61_000)
    expect(times().at(-1)).toEqual(['b', 60_020])
  })

  test('has nothing used by a call that was refused', async () => {
    const { call, end, until, times } = limited({ tpm: 100 })
    call('a', 10, 90)
    end('a', undefined, 'throttled')
    call('b', 10, 90)
    await until(1_000)
    expect(times().at(-1)).toEqual(['b', 200])
  })

  test('lets a call that exceeds it go alone', async () => {
    const { call, end, until, times } = limited({ tpm: 100 })
    call('a', 10, 10)
    call('b', 500, 500)
    call('c', 1, 1)
    await until(1_000)
    end('a', { totalTokens: 20 })
    await until(70_000)
    expect(times()).toEqual([
      ['a', 0],
      ['b', 61_020],
    ])
    end('b', { totalTokens: 1_000 })
    await until(140_000)
    expect(times().at(-1)).toEqual(['c', 130_020])
  })

  test('keeps the order of the calls: a small one does not overtake a large one', async () => {
    const { call, end, until, times } = limited({ tpm: 100 })
    call('a', 50, 0)
    call('large', 60, 0)
    call('small', 1, 0)
    await until(1_000)
    expect(times()).toEqual([['a', 0]])
    end('a', { totalTokens: 30 })
    await until(1_100)
    expect(times().slice(1)).toEqual([
      ['large', 1_000],
      ['small', 1_000],
    ])
  })

  test('expects an answer without a bound to be like those before it, 1,024 tokens at first', async () => {
    const { call, end, until, times } = limited({ tpm: 1_100 })
    call('a', 10)
    call('b', 10)
    await until(100)
    expect(times()).toHaveLength(1)
    end('a', { outputTokens: 24, totalTokens: 34 })
    await until(110)
    expect(times().at(-1)).toEqual(['b', 100])
  })

  test('leaves calls alone that ask no model', async () => {
    const { pacer, call } = limited({ tpm: 10 })
    call('a', 10, 10)
    expect(pacer.tryEnter('key')).toBeDefined()
  })

  test('holds for each key by itself', async () => {
    const { call, times } = limited({ tpm: 100 })
    call('a', 50, 50)
    call('b', 50, 50, 'other')
    expect(times()).toHaveLength(2)
  })

  test('holds beside one of calls a minute and one of calls in flight', async () => {
    const { call, end, until, times } = limited({ tpm: 1_000, rpm: 3, inFlight: 2 })
    for (const name of ['a', 'b', 'c', 'd']) call(name, 10, 10)
    await until(1_000)
    expect(times()).toHaveLength(2)
    end('a', { totalTokens: 20 })
    end('b', { totalTokens: 20 })
    await until(59_000)
    expect(times()).toHaveLength(3)
    await until(62_000)
    expect(times()).toHaveLength(4)
  })

  test('and one of calls in a long window are remembered until it is over: idle time begins no new one', async () => {
    for (const limit of [{ rpm: 2 }, { qps: 0.05 }]) {
      const time = new VirtualTime(() => 0)
      const pacer = createPacer({ clock: time, options: { limit } })
      const calls = 'rpm' in limit ? 2 : 1
      for (let one = 0; one < calls; one++) {
        const ticket = pacer.tryEnter('key')
        expect(ticket).toBeDefined()
        ticket?.end('accepted')
      }
      await time.delayAndRun(15_000)
      expect(pacer.tryEnter('key')).toBeUndefined()
    }
  })
})

/** The tokens in any minute, where a call counts at one moment. */
function mostInAMinute(counted: readonly { readonly at: number; readonly tokens: number }[]): number {
  const sums = counted.map(({ at }) =>
    counted.reduce((sum, one) => sum + (one.at <= at && one.at > at - 60_000 ? one.tokens : 0), 0),
  )
  return Math.max(0, ...sums)
}

test('is never exceeded by calls that keep their bounds, whether the service counts them when they begin or end', async () => {
  const call = fc.record({
    input: fc.integer({ min: 1, max: 300 }),
    bound: fc.integer({ min: 0, max: 300 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
    takesMs: fc.integer({ min: 1, max: 90_000 }),
    tells: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 40 }), fc.integer(), async (calls, seed) => {
      const time = new VirtualTime(seeded(seed))
      const pacer = createPacer({
        clock: time,
        options: { limit: { tpm: 600 } },
        meterTokens: (tpm) => new TokenLimiter(tpm),
      })
      const atBegin: { at: number; tokens: number }[] = []
      const atEnd: { at: number; tokens: number }[] = []
      let open = calls.length
      const run = async ({ input, bound, part, takesMs, tells }: (typeof calls)[number]) => {
        const ticket = await pacer.enter('key', { tokens: { input, output: bound } })
        const outputTokens = Math.floor(bound * part)
        const tokens = input + outputTokens
        atBegin.push({ at: time.now(), tokens })
        await time.delay(takesMs)
        atEnd.push({ at: time.now(), tokens })
        if (tells) ticket.used = { outputTokens, totalTokens: tokens }
        ticket.end('accepted')
        open--
      }
      for (const one of calls) void run(one)
      expect(await time.run(() => open === 0)).toBe(true)
      expect(mostInAMinute(atBegin)).toBeLessThanOrEqual(600)
      expect(mostInAMinute(atEnd)).toBeLessThanOrEqual(600)
    }),
    { numRuns: 60 },
  )
})
