import { describe, expect, test } from 'vitest'
import { LearnedPace } from '../../src/pacing/learned-pace.ts'
import { anyTime, never } from '../../src/pacing/monotonic-time.ts'

/** A key first throttled at 1 s, whose calls began at `openedAt`. */
function throttled(accepted: number, openedAt = 0, ceiling = never): LearnedPace {
  return new LearnedPace(1_000, accepted, openedAt, ceiling)
}

/** One whose limit let calls in again at 2 s, so that the rate is no longer a guess. */
function steady(rate: number, ceiling = never): LearnedPace {
  const pace = throttled(rate, 0, ceiling)
  pace.accepted(2_000, 1_900, true)
  return pace
}

/** Throttles in a row, each of a call sent after the one before was known. */
function reject(pace: LearnedPace, ...times: number[]): LearnedPace {
  for (const now of times) pace.throttled(now, now - 1)
  return pace
}

/** A call sent just before is let in: the limit lets calls in again, if it did not. */
function letIn(pace: LearnedPace, now: number): LearnedPace {
  pace.accepted(now, now - 1, true)
  return pace
}

/** What the acceptance of a call that waited adds to the rate. */
function gain(pace: LearnedPace, now: number): number {
  const { rate } = pace
  pace.accepted(now, now - 1, true)
  return pace.rate - rate
}

describe('the first throttle', () => {
  test.each([
    ['20 calls in the last second', 20, never, 20, 1_050],
    ['100 calls', 100, never, 100, 1_010],
    ['no more than 5 are taken for 5', 3, never, 5, 1_200],
    ['none is taken for 5 too', 0, never, 5, 1_200],
    ['a configured limit is the most', 20, 8, 8, 1_125],
    ['even below 5', 0, 2, 2, 1_500],
  ])('sets the rate to what was accepted: %s', (_, accepted, ceiling, rate, nextAt) => {
    const pace = throttled(accepted, 0, ceiling)
    expect(pace.rate).toBe(rate)
    expect(pace.nextAt).toBe(nextAt)
  })

  test('is one throttle in a row, after what was accepted, and no call is taken for a probe yet', () => {
    const pace = throttled(20)
    expect([pace.streak, pace.acceptedSince, pace.probing, pace.bursting]).toEqual([1, 20, false, false])
    pace.sent(1_050)
    expect(pace.probing).toBe(false)
  })

  test('is one with those of calls sent before it was known', () => {
    const pace = throttled(20)
    for (const sentAt of [900, 950, 999]) pace.throttled(1_010, sentAt)
    expect([pace.streak, pace.nextAt]).toEqual([1, 1_050])
    pace.throttled(1_010, 1_000)
    expect(pace.streak).toBe(2)
  })
})

describe('spacing', () => {
  test('sends a call every 50 ms at 20 a second', () => {
    const pace = throttled(20)
    const spaced = [1_050, 1_100, 1_150].map((now) => [pace.sent(now), pace.nextAt])
    expect(spaced).toEqual([
      [true, 1_100],
      [true, 1_150],
      [true, 1_200],
    ])
  })

  test.each([
    ['a timer that is 10 ms late', 1_060, 1_100],
    ['one that is 30 ms late', 1_080, 1_100],
    ['one that is 40 ms late, but for 10 ms', 1_090, 1_110],
    // Not 40 calls at once.
    ['a pause of 2 s, but for all except 30 ms', 3_050, 3_070],
  ])('makes up for %s', (_, sentAt, nextAt) => {
    const pace = throttled(20)
    pace.sent(sentAt)
    expect(pace.nextAt).toBe(nextAt)
  })
})

describe('the turn of a call that waits', () => {
  /** The limit reopened at 2 s, and `calls` more were accepted since, none of which had to wait. */
  function accepting(calls: number, rate = 20): LearnedPace {
    const pace = steady(rate)
    for (let call = 0; call < calls; call++) pace.accepted(2_500, 2_400, false)
    return pace
  }

  test.each([
    ['3 s after the limit reopened, and 20 calls', 20, 5_000, true],
    ['a millisecond less', 20, 4_999, false],
    ['one call less', 19, 60_000, false],
  ])('is known when the rate is confirmed, by %s', (_, calls, now, isKnown) => {
    const pace = accepting(calls)
    // The next turn came at 1,050 ms, and none has been taken since.
    expect([pace.turnAt(0, now), pace.turnAt(26, now)]).toEqual(isKnown ? [now, now + 1_000] : [anyTime, anyTime])
  })

  test('is not known while the limit has not reopened, however many calls sent before are accepted', () => {
    const pace = throttled(20)
    for (let call = 0; call < 50; call++) pace.accepted(1_100, 900, true)
    expect(pace.turnAt(1_000, 60_000)).toBe(anyTime)
  })

  test.each([
    // The next call goes at 5,070 ms: two intervals of 50 ms, of which 30 ms of delay are made up for. At 1.3 times the
    // rate 26 calls go in a second.
    [0, 5_000, 5_070],
    [13, 5_000, 5_570],
    [26, 5_000, 6_070],
    [26, 7_000, 8_000],
  ])('is the earliest that is likely: with %i ahead, at %i ms, it comes at %i ms', (ahead, now, turnAt) => {
    const pace = accepting(20)
    pace.sent(5_000)
    pace.sent(5_000)
    expect(pace.turnAt(ahead, now)).toBeCloseTo(turnAt, 6)
  })

  test('stays known at later throttles, and is that of the next probe', () => {
    const pace = reject(accepting(20), 6_000, 7_000, 9_000)
    // 20/s less 7 % twice are intervals of 57.81 ms; one of them, and half of the 3,000 ms since the first throttle.
    expect(pace.turnAt(0, 9_000)).toBeCloseTo(10_557.81, 2)
    // And ten of them, for 13 calls at 1.3 times the rate.
    expect(pace.turnAt(13, 9_000)).toBeCloseTo(11_135.91, 2)
    letIn(pace, 10_600)
    expect(pace.turnAt(0, 10_600)).toBeGreaterThanOrEqual(10_600)
  })
})

describe('a single throttle', () => {
  test('costs 7 % of the rate, and gives back three quarters of an interval', () => {
    const pace = steady(100)
    pace.sent(2_000)
    expect(pace.nextAt).toBe(1_980)
    pace.sent(2_000)
    pace.sent(2_000)
    expect(pace.nextAt).toBe(2_000)
    reject(pace, 1_990)
    expect(pace.rate).toBeCloseTo(93, 9)
    // An interval is 10.753 ms now.
    expect(pace.nextAt).toBeCloseTo(1_991.935, 3)
    expect(pace.streak).toBe(1)
  })

  test('brings the next call no earlier than now', () => {
    const pace = steady(100)
    pace.sent(2_000)
    reject(pace, 2_050)
    expect(pace.nextAt).toBe(2_050)
  })

  test('is over when the next call is let in: the next one costs 7 % again', () => {
    const pace = letIn(reject(steady(100), 3_000), 3_100)
    expect(pace.streak).toBe(0)
    expect(reject(pace, 3_200).rate).toBeCloseTo(86.49, 9)
  })
})

describe('throttles in a row', () => {
  test('do not lower a rate that is but a guess', () => {
    expect(reject(throttled(20), 1_100, 1_300).rate).toBe(20)
  })

  test('cost 7 % each of a rate that was learned, up to the second', () => {
    const pace = steady(100)
    const rates = [3_000, 3_100, 3_300, 3_600].map((now) => reject(pace, now).rate)
    for (const [index, rate] of [93, 86.49, 86.49, 86.49].entries()) expect(rates[index]).toBeCloseTo(rate, 9)
  })

  test('make each wait longer by half of the time since the first', () => {
    const pace = throttled(20)
    // An interval of 50 ms, and half of 100, 300 and 1,000 ms.
    expect([1_100, 1_300, 2_000].map((now) => reject(pace, now).nextAt)).toEqual([1_200, 1_500, 2_550])
  })

  test('later on too, with the intervals of the lower rate', () => {
    const pace = steady(100)
    reject(pace, 4_000)
    // 86.49 a second are 11.562 ms, and half of 200 and 600 ms.
    expect(reject(pace, 4_200).nextAt).toBeCloseTo(4_311.562, 3)
    expect(reject(pace, 4_600).nextAt).toBeCloseTo(4_911.562, 3)
  })

  test.each([
    // At 5 a second the wait would be an interval of 200 ms, and half of 100 ms.
    ['no wait goes beyond it', 100, 1_115],
    ['a wait that ends before is kept', 500, 1_350],
    ['nothing is known of it once it is over', 85, 1_350],
  ])(
    'may end when a window of a second that began with the first call is over, 15 ms later for sure: %s',
    (_, openedAt, nextAt) => {
      expect(reject(throttled(5, openedAt), 1_100).nextAt).toBe(nextAt)
    },
  )

  test('have lasted since the first of them, until a call is accepted', () => {
    const pace = steady(20)
    const lasted = [pace.shutMs(2_900)]
    reject(pace, 3_000)
    lasted.push(pace.shutMs(3_000), pace.shutMs(3_050))
    reject(pace, 3_200)
    lasted.push(pace.shutMs(4_000))
    letIn(pace, 4_100)
    lasted.push(pace.shutMs(4_100))
    expect(lasted).toEqual([0, 0, 50, 1_000, 0])
  })

  test('let one call through at a time, from the second on, until its answer', () => {
    const pace = throttled(20)
    pace.sent(1_050)
    reject(pace, 1_100)
    expect(pace.probing).toBe(false)
    pace.sent(1_200)
    expect(pace.probing).toBe(true)
    reject(pace, 1_250)
    expect(pace.probing).toBe(false)
    pace.sent(1_400)
    letIn(pace, 1_450)
    expect(pace.probing).toBe(false)
    expect(pace.streak).toBe(0)
  })

  test('go on while only calls sent before the last of them are let in', () => {
    const pace = reject(throttled(20), 1_100)
    pace.sent(1_200)
    pace.accepted(1_210, 1_099, true)
    expect([pace.streak, pace.probing, pace.acceptedSince]).toEqual([2, true, 21])
    pace.accepted(1_210, 1_100, true)
    expect([pace.streak, pace.probing, pace.acceptedSince]).toEqual([0, false, 1])
  })

  test.each([
    ['the probe itself, whose place another call takes', 1_200, false],
    ['a call sent as the last throttle became known', 1_100, false],
    ['a call sent before, which shows nothing of the probe', 1_099, true],
  ])('are not decided by an attempt that fails for other reasons: %s', (_, sentAt, probing) => {
    const pace = reject(throttled(20), 1_100)
    pace.sent(1_200)
    pace.inconclusive(sentAt)
    expect(pace.probing).toBe(probing)
    expect(pace.streak).toBe(2)
  })
})

describe('refused calls that the limit counts too', () => {
  /** A confirmed rate of 20/s. */
  function confirmed(): LearnedPace {
    const pace = steady(20)
    for (let call = 0; call < 20; call++) pace.accepted(2_500, 2_400, false)
    return pace
  }

  test('are suspected after three throttles in a row: the next one delays the next call by an interval', () => {
    const pace = letIn(reject(confirmed(), 6_000, 6_100, 6_300), 7_000)
    reject(pace, 7_100)
    expect(pace.nextAt).toBeCloseTo(7_100 + pace.intervalMs, 6)
  })

  test('are not suspected any more after eight throttles', () => {
    const pace = letIn(reject(confirmed(), 6_000, 6_100, 6_300), 7_000)
    for (let time = 8_000; time < 16_000; time += 1_000) letIn(reject(pace, time), time + 100)
    expect(reject(pace, 16_000).nextAt).toBe(16_000)
  })

  test('are not suspected while the rate is not confirmed', () => {
    const pace = letIn(reject(steady(20), 3_000, 3_100, 3_300), 4_000)
    expect(reject(pace, 4_100).nextAt).toBe(4_100)
  })

  test('keep a window full beyond a second: then a second passes without a call', () => {
    const pace = reject(steady(100), 3_000, 3_100, 4_200)
    const probedAt = reject(pace, 4_900).nextAt
    expect(probedAt).toBeGreaterThanOrEqual(4_900 + 1_015)
  })
})

test('a limit that reopens at once, and accepted few calls, may be far higher: the rate grows by the most', () => {
  const pace = letIn(throttled(2), 1_050)
  // 32 times 0.0045 times the root of 5.
  expect(gain(pace, 1_100)).toBeCloseTo(0.322, 3)
})

describe('a call that is tried at once', () => {
  test('need not wait for its turn', () => {
    const pace = throttled(20)
    pace.tryNow(1_020)
    expect(pace.nextAt).toBe(1_020)
  })

  test('loses nothing of a turn that has come', () => {
    const pace = throttled(20)
    pace.tryNow(1_500)
    expect(pace.nextAt).toBe(1_050)
  })

  test('waits all the same while a probe is out', () => {
    const pace = reject(throttled(20), 1_100)
    pace.sent(1_200)
    expect(pace.nextAt).toBe(1_250)
    pace.tryNow(1_210)
    expect(pace.nextAt).toBe(1_250)
  })
})

describe('a window that was used up', () => {
  test.each([
    // Accepted before the first throttle, from when on, and the rate; the last throttle is at 1,300 ms.
    ['20 calls in 1.3 s', 20, 0, 15.384_615],
    ['20 calls in 0.8 s are not taken for 25 a second', 20, 500, 20],
    ['three calls in 1.3 s', 3, 0, 2.307_692],
    ['two are too few to tell: at most half of the guess of 5', 2, 0, 2.5],
    ['none is too', 0, 0, 2.5],
    ['two in half a second, above half of the guess', 2, 800, 4],
    ['all in one millisecond', 20, 1_300, 20],
  ])('gives the rate after three throttles in a row, up to the last of them: %s', (_, accepted, openedAt, rate) => {
    const pace = letIn(reject(throttled(accepted, openedAt), 1_100, 1_300), 1_900)
    expect(pace.rate).toBeCloseTo(rate, 6)
    expect([pace.nextAt, pace.streak, pace.acceptedSince, pace.bursting]).toEqual([1_900, 0, 1, false])
  })

  test('is not seen in two throttles: the rate and the next turn stay', () => {
    const pace = letIn(reject(throttled(20), 1_100), 1_900)
    expect([pace.rate, pace.nextAt]).toEqual([20, 1_200])
  })

  test('counts from when it opened, with the call that showed it', () => {
    const pace = letIn(throttled(20), 1_500)
    for (const now of [1_600, 1_700, 1_800]) pace.accepted(now, now - 10, false)
    // Four calls from 1,500 to 3,500 ms.
    reject(pace, 2_000, 2_500, 3_500)
    expect(pace.acceptedSince).toBe(4)
    expect(letIn(pace, 4_000).rate).toBeCloseTo(2, 9)
  })

  test('leaves one call an hour at least', () => {
    // Three in four hours.
    const pace = letIn(reject(throttled(3), 5_000, 14_400_000), 14_400_100)
    expect(pace.intervalMs).toBeCloseTo(3_600_000, 3)
  })
})

describe('a window of minutes or hours', () => {
  /** 100 calls were let in from 0 on, and none from 1 s to 10 s: a window of 10 s, in which 99 more calls may follow. */
  const reopened = () => letIn(reject(throttled(100), 1_100, 5_000, 9_900), 10_000)

  test.each([
    ['was shut for six seconds', 1_000, 7_000, true],
    ['was shut for less', 1_000, 6_999, false],
    ['was shut for more than half of its time', -4_999, 7_000, true],
    ['was shut for half of it only', -5_000, 7_000, false],
  ])('is recognised by that it %s', (_, openedAt, opensAt, long) => {
    const pace = letIn(reject(throttled(100, openedAt), 1_100, 5_000), opensAt)
    expect(pace.bursting).toBe(long)
  })

  test('lets all the calls that it let through the last time go without spacing, then spaces them', () => {
    const pace = reopened()
    const sent = Array.from({ length: 100 }, () => pace.sent(10_010))
    expect(sent.filter((spaced) => !spaced)).toHaveLength(99)
    expect(sent.at(-1)).toBe(true)
    expect(pace.bursting).toBe(false)
  })

  test('brings the turn of those 99 at once, and of those after them at the rate that the window has', () => {
    const pace = reopened()
    for (let call = 0; call < 20; call++) pace.accepted(10_100, 10_050, false)
    // 100 calls up to the last throttle, in 9.9 s: 99 ms each, or 76.154 ms at 1.3 times the rate.
    const turns = [0, 99, 100, 113].map((ahead) => pace.turnAt(ahead, 13_000))
    for (const [index, turnAt] of [13_000, 13_000, 13_076.154, 14_066.154].entries())
      expect(turns[index]).toBeCloseTo(turnAt, 3)
  })

  test.each([
    [0, 0],
    [1, 0],
    [2, 1],
  ])('that let %i calls in lets %i more follow the one that found it open', (accepted, more) => {
    const pace = letIn(reject(throttled(accepted), 1_100, 5_000, 9_900), 10_000)
    expect(pace.bursting).toBe(more > 0)
    // Only a spaced call moves the next turn: 2.5/s were measured, an interval of 400 ms.
    const spaced = [pace.sent(10_000), pace.sent(10_000)]
    expect(spaced).toEqual([more === 0, true])
    expect(pace.nextAt).toBe(10_000 + (2 - more) * 400)
  })

  test('ends its burst at the first throttle', () => {
    const pace = reject(reopened(), 10_500)
    expect(pace.bursting).toBe(false)
    expect(pace.sent(10_600)).toBe(true)
  })

  test('is waited for from the fourth throttle on, up to 3 % before it should open', () => {
    expect(reject(reopened(), 12_000, 12_100, 12_300, 12_600).nextAt).toBe(19_700)
  })

  test('waits like any other where it is seen to be shut before: an interval, and half of the time since', () => {
    // An interval of 99 ms, longer by 7 % twice, is 114.464 ms; half of 1,000 ms.
    expect(reject(reopened(), 12_000, 12_100, 13_000).nextAt).toBeCloseTo(13_614.464, 3)
  })

  test.each([
    ['at the moment itself', 19_700, 20_000],
    ['a little later', 19_800, 20_100],
    ['long after', 21_700, 22_700],
  ])(
    'that is still shut when it should open is tried after 3 % of its length, or half of the delay: %s',
    (_, now, nextAt) => {
      expect(reject(reopened(), 12_000, now).nextAt).toBeCloseTo(nextAt, 6)
      expect(reject(reopened(), 12_000, 12_100, now).nextAt).toBeCloseTo(nextAt, 6)
    },
  )

  test('is as long as the last one was', () => {
    const pace = letIn(reject(reopened(), 12_000, 12_100, 19_700), 20_100)
    // 10,100 ms from 20,100 on, less 3 %.
    expect(reject(pace, 22_000, 22_100, 22_300, 22_600).nextAt).toBeCloseTo(29_897, 6)
  })

  test('is forgotten when the next one opens soon', () => {
    const pace = letIn(reject(reopened(), 12_000, 12_100, 12_300), 12_500)
    expect(pace.bursting).toBe(false)
    expect(reject(pace, 14_000, 14_100).nextAt).toBeLessThan(17_000)
  })
})

describe('growth', () => {
  test.each([
    ['2.5 % of a call for each at 100 a second, which is 2.5 % a second', 100, 0.025],
    ['less below 20: 0.45 % times the root of the rate', 16, 0.018],
    ['at 9 a second', 9, 0.013_5],
  ])('adds %s', (_, rate, more) => {
    expect(gain(steady(rate), 2_100)).toBeCloseTo(more, 9)
  })

  test('comes of calls that waited for the pace only: others do not say that it could be higher', () => {
    const pace = steady(100)
    pace.accepted(2_100, 2_050, false)
    expect(pace.rate).toBe(100)
    expect(pace.acceptedSince).toBe(2)
  })

  test('ends at the configured limit', () => {
    const pace = steady(20, 20.01)
    expect(gain(pace, 2_100)).toBeCloseTo(0.01, 9)
    expect(gain(pace, 2_100)).toBe(0)
  })

  test('is bolder the further the rate lies under the one last throttled: by 1.75 at 7 %, by 3.38 at 13.5 %', () => {
    expect(gain(letIn(reject(steady(100), 2_100), 2_200), 2_300)).toBeCloseTo(0.068_75, 9)
    expect(gain(letIn(reject(steady(100), 2_100, 2_150), 2_200), 2_300)).toBeCloseTo(0.109_437_5, 9)
  })

  test('goes by the last throttle, and not by those before', () => {
    const pace = letIn(reject(letIn(reject(steady(100), 2_100), 2_200), 2_300), 2_400)
    expect(pace.rate).toBeCloseTo(86.49, 9)
    expect(gain(pace, 2_500)).toBeCloseTo(0.068_75, 9)
  })

  test('is bolder towards a rate that a window was used up at, but not in a window of minutes', () => {
    // 15.385 a second: 0.017650 a call, 6.769 times as bold for lying 23.1 % under 20.
    const second = letIn(reject(throttled(20), 1_100, 1_300), 1_900)
    expect(gain(second, 1_950)).toBeCloseTo(0.119_481, 5)
    // 10.101 a second: 0.014302 a call.
    const long = letIn(reject(throttled(100), 1_100, 5_000, 9_900), 10_000)
    expect(gain(long, 10_100)).toBeCloseTo(0.014_302, 6)
  })

  test('doubles with each 4 % above the rate last throttled, up to 32 times', () => {
    const pace = steady(100)
    const gains = [104, 108, 116, 120, 150].map((rate) => {
      while (pace.rate < rate) letIn(pace, 2_100)
      return gain(pace, 2_100)
    })
    // A step passes the rate by part of itself, so that growth is a little bolder than at the rate itself.
    for (const [index, least] of [0.05, 0.1, 0.4, 0.8, 0.8].entries()) {
      expect(gains[index]).toBeGreaterThanOrEqual(least - 1e-9)
      expect(gains[index]).toBeLessThanOrEqual(least * 1.1)
    }
    expect(gains.at(-1)).toBeCloseTo(0.8, 9)
  })

  test.each([
    // The throttle was at 1,000 ms.
    [3_000, 0.025],
    // Half as long again doubles it one and a half times.
    [4_000, 0.070_710_7],
    [5_000, 0.1],
    [60_000, 0.1],
  ])('doubles from two seconds without a throttle on, up to four times: at %i ms it adds %d', (now, more) => {
    expect(gain(steady(100), now)).toBeCloseTo(more, 6)
  })

  test('of one call a second does so after four calls, in 4 s', () => {
    // Four calls up to the last throttle at 4 s: one a second, 80 % under 5, so 21 times 0.0045.
    const slow = () => letIn(reject(throttled(4), 2_000, 4_000), 4_100)
    expect(slow().rate).toBeCloseTo(1, 9)
    expect(gain(slow(), 8_000)).toBeCloseTo(0.094_5, 9)
    // With all that makes it bolder it is 32 times as much at most.
    expect(gain(slow(), 12_000)).toBeCloseTo(0.144, 9)
  })
})
