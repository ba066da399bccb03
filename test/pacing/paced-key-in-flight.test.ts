import { describe, expect, test } from 'vitest'
import type { EnterOptions } from '../../src/pacing/pacer.ts'
import { bySignal } from '../support/cancellations.ts'
import { countsOf, stage } from './stage.ts'

/**
 * A key with five slots: five long calls, and five throttles in a row, for longer than a second. Refusals take no time, so
 * that a call is presumed accepted after 100 ms.
 */
async function withCap(waiting: EnterOptions = {}) {
  const staged = stage()
  const { calls, until, last, tickets, sent } = staged
  calls(5)
  const long = [...tickets]
  await until(2_000)
  calls(1)
  last().end('throttled')
  calls(4)
  calls(1, waiting)
  for (const at of [2_200, 2_500, 2_950, 3_625]) {
    await until(at)
    last().end('throttled')
  }
  expect(sent.slice(5)).toEqual([2_000, 2_200, 2_500, 2_950, 3_625])
  return { ...staged, long }
}

/** The same, and the call that tested it was accepted, after 100 ms: five in flight is what the limit is. */
async function withLearnedCap() {
  const staged = await withCap()
  const { until, long, last } = staged
  await until(4_000)
  long[0]?.end('accepted')
  await until(4_100)
  last().end('accepted')
  staged.sent.splice(0)
  return staged
}

describe('a limit on calls in flight', () => {
  test.each(['accepted', 'failed'] as const)(
    'is suspected: when a long call ends (%s) another is sent at once',
    async (outcome) => {
      const { until, long, sent } = await withCap()
      await until(4_000)
      long[0]?.end(outcome)
      await until(4_001)
      expect(sent.slice(10)).toEqual([4_000])
    },
  )

  test('is not tested when a long call ends with a throttle', async () => {
    const { until, long, sent } = await withCap()
    await until(4_000)
    long[0]?.end('throttled')
    await until(4_001)
    expect(sent.slice(10)).toEqual([])
  })

  test('is not tested when a call ends that was undecided', async () => {
    const { until, pacer, sent } = await withCap()
    await until(4_000)
    pacer.adopt('key', 0, 0).end('failed')
    await until(4_001)
    expect(sent.slice(10)).toEqual([])
  })

  test('is not tested by a call that comes when the long one has ended already', async () => {
    const controller = new AbortController()
    const { until, long, sent, calls } = await withCap({ cancellation: bySignal(controller.signal) })
    controller.abort()
    await until(4_000)
    long[0]?.end('accepted')
    calls(1)
    await until(5_000)
    // A second and 15 ms after the last throttle, at 3,625 ms: it was more than that after the first.
    expect(sent.slice(10)).toEqual([4_640])
  })

  test('is reported as such, once', async () => {
    const { pacer } = await withLearnedCap()
    expect(pacer.takeLearned('key')).toEqual({ inFlight: 5 })
    expect(pacer.takeLearned('key')).toBeUndefined()
  })

  test('lets calls go without spacing up to it, then one for each that ends', async () => {
    const { calls, until, sent, long, last } = await withLearnedCap()
    calls(4)
    await until(4_200)
    // The fifth was sent at 4,100 and is presumed accepted, so that a sixth is tried.
    expect(sent).toEqual([4_100, 4_200])
    last().end('throttled')
    await until(4_500)
    expect(sent).toEqual([4_100, 4_200])
    long[1]?.end('accepted')
    await until(4_600)
    long[2]?.end('accepted')
    await until(4_700)
    expect(sent).toEqual([4_100, 4_200, 4_500, 4_600])
  })

  test('is not suspected while throttles have not lasted for longer than a one-second window', async () => {
    const { calls, until, tickets, last, sent } = stage()
    calls(3)
    await until(1_500)
    calls(1)
    last().end('throttled')
    calls(5)
    // The last throttle comes 950 ms after the first.
    for (const at of [1_700, 2_000, 2_450]) {
      await until(at)
      last().end('throttled')
    }
    await until(2_500)
    tickets[0]?.end('accepted')
    await until(3_126)
    // An interval of 200 ms after the last throttle, and half of the 950 ms since the first.
    expect(sent.slice(3)).toEqual([1_500, 1_700, 2_000, 2_450, 3_125])
  })

  test('refuses no call for its deadline before that has come: when a long call ends is unknown', async () => {
    const { calls, until, sent, refused, long } = await withLearnedCap()
    calls(10, { withinMs: 100 })
    await until(4_150)
    expect({ sent, refused }).toEqual({ sent: [4_100], refused: [] })
    long[1]?.end('accepted')
    await until(4_300)
    expect(sent).toEqual([4_100, 4_150])
    expect(refused).toEqual(Array.from({ length: 8 }, () => 4_201))
  })

  test('explains a throttle: it is lower then, and the rate stays', async () => {
    const { calls, last, until, long, pacer } = await withLearnedCap()
    long[1]?.end('accepted')
    calls(1)
    last().end('throttled')
    expect(pacer.takeLearned('key')).toEqual({ inFlight: 3 })
    await until(4_200)
    for (const ticket of long.slice(2)) ticket.end('accepted')
    calls(1)
    last().end('throttled')
    // With nothing else in flight it explains nothing: five calls in 3,625 ms were let in, less 7 %.
    expect(pacer.takeLearned('key')).toEqual({ qps: expect.closeTo((5 / 3.625) * 0.93, 6) })
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
