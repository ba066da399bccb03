import { describe, expect, test } from 'vitest'
import { countsOf, stage, throttled } from './stage.ts'

describe('a key that was never throttled', () => {
  test('has 20 undecided calls in flight; each that is a second old gives way to two while others wait', async () => {
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

  test('has no more in flight for what was accepted while no call waited', async () => {
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

  test('counts a call in preparation, whose age counts from when it begins', async () => {
    const { calls, call, sent, until, tickets } = stage()
    calls(20, { preparing: true })
    call()
    await until(4_000)
    expect(sent).toHaveLength(20)
    tickets[3]?.begin()
    await until(5_500)
    expect(sent.slice(20)).toEqual([5_000])
  })

  test('is not blocked for more than 5 s by calls whose requests are never ready', async () => {
    const { calls, sent, until, tickets } = stage()
    calls(20, { preparing: true })
    calls(3)
    await until(4_999)
    expect(sent).toHaveLength(20)
    await until(5_001)
    expect(sent.slice(20)).toEqual([5_000, 5_000, 5_000])
    // What becomes of them at last changes nothing.
    for (const ticket of tickets.slice(0, 20)) ticket.begin()
    for (const ticket of tickets.slice(0, 20)) ticket.end('accepted')
    calls(20)
    await until(5_100)
    expect(sent).toHaveLength(40)
  })

  test('gives a ticket in preparation to a call that waited for it, if its request is not ready', async () => {
    const { calls, call, until, tickets } = stage()
    calls(20)
    call({ preparing: true })
    call()
    await until(1_000)
    expect(tickets.slice(20).map(({ preparing }) => preparing)).toEqual([true, false])
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

  test('is reported once, and again when the rate has changed', async () => {
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

  test('does not go faster for calls that waited for other things than the pace', async () => {
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

  test('sends one call to try after a second throttle in a row, the next when that one was not rejected in the time that refusals take', async () => {
    const { calls, until, last, sent } = throttled()
    calls(3)
    await until(200)
    last().end('throttled')
    await until(2_000)
    expect(sent).toEqual([200, 500, 700])
  })

  test('sends another to try when the first one failed, and so showed nothing', async () => {
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

  test('counts a call in preparation from when it begins', async () => {
    const { call, until, last, sent } = stage({ limit: { qps: 1 } })
    call({ preparing: true })
    call()
    await until(3_000)
    last().begin()
    await until(9_000)
    // Its connection is new, so that it may have arrived up to 250 ms later.
    expect(sent).toEqual([0, 4_270])
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
