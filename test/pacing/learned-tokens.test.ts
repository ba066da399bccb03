import { describe, expect, test } from 'vitest'
import { createPacer, type Ticket } from '../../src/pacing/index.ts'
import { LearnedTokens } from '../../src/pacing/learned-tokens.ts'
import { seeded } from '../support/seeded.ts'
import { VirtualTime } from './simulator.ts'

interface Load {
  /** Tokens that the service allows in a minute, by the part of the run that has passed. */
  readonly tpm: (part: number) => number
  readonly minutes: number
  readonly workers: number
  /** Are the tokens of an answer counted when it ends, and not when it begins? */
  readonly atEnd: boolean
  /** Does a limit of tokens become known, or a rate of calls only? */
  readonly learns: boolean
}

/** Calls of a model without a break, whose service counts tokens in a sliding minute and tells that when it refuses. */
async function run({ tpm, minutes, workers, atEnd, learns }: Load) {
  const random = seeded(7)
  const time = new VirtualTime(random)
  const begunAt = time.now()
  const durationMs = minutes * 60_000
  const elapsed = () => time.now() - begunAt
  const pacer = createPacer({ clock: time })
  const counted: { readonly at: number; readonly tokens: number }[] = []
  let [inMinute, first, total, requests, refused, allowed] = [0, 0, 0, 0, 0, 0]
  const allow = () => tpm(Math.min(1, elapsed() / durationMs))
  const count = (tokens: number) => {
    counted.push({ at: time.now(), tokens })
    inMinute += tokens
    total += tokens
  }
  const hasRoom = (tokens: number) => {
    for (let one = counted[first]; one && one.at <= time.now() - 60_000; one = counted[first]) {
      inMinute -= one.tokens
      first++
    }
    return inMinute + tokens <= allow()
  }
  let isMetered = false
  const work = async () => {
    while (elapsed() < durationMs) {
      const [input, bound] = [50 + Math.floor(random() * 1_500), 800]
      const output = Math.floor(random() * bound)
      let ticket: Ticket | undefined
      for (;;) {
        const tokens = isMetered ? { input, output: bound } : undefined
        ticket = await pacer.enter('key', { tokens, ...(ticket && { order: ticket.order, isRetry: true }) })
        requests++
        await time.delay(20 + random() * 10)
        const isAdmitted = hasRoom(input)
        if (isAdmitted) count(atEnd ? input : input + output)
        else refused++
        await time.delay(20 + random() * 10)
        if (isAdmitted) break
        ticket.end('throttled', 1_000, 'tokens')
        if (learns && !isMetered) pacer.meterTokens('key', (now) => new LearnedTokens(now))
        isMetered = learns
      }
      await time.delay(500 + random() * 4_000)
      if (atEnd) count(output)
      ticket.used = { outputTokens: output, totalTokens: input + output }
      ticket.end('accepted')
    }
  }
  for (let minute = 0; minute < minutes; minute++) allowed += tpm((minute + 0.5) / minutes)
  for (let worker = 0; worker < workers; worker++) void work()
  let isOver = false
  time.at(durationMs + 60_000, () => {
    isOver = true
  })
  await time.run(() => isOver)
  return { used: total / allowed, refused: refused / requests, learned: pacer.takeLearned('key') }
}

const steady = { tpm: () => 100_000, minutes: 12, workers: 20 } as const

describe('a limit of tokens that throttles teach', () => {
  test.each([
    ['begins', false],
    ['ends', true],
  ])(
    'is found where the service counts an answer when it %s: nearly all of it is used, little is refused',
    async (_when, atEnd) => {
      const rate = await run({ ...steady, atEnd, learns: false })
      const tokens = await run({ ...steady, atEnd, learns: true })
      const show = ({ used, refused }: typeof rate) => `${used.toFixed(3)} used, ${refused.toFixed(3)} refused`
      console.log(`by a rate of calls: ${show(rate)}; by tokens: ${show(tokens)}`)
      expect(tokens.used).toBeGreaterThan(0.93)
      expect(tokens.used).toBeGreaterThan(rate.used)
      expect(tokens.refused).toBeLessThan(0.04)
      expect(tokens.refused).toBeLessThan(rate.refused / 2)
      expect(tokens.learned).toMatchObject({ tpm: expect.any(Number) })
      const learned = tokens.learned && 'tpm' in tokens.learned ? tokens.learned.tpm : 0
      expect(Math.abs(learned / 100_000 - 1)).toBeLessThan(0.15)
    },
  )

  test.each([
    ['raised', 2, 0.8],
    ['lowered', 0.5, 0.9],
  ])('follows one that is %s', async (_what, factor, used) => {
    const tpm = (part: number) => (part < 0.5 ? 100_000 : 100_000 * factor)
    const tokens = await run({ tpm, minutes: 20, workers: 40, atEnd: false, learns: true })
    expect(tokens.used).toBeGreaterThan(used)
    expect(tokens.refused).toBeLessThan(0.05)
  })
})

describe('a key whose tokens are metered', () => {
  const setUp = () => {
    const time = new VirtualTime(() => 0)
    time.lateness = 0
    const pacer = createPacer({ clock: time })
    const tokens = { input: 100, output: 0 }
    const call = () => {
      const ticket = pacer.tryEnter('key', { tokens })
      if (!ticket) throw new Error('the call would have to wait')
      return ticket
    }
    call().end('throttled', 0, 'tokens')
    pacer.meterTokens('key', (now) => new LearnedTokens(now))
    return { time, pacer, call, tokens }
  }

  test('teaches a rate of calls in the first minute, and then the tokens of the minute before a throttle', async () => {
    const { time, pacer, call } = setUp()
    expect(pacer.takeLearned('key')).toEqual({ qps: 5 })
    for (let one = 0; one < 5; one++) {
      await time.delayAndRun(20_000)
      call().end('accepted')
    }
    await time.delayAndRun(1_000)
    call().end('throttled', 0, 'tokens')
    // Calls count for a minute after their end: three of the five.
    expect(pacer.takeLearned('key')).toEqual({ tpm: 300 })
  })

  test('goes on teaching a rate where others must have used the tokens', async () => {
    const { time, pacer, call } = setUp()
    await time.delayAndRun(20_000)
    call().end('accepted')
    await time.delayAndRun(110_000)
    call().end('throttled', 0, 'tokens')
    expect(pacer.takeLearned('key')).not.toMatchObject({ tpm: expect.anything() })
    for (let one = 0; one < 5; one++) {
      await time.delayAndRun(20_000)
      call().end('accepted')
    }
  })

  test('does not count calls that were sent before', async () => {
    const { time, pacer, tokens } = setUp()
    const early = pacer.tryEnter('other', { tokens })
    pacer.meterTokens('other', (now) => new LearnedTokens(now))
    await time.delayAndRun(70_000)
    early?.end('accepted')
    const next = pacer.tryEnter('other', { tokens })
    next?.end('accepted')
    pacer.tryEnter('other', { tokens })?.end('throttled', 0, 'tokens')
    expect(pacer.takeLearned('other')).toEqual({ tpm: 100 })
  })

  test('sends one call after a throttle, and no other before its outcome is known', async () => {
    const { time, pacer, call, tokens } = setUp()
    for (let one = 0; one < 5; one++) {
      await time.delayAndRun(20_000)
      call().end('accepted')
    }
    await time.delayAndRun(1_000)
    call().end('throttled', 0, 'tokens')
    const sent: Ticket[] = []
    for (let one = 0; one < 3; one++)
      void Promise.resolve(pacer.enter('key', { tokens })).then((ticket) => sent.push(ticket))
    // The first of the three that still count leaves after 19 s.
    await time.delayAndRun(18_900)
    expect(sent).toHaveLength(0)
    await time.delayAndRun(200)
    expect(sent).toHaveLength(1)
    await time.delayAndRun(5_000)
    expect(sent).toHaveLength(1)
    sent[0]?.end('throttled', 0, 'tokens')
    // The next one leaves 20 s after it.
    await time.delayAndRun(14_800)
    expect(sent).toHaveLength(1)
    await time.delayAndRun(200)
    expect(sent).toHaveLength(2)
  })

  test('sends another one if that is in preparation for more than 5 s', async () => {
    const { time, pacer, call, tokens } = setUp()
    for (let one = 0; one < 5; one++) {
      await time.delayAndRun(20_000)
      call().end('accepted')
    }
    await time.delayAndRun(1_000)
    call().end('throttled', 0, 'tokens')
    await time.delayAndRun(61_000)
    expect(pacer.tryEnter('key', { tokens, preparing: true })).toBeDefined()
    const sent: Ticket[] = []
    void Promise.resolve(pacer.enter('key', { tokens: { input: 1, output: 0 } })).then((ticket) => sent.push(ticket))
    await time.delayAndRun(4_900)
    expect(sent).toHaveLength(0)
    await time.delayAndRun(200)
    expect(sent).toHaveLength(1)
  })

  test('keeps a rate that a throttle of calls has taught', async () => {
    const { time, pacer, call } = setUp()
    await time.delayAndRun(30_000)
    call().end('throttled', 0, 'rate')
    for (let one = 0; one < 4; one++) {
      await time.delayAndRun(20_000)
      call().end('accepted')
    }
    await time.delayAndRun(1_000)
    call().end('throttled', 0, 'tokens')
    expect(pacer.takeLearned('key')).toMatchObject({ tpm: expect.any(Number) })
    await time.delayAndRun(61_000)
    call().end('accepted')
    // Tokens are left: it is the interval of the rate.
    expect(pacer.tryEnter('key')).toBeUndefined()
  })
})
