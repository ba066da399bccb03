import { describe, expect, test } from 'vitest'
import { ExcusedThrottles } from '../../src/pacing/excused-throttles.ts'
import { MonotonicTime } from '../../src/pacing/monotonic-time.ts'
import type { Reservation } from '../../src/pacing/shared-limit.ts'
import { SharedLimiter } from '../../src/pacing/shared-limiter.ts'
import { ticketAt } from './ticket-at.ts'

const never = Number.POSITIVE_INFINITY

/** When every test starts. Slots of 20 calls a second lie 51 ms apart. */
const start = 10_000

interface Answer {
  readonly slotsInMs: readonly number[]
  readonly nextInMs?: number
  readonly fallback?: string
}

/** The pace of a limit that gives scripted answers, at a time that stands still until it is moved. */
function paceOf(qps = 20) {
  const clock = { at: start, now: () => clock.at, sleep: async () => {}, random: () => 0.5 }
  const time = new MonotonicTime(clock)
  const answers: Answer[] = []
  const asked: Reservation[] = []
  const happened: string[] = []
  const limit = {
    async reserve(reservation: Reservation) {
      asked.push(reservation)
      const { slotsInMs, nextInMs = 0, fallback } = answers.shift() ?? { slotsInMs: [] }
      const giveBack = (count: number) => void happened.push(`${count} of ${slotsInMs.length} given back`)
      return { slotsInMs, nextInMs, fallback, giveBack }
    },
  }
  const pace = new SharedLimiter(
    limit,
    'the key',
    qps,
    (grant) => happened.push(`answer: ${grant.fallback}`),
    (calls) => new ExcusedThrottles(calls),
  )
  return {
    pace,
    clock,
    asked,
    happened,
    async granted(answer: Answer, wanted = 1, withinMs = 60_000) {
      answers.push(answer)
      pace.ask(wanted, withinMs, time, (granted) => happened.push(`granted: ${granted}`))
      await undefined
      await undefined
    },
    send(sentAt: number, preparing = false) {
      const ticket = ticketAt(sentAt, preparing)
      pace.sent(ticket)
      return ticket
    },
  }
}

describe('the next call', () => {
  test('may not be sent without a slot', () => {
    expect(paceOf().pace.nextAt(start)).toBe(never)
  })

  test('is sent at the next slot, not before it, and each slot serves one', async () => {
    const { pace, granted, send } = paceOf()
    await granted({ slotsInMs: [0, 51.2] })
    expect(pace.nextAt(start)).toBe(start)
    send(start)
    expect(pace.nextAt(start)).toBe(start + 52)
    send(start + 52)
    expect(pace.nextAt(start + 52)).toBe(never)
  })

  test('leaves its slot to another, if it was sent before that came', async () => {
    const { pace, granted, send } = paceOf()
    await granted({ slotsInMs: [40] })
    send(start + 39)
    expect(pace.nextAt(start + 39)).toBe(start + 40)
    send(start + 40)
    expect(pace.nextAt(start + 40)).toBe(never)
  })

  test.each([
    // now, the slot that serves
    [50, 0],
    [51, 51],
    [101, 51],
    [102, 102],
    [9_000, 102],
  ])(
    'takes the first slot that is late by 50 ms at most, or the last: after %d ms that of %d ms',
    async (now, slot) => {
      const { pace, granted } = paceOf()
      await granted({ slotsInMs: [0, 51, 102] })
      expect(pace.nextAt(start + now)).toBe(start + slot)
    },
  )

  test('takes slots that were granted later after those at hand', async () => {
    const { pace, granted, clock, send } = paceOf()
    await granted({ slotsInMs: [0] })
    clock.at += 10
    await granted({ slotsInMs: [41, 92] })
    send(start)
    expect(pace.nextAt(start)).toBe(start + 51)
    send(start + 51)
    expect(pace.nextAt(start + 51)).toBe(start + 102)
  })
})

describe('the turn of a call', () => {
  const answers = {
    none: undefined,
    'two slots, the next free one at once': { slotsInMs: [0, 51], nextInMs: 60 },
    'two slots, the next free one later': { slotsInMs: [0, 51], nextInMs: 300 },
    'three slots': { slotsInMs: [0, 51, 102], nextInMs: 60 },
    'no slot': { slotsInMs: [], nextInMs: 300 },
  }

  test.each([
    // answer, calls ahead, now, turn
    ['none', 0, 0, 0],
    ['none', 2, 0, 102],
    ['two slots, the next free one at once', 0, 0, 0],
    ['two slots, the next free one at once', 1, 0, 51],
    ['two slots, the next free one at once', 2, 0, 102],
    ['two slots, the next free one at once', 4, 0, 204],
    ['two slots, the next free one at once', 2, 5_000, 5_000],
    ['two slots, the next free one at once', 3, 5_000, 5_051],
    ['two slots, the next free one later', 1, 0, 51],
    ['two slots, the next free one later', 2, 0, 300],
    ['two slots, the next free one later', 3, 0, 351],
    ['three slots', 3, 0, 153],
    ['no slot', 0, 0, 301],
    ['no slot', 1, 0, 352],
    ['no slot', 1, 5_000, 5_051],
  ] as const)('after the answer "%s" with %d ahead, at %d ms, is at %d ms', async (answer, ahead, now, turn) => {
    const { pace, granted } = paceOf()
    const given = answers[answer]
    if (given) await granted(given)
    expect(pace.turnAt(ahead, start + now)).toBe(start + turn)
  })
})

describe('slots that are asked for', () => {
  test.each([
    // qps, calls that wait, slots
    [20, 0, 0],
    [20, 3, 3],
    [20, 100, 5],
    [100, 100, 25],
    [7, 100, 1],
    [3, 100, 1],
    [0.5, 100, 1],
  ])('are those of a quarter of a second, one at least: at %d/s for %d calls %d', (qps, calls, slots) => {
    expect(paceOf(qps).pace.wanted(calls, start)).toBe(slots)
  })

  test('are those that are not at hand yet', async () => {
    const { pace, granted } = paceOf()
    await granted({ slotsInMs: [0, 51] })
    expect(pace.wanted(4, start)).toBe(2)
    expect(pace.wanted(1, start)).toBe(0)
  })

  test('are none while an answer is awaited', async () => {
    const { pace, granted } = paceOf()
    const answer = granted({ slotsInMs: [] })
    expect(pace.wanted(4, start)).toBe(0)
    await answer
    expect(pace.wanted(4, start)).toBe(4)
  })

  test('are none until the last one at hand is 100 ms away', async () => {
    const { pace, granted } = paceOf()
    await granted({ slotsInMs: [0, 51, 102] })
    expect(pace.wanted(5, start + 1)).toBe(0)
    expect(pace.wanted(5, start + 2)).toBe(2)
  })

  test('are asked for by key, rate, number and deadline', async () => {
    const { granted, asked } = paceOf()
    await granted({ slotsInMs: [0] }, 3, 700)
    expect(asked).toEqual([{ key: 'the key', qps: 20, configuredQps: 20, wanted: 3, withinMs: 700 }])
  })

  test.each([
    ['some', [0], undefined, ['granted: true', 'answer: undefined']],
    ['none', [], 'out of reach', ['granted: false', 'answer: out of reach']],
  ])('if they are %s, the calls get the answer first and then the listener of the limit', async (...row) => {
    const [, slotsInMs, fallback, expected] = row
    const { granted, happened } = paceOf()
    await granted({ slotsInMs, ...(fallback === undefined ? {} : { fallback }) })
    expect(happened).toEqual(expected)
  })
})

describe('slots that are not needed', () => {
  test('are given back, those granted last first, and serve no call', async () => {
    const { pace, granted, happened } = paceOf()
    await granted({ slotsInMs: [0, 51, 102] })
    await granted({ slotsInMs: [153, 204] })
    happened.splice(0)
    pace.keep(1)
    expect(happened).toEqual(['2 of 2 given back', '2 of 3 given back'])
    expect(pace.nextAt(start + 9_000)).toBe(start)
  })

  test('are none, if as many calls wait as there are slots', async () => {
    const { pace, granted, happened } = paceOf()
    await granted({ slotsInMs: [0, 51] })
    happened.splice(0)
    pace.keep(2)
    expect(happened).toEqual([])
  })
})

describe('a throttle', () => {
  /** The calls per second that are asked for: 1,000 ms and the margin are the time of 20 calls. */
  const rateWith = (marginMs: number) => 20_400 / (1_000 + marginMs)

  test('is excused three times in a row, each a wider margin and so a lower rate, and no fourth time', async () => {
    const { pace, granted, asked, send } = paceOf()
    const excused: boolean[] = []
    for (const sentAt of [0, 100, 200, 300]) {
      excused.push(pace.throttled(start + sentAt + 50, send(start + sentAt)))
      await granted({ slotsInMs: [] })
    }
    expect(excused).toEqual([true, true, true, false])
    // 25 ms wider with each; the second and the fourth call take a millisecond off.
    expect(asked.map(({ qps }) => qps)).toEqual(
      [45, 69, 94, 93].map((marginMs) => expect.closeTo(rateWith(marginMs), 6)),
    )
  })

  test('of a call that was sent before another was known is the same event', async () => {
    const { pace, granted, asked, send } = paceOf()
    const [first, second] = [send(start), send(start + 40)]
    expect([first, second].map((ticket) => pace.throttled(start + 50, ticket))).toEqual([true, true])
    await granted({ slotsInMs: [] })
    expect(asked[0]?.qps).toBeCloseTo(rateWith(45), 6)
  })

  test.each([
    // qps, calls, margin
    [20, 1, 45],
    [20, 2, 44],
    [20, 3, 44],
    [20, 4, 43],
    [5, 1, 44],
    [5, 2, 43],
    [50, 4, 45],
    [50, 5, 44],
  ])(
    'is made up for by a millisecond with the calls of 100 ms: at %d/s, %d calls later the margin is %d ms',
    async (...row) => {
      const [qps, calls, marginMs] = row
      const { pace, granted, asked, send } = paceOf(qps)
      pace.throttled(start + 50, ticketAt(start))
      for (let call = 1; call <= calls; call++) send(start + 100 * call)
      await granted({ slotsInMs: [] })
      expect(asked[0]?.qps).toBeCloseTo((qps * 1_020) / (1_000 + marginMs), 6)
    },
  )
})

describe('a request that is long in preparation', () => {
  async function withSlots() {
    const staged = paceOf()
    await staged.granted({ slotsInMs: [0, 10, 20, 30, 40, 50] })
    return staged
  }

  test('holds the others back after 50 ms, so that they do not go out with it at once', async () => {
    const { pace, send } = await withSlots()
    send(start, true)
    expect(pace.nextAt(start + 50)).toBe(start + 10)
    expect(pace.wanted(9, start + 50)).toBe(4)
    expect(pace.nextAt(start + 51)).toBe(never)
    expect(pace.wanted(9, start + 51)).toBe(0)
  })

  test.each([
    ['is sent', { preparing: false }],
    ['ends', { endedAt: start + 60 }],
  ])('blocks no call any more when it %s', async (_, change) => {
    const { pace, send } = await withSlots()
    Object.assign(send(start, true), change)
    expect(pace.nextAt(start + 60)).toBe(start + 10)
  })

  test.each([
    ['is in preparation too', true],
    ['is sent at once', false],
  ])('holds the others back as long if another one %s meanwhile', async (_, preparing) => {
    const { pace, send } = await withSlots()
    send(start, true)
    send(start + 40, preparing)
    expect(pace.nextAt(start + 51)).toBe(never)
  })

  test('may be followed by another one that is', async () => {
    const { pace, send } = await withSlots()
    send(start, true).preparing = false
    send(start + 40, true)
    expect(pace.nextAt(start + 90)).toBe(start + 40)
    expect(pace.nextAt(start + 91)).toBe(never)
  })
})
