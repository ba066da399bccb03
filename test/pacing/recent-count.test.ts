import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecentCount } from '../../src/pacing/recent-count.ts'

const start = 1_700_000_000_000

test('nothing is counted at first', () => {
  expect(new RecentCount().total(start)).toBe(0)
})

test.each([
  ['at once', start, 3],
  ['as long as its tenth of a second is among the last ten', start + 999, 3],
  ['no longer than a second', start + 1_000, 0],
  ['nor an hour later', start + 3_600_000, 0],
])('what came together is counted together: %s', (_, now, total) => {
  const count = new RecentCount()
  count.add(start, 2)
  count.add(start)
  expect(count.total(now)).toBe(total)
})

test('what came apart is forgotten apart', () => {
  const count = new RecentCount()
  for (const after of [0, 300, 600]) count.add(start + after)
  expect([900, 1_000, 1_200, 1_300, 1_599, 1_600].map((after) => count.total(start + after))).toEqual([
    3, 2, 2, 1, 1, 0,
  ])
})

test('a clock that was set back forgets nothing, and what comes then counts from where the clock was', () => {
  const count = new RecentCount()
  count.add(start)
  count.add(start - 5_000)
  expect([start - 60_000, start, start + 999, start + 1_000].map((now) => count.total(now))).toEqual([2, 2, 2, 0])
})

/** Keeps the tenth of a second of every event. */
class Model {
  #tenths: number[] = []
  #latest = 0

  add(now: number, count: number): void {
    this.#latest = Math.max(this.#latest, Math.floor(now / 100))
    for (let event = 0; event < count; event++) this.#tenths.push(this.#latest)
  }

  total(now: number): number {
    this.#latest = Math.max(this.#latest, Math.floor(now / 100))
    return this.#tenths.filter((tenth) => tenth > this.#latest - 10).length
  }
}

const step = fc.record({
  // Steps back too, and some that end exactly on a tenth.
  passed: fc.oneof(fc.integer({ min: -300, max: 1_500 }), fc.constantFrom(0, 100, 900, 1_000, 1_100)),
  count: fc.nat(3),
})

test('whatever comes when, the count is that of a list of all events', () => {
  fc.assert(
    fc.property(fc.constantFrom(0, start), fc.array(step), (from, steps) => {
      const count = new RecentCount()
      const model = new Model()
      let now = from
      for (const { passed, count: events } of steps) {
        now += passed
        count.add(now, events)
        model.add(now, events)
        expect(count.total(now)).toBe(model.total(now))
      }
    }),
    { numRuns: 200, seed: 20_240_611 },
  )
})
