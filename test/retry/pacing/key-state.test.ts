import { describe, expect, test } from 'vitest'
import { createPacer, type PacerOptions, type PacingRefusal, type Ticket } from '../../../src/retry/pacing/index.ts'
import type { EnterOptions } from '../../../src/retry/pacing/pacer.ts'
import { MemoryLimit } from '../../support/memory-limit.ts'
import { VirtualTime } from './simulator.ts'

/** A pacer on a clock whose timers are never late. All times in ms from the start. */
function stage(options: PacerOptions = {}, time = new VirtualTime(() => 0)) {
  time.lateness = 0
  const start = time.now()
  const pacer = createPacer({ clock: time, options })
  const elapsed = () => time.now() - start
  /** Tickets in the order in which calls were let through. */
  const tickets: Ticket[] = []
  const sent: number[] = []
  const refused: number[] = []
  const reasons = new Set<string>()
  const call = (enter: EnterOptions = {}): void => {
    const take = (ticket: Ticket) => {
      tickets.push(ticket)
      sent.push(elapsed())
    }
    const refuse = ({ reason }: PacingRefusal) => {
      reasons.add(reason)
      refused.push(elapsed())
    }
    const entered = pacer.enter('key', enter)
    if (entered instanceof Promise) entered.then(take, refuse)
    else take(entered)
  }
  return {
    time,
    pacer,
    elapsed,
    tickets,
    sent,
    refused,
    reasons,
    call,
    calls(count: number, enter?: EnterOptions) {
      for (let one = 0; one < count; one++) call(enter)
    },
    /** Lets time pass until then, and whatever happens until then. */
    until: (ms: number) => time.delayAndRun(ms - elapsed()),
    /** The ticket of the call that was let through last. */
    last(): Ticket {
      const ticket = tickets.at(-1)
      if (!ticket) throw new Error('no call was let through')
      return ticket
    },
  }
}

/** How many calls were sent at each time. */
function countsOf(sent: readonly number[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const at of sent) counts[at] = (counts[at] ?? 0) + 1
  return counts
}

/** A key whose first call was throttled at once: 5 calls a second, the first of them after 200 ms. */
function throttled(options?: PacerOptions) {
  const staged = stage(options)
  staged.call()
  staged.last().end('throttled')
  staged.sent.splice(0)
  return staged
}

describe('a key that was never throttled', () => {
  test('has 20 young calls in flight; each that is a second old gives way to two while others wait', async () => {
    const { calls, sent, until } = stage()
    calls(200)
    await until(3_500)
    expect(countsOf(sent)).toEqual({ 0: 20, 1000: 40, 2000: 80, 3000: 60 })
  })

  test.each([
    ['accepted', 2],
    ['failed', 1],
  ] as const)('sends for one that %s while others wait %d more', async (outcome, more) => {
    const { calls, sent, until, tickets } = stage()
    calls(25)
    await until(100)
    tickets[0]?.end(outcome)
    await until(200)
    expect(countsOf(sent)).toEqual({ 0: 20, 100: more })
  })

  test('has no more in flight for what was accepted while nobody waited', async () => {
    const { calls, sent, until, tickets } = stage()
    calls(20)
    await until(100)
    for (const ticket of tickets) ticket.end('accepted')
    calls(25)
    await until(200)
    expect(countsOf(sent)).toEqual({ 0: 20, 100: 20 })
  })

  test('counts a call that took longer than a second once, however it ends', async () => {
    for (const outcome of ['accepted', 'failed'] as const) {
      const { call, until, last, pacer } = stage()
      call()
      await until(1_500)
      last().end(outcome)
      expect(pacer.accepted).toBe(1)
    }
  })

  test('counts an old one that ends no second time towards those in flight', async () => {
    const { calls, sent, until, tickets } = stage()
    calls(100)
    await until(1_500)
    tickets[0]?.end('accepted')
    await until(1_900)
    expect(countsOf(sent)).toEqual({ 0: 20, 1000: 40 })
  })

  test('gives a held call its place, which ages from when it begins', async () => {
    const { calls, call, sent, until, tickets } = stage()
    calls(20, { held: true })
    call()
    await until(5_000)
    expect(sent).toHaveLength(20)
    tickets[3]?.begin()
    await until(6_500)
    expect(sent.slice(20)).toEqual([6_000])
  })

  test('gives a held ticket to a call that waited for it, if its request is not ready', async () => {
    const { calls, call, until, tickets } = stage()
    calls(20)
    call({ held: true })
    call()
    await until(1_000)
    expect(tickets.slice(20).map(({ held }) => held)).toEqual([true, false])
  })
})

describe('the first throttle', () => {
  test('paces the calls that follow: those of the last second, evenly, and 5 at least', async () => {
    const { calls, sent, until } = throttled()
    calls(3)
    await until(5_000)
    expect(sent).toEqual([200, 400, 600])
  })

  test('takes for the rate what was accepted in the last second', async () => {
    const { calls, tickets, until, pacer, sent } = stage()
    calls(11)
    await until(100)
    for (const ticket of tickets.slice(1)) ticket.end('accepted')
    tickets[0]?.end('throttled')
    expect(pacer.takeLearned('key')).toEqual({ qps: 10 })
    calls(2)
    await until(1_000)
    expect(sent.slice(11)).toEqual([200, 300])
  })

  test('takes for the start of the window the first call that was sent: it is tried again when that second is over', async () => {
    const { call, last, until, sent } = stage()
    call()
    await until(600)
    last().end('throttled')
    call()
    await until(800)
    last().end('throttled')
    call()
    await until(3_000)
    // Else after an interval of 200 ms and half of the 200 ms since the first throttle: at 1,100.
    expect(sent).toEqual([0, 800, 1_015])
  })

  test('is told once, and again when the rate has changed', async () => {
    const { pacer, calls, until, last } = throttled()
    expect(pacer.takeLearned('key')).toEqual({ qps: 5 })
    expect(pacer.takeLearned('key')).toBeUndefined()
    calls(3)
    for (const at of [200, 400, 600]) {
      await until(at)
      last().end('accepted')
    }
    const learned = pacer.takeLearned('key')
    expect(learned && 'qps' in learned && learned.qps).toBeGreaterThan(5)
    expect(pacer.takeLearned('key')).toBeUndefined()
  })

  test('nothing was learned before it', () => {
    const { pacer, call } = stage()
    call()
    expect(pacer.takeLearned('key')).toBeUndefined()
  })
})

describe('a key that was throttled', () => {
  test('does not go faster for calls that came when their turn had come: they show nothing', async () => {
    const { pacer, call, until, last } = throttled()
    pacer.takeLearned('key')
    for (const at of [200, 400, 600]) {
      await until(at)
      call()
      last().end('accepted')
    }
    expect(pacer.takeLearned('key')).toBeUndefined()
  })

  test('does not go faster for calls that other things than the pace held back', async () => {
    const { pacer, calls, tickets, until, last } = stage()
    calls(21)
    await until(10)
    tickets[0]?.end('accepted')
    await until(20)
    tickets[1]?.end('throttled')
    const waited = last()
    await until(300)
    calls(1)
    last().end('accepted')
    pacer.takeLearned('key')
    waited.end('accepted')
    expect(pacer.takeLearned('key')).toBeUndefined()
  })

  test('does not go faster for calls that were sent elsewhere', () => {
    const { pacer } = throttled()
    pacer.takeLearned('key')
    for (let call = 0; call < 3; call++) pacer.adopt('key', 0, 0).end('accepted')
    expect(pacer.takeLearned('key')).toBeUndefined()
  })

  test('sends one call to try after a second throttle in a row, the next when that one was not rejected for a second', async () => {
    const { calls, until, last, sent } = throttled()
    calls(3)
    await until(200)
    last().end('throttled')
    await until(2_000)
    expect(sent).toEqual([200, 500, 1_500])
  })

  test('sends another to try when the first one failed, and so told nothing', async () => {
    const { calls, until, last, sent } = throttled()
    calls(3)
    await until(200)
    last().end('throttled')
    await until(520)
    last().end('failed')
    await until(1_400)
    expect(sent).toEqual([200, 500, 700])
  })

  test('lets a call that comes while others wait wait behind them, though the next turn has come', async () => {
    const { call, pacer, time, sent, tickets } = throttled()
    call()
    time.setBack(-1_000)
    expect(pacer.tryEnter('key')).toBeUndefined()
    call()
    await time.delayAndRun(0)
    expect(sent).toHaveLength(1)
    expect(tickets.map(({ order }) => order)).toEqual([0, 1])
  })

  test('goes by what a known limit allows too, if that is later', async () => {
    const { calls, until, tickets, sent } = stage({ limit: { qps: 20 } })
    calls(4)
    for (const ticket of tickets) ticket.end('throttled')
    calls(30)
    await until(1_300)
    expect(sent.slice(4, 6)).toEqual([50, 100])
    // The twenty-first: a second after the first, and 20 ms and three times 25 for the throttles, less 1 for a round of calls.
    expect(sent.slice(19, 21)).toEqual([800, 1_094])
  })
})

describe('Retry-After', () => {
  test.each([
    ['is kept to', [7_000], 7_000],
    ['of a minute is kept to', [60_000], 60_000],
    ['of more than a minute lets one ask again after a minute', [3_600_000], 60_000],
    ['is not shortened by a later, shorter one', [7_000, 3_000], 7_000],
    ['is prolonged by a later, longer one', [3_000, 7_000], 7_000],
  ])('%s', async (_, waits, expected) => {
    const { calls, call, tickets, until, sent } = stage()
    calls(waits.length)
    for (const [at, ms] of waits.entries()) tickets[at]?.end('throttled', ms)
    call()
    await until(70_000)
    expect(sent.at(-1)).toBe(expected)
  })

  test('counts from the throttle', async () => {
    const { call, last, until, sent } = stage()
    call()
    await until(500)
    last().end('throttled', 2_000)
    call()
    await until(5_000)
    expect(sent).toEqual([0, 2_500])
  })
})

describe('a known limit', () => {
  test('lets its calls go in one burst, and the next burst 1,020 ms later', async () => {
    const { calls, until, tickets, sent } = stage({ limit: { qps: 3 } })
    calls(7)
    for (const ticket of tickets) ticket.end('accepted')
    await until(1_020)
    for (const ticket of tickets) ticket.end('accepted')
    await until(2_500)
    expect(countsOf(sent)).toEqual({ 0: 3, 1020: 3, 2040: 1 })
  })

  test('is doubted at the fourth throttle: then it is the pace to begin with', () => {
    const { pacer, calls, tickets } = stage({ limit: { qps: 20 } })
    calls(4)
    for (const ticket of tickets.slice(0, 3)) ticket.end('throttled')
    expect(pacer.takeLearned('key')).toBeUndefined()
    tickets[3]?.end('throttled')
    expect(pacer.takeLearned('key')).toEqual({ qps: 20 })
  })

  test('counts a held call from when it begins', async () => {
    const { call, until, last, sent } = stage({ limit: { qps: 1 } })
    call({ held: true })
    call()
    await until(3_000)
    last().begin()
    await until(9_000)
    // Its connection is new, so that it may have arrived up to 250 ms later.
    expect(sent).toEqual([0, 4_270])
  })
})

describe('a call with a deadline', () => {
  test.each([
    // others that wait, ms until the deadline, refused at once
    [0, 200, false],
    [0, 199, true],
    [1, 400, false],
    [1, 399, true],
    [4, 1_000, false],
    [4, 999, true],
  ])('behind %d others, at 5 a second: within %d ms, is refused: %s', async (ahead, withinMs, isRefused) => {
    const { calls, call, refused, reasons, until, pacer } = throttled()
    calls(ahead)
    call({ withinMs })
    await until(1)
    expect(refused).toEqual(isRefused ? [0] : [])
    expect([...reasons]).toEqual(isRefused ? ['deadline'] : [])
    expect(pacer.waiting).toBe(isRefused ? ahead : ahead + 1)
  })

  test('counts on going first, if it is older than all that wait', async () => {
    const { calls, call, refused, until, sent } = throttled()
    calls(5)
    call({ order: 0, withinMs: 200 })
    call({ order: 99, withinMs: 200 })
    await until(200)
    expect({ refused, sent }).toEqual({ refused: [0], sent: [200] })
  })

  test.each([
    [7_000, 7_000, []],
    [7_000, 6_999, [0]],
  ])(
    'does not wait for the end of a Retry-After of %d ms that comes after its %d ms',
    async (retryAfterMs, withinMs, expected) => {
      const { call, last, refused, until } = stage()
      call()
      last().end('throttled', retryAfterMs)
      call({ withinMs })
      await until(1)
      expect(refused).toEqual(expected)
    },
  )

  test.each([
    [1_270, []],
    [1_269, [0]],
  ])('of a key with a known limit of 1/s, and %d ms left, is sent or refused at once', async (withinMs, expected) => {
    const { calls, refused, until } = stage({ limit: { qps: 1 } })
    calls(1)
    calls(1, { withinMs })
    await until(1)
    expect(refused).toEqual(expected)
  })

  test('is refused when its time is over, if nothing was known of its turn; the others later, and no timer is left', async () => {
    const { calls, call, refused, until, time, pacer } = stage()
    calls(20)
    call({ withinMs: 600 })
    call({ withinMs: 300 })
    await until(900)
    expect(refused).toEqual([301, 601])
    expect({ waiting: pacer.waiting, sleeping: time.sleeping }).toEqual({ waiting: 0, sleeping: 0 })
  })

  test('is sent if its turn comes at the very end', async () => {
    const { calls, call, sent, refused, until } = stage()
    calls(20)
    call({ withinMs: 1_000 })
    await until(2_000)
    expect({ sent: sent.slice(20), refused }).toEqual({ sent: [1_000], refused: [] })
  })

  test('leaves no timer when it was sent in time', async () => {
    const { call, until, sent, time } = throttled()
    call({ withinMs: 5_000 })
    await until(300)
    expect({ sent, sleeping: time.sleeping }).toEqual({ sent: [200], sleeping: 0 })
  })

  test('is refused as soon as a throttle shows that its turn comes too late, and those before it are not', async () => {
    const { calls, tickets, refused, reasons, until, pacer } = stage()
    calls(20)
    calls(100, { withinMs: 10_000 })
    expect(pacer.waiting).toBe(100)
    tickets[0]?.end('throttled')
    await until(1)
    // 5 a second, the first after 200 ms: the 50th is sent after 10 s.
    expect({ refused: refused.length, waiting: pacer.waiting }).toEqual({ refused: 50, waiting: 50 })
    expect([...reasons]).toEqual(['deadline'])
    await until(9_000)
    expect(refused).toHaveLength(50)
  })

  test('is judged by throttles 100 ms apart, not by each', async () => {
    const { calls, call, tickets, refused, until } = stage()
    calls(4)
    tickets[0]?.end('throttled')
    call({ withinMs: 5_000 })
    await until(99)
    tickets[1]?.end('throttled', 30_000)
    await until(99.5)
    expect(refused).toEqual([])
    await until(100)
    tickets[2]?.end('throttled')
    await until(101)
    expect(refused).toEqual([100])
  })

  test('is refused at its end, if no other throttle comes', async () => {
    const { calls, call, tickets, refused, until } = stage()
    calls(4)
    tickets[0]?.end('throttled')
    call({ withinMs: 5_000 })
    await until(50)
    tickets[1]?.end('throttled', 30_000)
    await until(40_000)
    expect(refused).toEqual([5_001])
  })
})

describe('an abort', () => {
  test('rejects with its reason, and takes the call out of the line: the next has its turn', async () => {
    const { pacer, call, until, sent, time } = throttled()
    const controller = new AbortController()
    const aborted = pacer.enter('key', { signal: controller.signal })
    call()
    controller.abort(new Error('enough'))
    await expect(aborted).rejects.toThrow('enough')
    await until(300)
    expect({ sent, waiting: pacer.waiting, sleeping: time.sleeping }).toEqual({ sent: [200], waiting: 0, sleeping: 0 })
  })

  test('of the only call that waits leaves no timer', async () => {
    const { pacer, time } = throttled()
    const controller = new AbortController()
    const aborted = pacer.enter('key', { signal: controller.signal })
    expect(time.sleeping).toBe(1)
    controller.abort(new Error('enough'))
    await expect(aborted).rejects.toThrow('enough')
    expect({ waiting: pacer.waiting, sleeping: time.sleeping }).toEqual({ waiting: 0, sleeping: 0 })
  })

  test.each([
    ['was sent', 200, 1],
    ['was refused', 100, 0],
  ])('of a call that %s changes nothing', async (_, at, sentCount) => {
    const { pacer, calls, call, until, sent, refused, tickets } = stage()
    calls(2)
    tickets[0]?.end('throttled')
    const controller = new AbortController()
    call({ signal: controller.signal, withinMs: 5_000 })
    await until(at)
    if (sentCount === 0) tickets[1]?.end('throttled', 30_000)
    call()
    await until(at)
    controller.abort(new Error('enough'))
    await until(at + 10)
    expect({ sent: sent.length - 2, refused: refused.length, waiting: pacer.waiting }).toEqual({
      sent: sentCount,
      refused: 1 - sentCount,
      waiting: 1,
    })
  })
})

describe('a call that was sent before', () => {
  test('brings what was counted elsewhere, once', () => {
    const { pacer } = stage()
    for (const [accepted, total] of [
      [12, 12],
      [12, 12],
      [3, 12],
      [15, 15],
    ] as const) {
      pacer.adopt('key', 0, accepted)
      expect(pacer.accepted).toBe(total)
    }
  })

  test('tells by its throttle what the rate is to begin with', () => {
    const { pacer } = stage()
    pacer.adopt('key', 30, 12).end('throttled')
    expect(pacer.takeLearned('key')).toEqual({ qps: 12 })
  })

  test('takes its place among those in flight until it is a second old', async () => {
    const { pacer, calls, until, sent } = stage()
    pacer.adopt('key', 400, 0)
    calls(20)
    expect(sent).toHaveLength(19)
    await until(700)
    expect(sent.slice(19)).toEqual([600])
  })
})

/**
 * A key with five slots: five long calls, four throttles in a row, then one of the long calls ends, and the call that is
 * sent at once is let in.
 */
async function withCap(waiting: EnterOptions = {}) {
  const staged = stage()
  const { calls, until, last, tickets, sent } = staged
  calls(5)
  const long = [...tickets]
  await until(2_000)
  calls(1)
  last().end('throttled')
  calls(3)
  calls(1, waiting)
  for (const at of [2_200, 2_500, 2_950]) {
    await until(at)
    last().end('throttled')
  }
  expect(sent.slice(5)).toEqual([2_000, 2_200, 2_500, 2_950])
  return { ...staged, long }
}

/** The same, and the call that tested it was accepted, after 100 ms: five in flight is what the limit is. */
async function withLearnedCap() {
  const staged = await withCap()
  const { until, long, last } = staged
  await until(3_000)
  long[0]?.end('accepted')
  await until(3_100)
  last().end('accepted')
  staged.sent.splice(0)
  return staged
}

describe('a limit on calls in flight', () => {
  test.each(['accepted', 'failed'] as const)(
    'is suspected: when a long call ends (%s) another is sent at once',
    async (outcome) => {
      const { until, long, sent } = await withCap()
      await until(3_000)
      long[0]?.end(outcome)
      await until(3_001)
      expect(sent.slice(9)).toEqual([3_000])
    },
  )

  test('is not tested when a long call ends with a throttle', async () => {
    const { until, long, sent } = await withCap()
    await until(3_000)
    long[0]?.end('throttled')
    await until(3_001)
    expect(sent.slice(9)).toEqual([])
  })

  test('is not suspected while all calls in flight are young, so that none of them was let in for sure', async () => {
    const { calls, until, tickets, last, sent } = stage()
    calls(3)
    tickets[0]?.end('throttled')
    calls(6)
    for (const at of [200, 500, 950]) {
      await until(at)
      last().end('throttled')
    }
    await until(1_020)
    last().end('failed')
    await until(1_050)
    tickets[1]?.end('accepted')
    await until(1_300)
    expect(sent.slice(3)).toEqual([200, 500, 950, 1_015, 1_215])
  })

  test('is not tested when a call ends that was young', async () => {
    const { until, pacer, sent } = await withCap()
    await until(3_000)
    pacer.adopt('key', 0, 0).end('failed')
    await until(3_001)
    expect(sent.slice(9)).toEqual([])
  })

  test('is not tested by a call that comes when the long one has ended already', async () => {
    const controller = new AbortController()
    const { until, long, sent, calls } = await withCap({ signal: controller.signal })
    controller.abort()
    await until(3_000)
    long[0]?.end('accepted')
    calls(1)
    await until(4_000)
    // An interval of 200 ms after the last throttle, and half of the 950 ms since the first.
    expect(sent.slice(9)).toEqual([3_625])
  })

  test('is told as such, once', async () => {
    const { pacer } = await withLearnedCap()
    expect(pacer.takeLearned('key')).toEqual({ inFlight: 5 })
    expect(pacer.takeLearned('key')).toBeUndefined()
  })

  test('lets calls go without spacing up to it, then one for each that ends', async () => {
    const { calls, until, sent, long } = await withLearnedCap()
    calls(3)
    await until(3_500)
    expect(sent).toEqual([3_100])
    long[1]?.end('accepted')
    await until(3_600)
    long[2]?.end('accepted')
    await until(3_700)
    expect(sent).toEqual([3_100, 3_500, 3_600])
  })

  test('refuses no call for its deadline before that has come: when a long call ends nobody knows', async () => {
    const { calls, until, sent, refused, long } = await withLearnedCap()
    calls(10, { withinMs: 100 })
    await until(3_150)
    expect({ sent, refused }).toEqual({ sent: [3_100], refused: [] })
    long[1]?.end('accepted')
    await until(3_300)
    expect(sent).toEqual([3_100, 3_150])
    expect(refused).toEqual(Array.from({ length: 8 }, () => 3_201))
  })

  test('explains a throttle: it is lower then, and the rate stays', async () => {
    const { calls, last, until, long, pacer } = await withLearnedCap()
    long[1]?.end('accepted')
    calls(1)
    last().end('throttled')
    expect(pacer.takeLearned('key')).toEqual({ inFlight: 3 })
    await until(3_200)
    for (const ticket of long.slice(2)) ticket.end('accepted')
    calls(1)
    last().end('throttled')
    // With nothing else in flight it explains nothing: five calls in 2,950 ms were let in, less 7 %.
    expect(pacer.takeLearned('key')).toEqual({ qps: expect.closeTo((5 / 2.95) * 0.93, 6) })
  })
})

describe('a long window', () => {
  /** Forty calls were let in, then none for over six seconds. */
  async function opened(count: number) {
    const staged = stage()
    const { pacer, calls, until, elapsed, sent, time, last } = staged
    pacer.adopt('key', 0, 40).end('throttled')
    calls(count)
    for (let seen = 0; elapsed() < 20_000; ) {
      await time.run(() => sent.length > seen)
      seen = sent.length
      if (elapsed() >= 6_000) break
      last().end('throttled')
    }
    const openedAt = elapsed()
    sent.splice(0)
    last().end('accepted')
    pacer.takeLearned('key')
    await until(openedAt + 1)
    return { ...staged, openedAt }
  }

  test('is used in one go when it opens: 20 in flight, and one more for each accepted', async () => {
    const { sent, tickets, until, openedAt } = await opened(100)
    expect(countsOf(sent)).toEqual({ [openedAt]: 21 })
    tickets.at(-1)?.end('accepted')
    await until(openedAt + 2)
    expect(sent).toHaveLength(23)
  })

  test('says nothing of the rate by the calls that used it so', async () => {
    const { tickets, pacer } = await opened(60)
    tickets.at(-1)?.end('accepted')
    tickets.at(-2)?.end('accepted')
    expect(pacer.takeLearned('key')).toBeUndefined()
  })
})

describe('a limit that is shared', () => {
  function shared(qps = 20) {
    const time = new VirtualTime(() => 0)
    const limit = new MemoryLimit(time)
    return { ...stage({ limit: { qps }, fleet: limit }, time), limit }
  }

  test('lets a call go at its slot, which the answer of the store tells', async () => {
    const { calls, until, sent } = shared()
    calls(4)
    await until(400)
    expect(sent).toEqual([2, 52, 103, 154])
  })

  test('lets calls go however many are in flight, answered or not', async () => {
    const { calls, until, sent, tickets } = shared(100)
    calls(40)
    await until(500)
    expect(sent).toHaveLength(40)
    for (const ticket of tickets) ticket.end('accepted')
    calls(1)
    await until(600)
    expect(sent).toHaveLength(41)
  })

  test('is asked for as many slots as calls wait, and for the latest deadline of those', async () => {
    const { call, last, until, limit } = shared()
    call()
    await until(10)
    last().end('throttled', 990)
    for (const withinMs of [2_000, 3_000, 9_000, 4_000, 5_000, 20_000, 30_000]) call({ withinMs })
    await until(999)
    expect(limit.asked).toHaveLength(1)
    await until(1_000)
    expect(limit.asked.slice(1)).toMatchObject([{ wanted: 5, withinMs: 8_010 }])
  })

  test('is asked for no slot when nobody waits, nor for more than wait', async () => {
    const { calls, until, limit } = shared()
    calls(3)
    await until(5_000)
    expect(limit.asked.map(({ wanted }) => wanted)).toEqual([1, 2])
    expect(limit.givenBack).toBe(0)
  })

  test('gets slots back that a call which left would have used', async () => {
    const { call, calls, until, limit } = shared()
    const controller = new AbortController()
    calls(1)
    call({ signal: controller.signal })
    call({ signal: controller.signal })
    await until(10)
    controller.abort(new Error('enough'))
    expect(limit.givenBack).toBe(2)
  })

  test('refuses at once whom it leaves no slot in time, and sends the others', async () => {
    const { call, until, limit, refused, sent } = shared()
    void limit.reserve({ key: 'key', qps: 20, wanted: 4, withinMs: 60_000 })
    call({ withinMs: 200 })
    call({ withinMs: 300 })
    await until(1_000)
    expect(refused).toHaveLength(1)
    expect(refused[0]).toBeLessThanOrEqual(4)
    expect(sent).toEqual([205])
  })

  test('refuses at once whom it leaves no slot, however soon after another', async () => {
    const { call, until, limit, refused } = shared()
    void limit.reserve({ key: 'key', qps: 20, wanted: 4, withinMs: 60_000 })
    call({ withinMs: 200 })
    // Meanwhile others take the next two.
    void limit.reserve({ key: 'key', qps: 20, wanted: 2, withinMs: 60_000 })
    await until(10)
    call({ withinMs: 250 })
    await until(20)
    expect(refused).toEqual([2, 12])
  })

  test('refuses at once those whose turn comes too late after the slot of another', async () => {
    const { call, until, limit, refused, sent } = shared()
    void limit.reserve({ key: 'key', qps: 20, wanted: 4, withinMs: 60_000 })
    call()
    call({ withinMs: 230 })
    await until(300)
    expect({ refused, sent }).toEqual({ refused: [2], sent: [205] })
  })

  test('is judged by answers 100 ms apart: until then a call whose turn is late waits for its deadline', async () => {
    const { call, until, limit, refused } = shared()
    call()
    // The first answer comes after 2 ms; then others take four slots.
    await until(5)
    void limit.reserve({ key: 'key', qps: 20, wanted: 4, withinMs: 60_000 })
    await until(10)
    call()
    call({ withinMs: 200 })
    call()
    await until(1_000)
    expect(refused).toEqual([211])
  })

  test('is asked for nothing more when its calls are paced and the last one has gone', async () => {
    const { pacer, call, until, limit, sent } = shared(50)
    const adopted = Array.from({ length: 4 }, () => pacer.adopt('key', 0, 50))
    for (const ticket of adopted) ticket.end('throttled')
    // At 50 a second a late call may be made up for by the next, so that this one could go at once.
    await until(1_000)
    call()
    await until(2_000)
    expect({ asked: limit.asked.length, sent: sent.length }).toEqual({ asked: 1, sent: 1 })
  })

  test('excuses three throttles; then calls are paced, and one slot is asked for at a time', async () => {
    const { pacer, calls, until, limit } = shared(8)
    const adopted = Array.from({ length: 4 }, () => pacer.adopt('key', 0, 6))
    for (const ticket of adopted.slice(0, 3)) ticket.end('throttled')
    expect(pacer.takeLearned('key')).toBeUndefined()
    adopted[3]?.end('throttled')
    expect(pacer.takeLearned('key')).toEqual({ qps: 6 })
    await until(1_000)
    calls(9)
    await until(5_000)
    expect(limit.asked.map(({ wanted }) => wanted)).toEqual(Array.from({ length: 9 }, () => 1))
  })

  test.each([
    // the rate learned from the throttle at 0, when the next call is accepted, slots asked for then
    [8, 10_000, 1],
    [8, 10_001, 2],
    [6, 10_001, 1],
  ])('is trusted again after 10 s at its rate without a throttle: at %d/s after %d ms, %d', async (...row) => {
    const [accepted, acceptedAt, wanted] = row
    const { pacer, call, calls, until, limit, last } = shared(8)
    const adopted = Array.from({ length: 4 }, () => pacer.adopt('key', 0, accepted))
    for (const ticket of adopted) ticket.end('throttled')
    expect(pacer.takeLearned('key')).toEqual({ qps: accepted })
    await until(9_500)
    call()
    await until(acceptedAt)
    last().end('accepted')
    await until(12_000)
    const before = limit.asked.length
    calls(9)
    await until(12_500)
    expect(Math.max(...limit.asked.slice(before).map((asked) => asked.wanted))).toBe(wanted)
    expect(pacer.takeLearned('key')).toBeUndefined()
  })
})
