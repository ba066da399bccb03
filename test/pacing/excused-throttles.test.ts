import { expect, test } from 'vitest'
import { ExcusedThrottles } from '../../src/pacing/excused-throttles.ts'

/** Throttles far apart, each of a call sent after the one before was known. Returns whether each is excused. */
function throttle(throttles: ExcusedThrottles, times: number, from = 0): boolean[] {
  return Array.from({ length: times }, (_, time) => throttles.throttled(from + time * 1_000, from + time * 1_000 - 50))
}

function send(throttles: ExcusedThrottles, calls: number): void {
  for (let call = 0; call < calls; call++) throttles.sent()
}

test('the second is 20 ms long in excess until a call is throttled', () => {
  expect(new ExcusedThrottles(20).marginMs).toBe(20)
})

test('each throttle that is excused makes the second 25 ms longer', () => {
  const throttles = new ExcusedThrottles(20)
  const margins = [1, 2, 3].map((time) => {
    throttles.throttled(time * 1_000, time * 1_000 - 50)
    return throttles.marginMs
  })
  expect(margins).toEqual([45, 70, 95])
})

test('three throttles are excused, the fourth puts the limit in doubt and changes nothing', () => {
  const throttles = new ExcusedThrottles(20)
  expect(throttle(throttles, 5)).toEqual([true, true, true, false, false])
  expect(throttles.marginMs).toBe(95)
})

test.each([
  // Three for a hundred calls are 0.03 a call: 33 calls earn 0.99 of one, 34 earn 1.02.
  [33, [false]],
  [34, [true, false]],
  // 67 earn 2.01, and a hundred 3.
  [67, [true, true, false]],
  [101, [true, true, true, false]],
  // No more than three are ever saved up.
  [10_000, [true, true, true, false]],
])('%i calls after the last excuse was used the next throttles are excused: %j', (calls, excused) => {
  const throttles = new ExcusedThrottles(1_000_000)
  throttle(throttles, 3)
  send(throttles, calls)
  expect(throttle(throttles, excused.length, 10_000)).toEqual(excused)
})

test('calls that nothing throttles save up no more than three excuses', () => {
  const throttles = new ExcusedThrottles(20)
  send(throttles, 1_000)
  expect(throttle(throttles, 4)).toEqual([true, true, true, false])
})

test('throttles of calls sent before the first was known are one, and cost one excuse and 25 ms', () => {
  const throttles = new ExcusedThrottles(20)
  for (let call = 0; call < 20; call++) expect(throttles.throttled(1_050 + call, 1_000 + call)).toBe(true)
  expect(throttles.marginMs).toBe(45)
  expect(throttle(throttles, 3, 5_000)).toEqual([true, true, false])
})

test('a call sent in the millisecond in which the throttle became known is no longer of its burst', () => {
  const throttles = new ExcusedThrottles(20)
  throttles.throttled(1_000, 950)
  throttles.throttled(1_050, 999)
  expect(throttles.marginMs).toBe(45)
  throttles.throttled(1_050, 1_000)
  expect(throttles.marginMs).toBe(70)
})

test('throttles of a burst are excused by the burst, even when it used the last excuse', () => {
  const throttles = new ExcusedThrottles(20)
  throttle(throttles, 3)
  expect(throttles.throttled(2_100, 1_990)).toBe(true)
  expect(throttles.throttled(2_100, 2_010)).toBe(false)
})

test('the second is never more than 250 ms longer', () => {
  const throttles = new ExcusedThrottles(1_000_000)
  const margins: number[] = []
  for (let time = 0; time < 12; time++) {
    send(throttles, 100)
    throttles.throttled(time * 10_000, time * 10_000 - 50)
    margins.push(throttles.marginMs)
  }
  expect(margins).toEqual([45, 70, 95, 120, 145, 170, 195, 220, 245, 250, 250, 250])
})

test.each([
  [19, 45],
  [20, 44],
  [39, 44],
  [40, 43],
  [500, 20],
  // It does not become shorter than it was at first.
  [2_000, 20],
])('with 20 calls a round, %i calls after a throttle the second is %i ms longer', (calls, marginMs) => {
  const throttles = new ExcusedThrottles(20)
  throttle(throttles, 1)
  send(throttles, calls)
  expect(throttles.marginMs).toBe(marginMs)
})
