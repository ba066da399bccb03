import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InFlight } from '../../src/pacing/in-flight.ts'
import { KeyState } from '../../src/pacing/key-state.ts'
import { MonotonicTime } from '../../src/pacing/monotonic-time.ts'
import { Ticket } from '../../src/pacing/ticket.ts'

const never = Number.POSITIVE_INFINITY
const time = new MonotonicTime({ now: () => 0, sleep: async () => {}, random: () => 0.5 })
const key = new KeyState(time, undefined, undefined, () => {})

const ticketAt = (sentAt: number, held = false) => new Ticket(key, 0, sentAt, false, held)

function begin(inFlight: InFlight, ticket: Ticket, now: number): void {
  ticket.held = false
  ticket.sentAt = now
  inFlight.begun(ticket)
}

const counts = ({ young, total, nextGrownUpAt }: InFlight) => ({ young, total, nextGrownUpAt })

test('with nothing in flight there is nothing to wait for', () => {
  const inFlight = new InFlight()
  expect(counts(inFlight)).toEqual({ young: 0, total: 0, nextGrownUpAt: never })
  expect(inFlight.takeGrownUp(1e12)).toBeUndefined()
})

test('a call counts as accepted a second after it was sent, not before, and once', () => {
  const inFlight = new InFlight()
  const ticket = ticketAt(5_000)
  expect(ticket.young).toBe(false)
  inFlight.add(ticket)
  expect(ticket.young).toBe(true)
  expect(counts(inFlight)).toEqual({ young: 1, total: 1, nextGrownUpAt: 6_000 })
  expect(inFlight.takeGrownUp(5_999)).toBeUndefined()
  expect(ticket.young).toBe(true)
  expect(inFlight.takeGrownUp(6_000)).toBe(ticket)
  expect(ticket.young).toBe(false)
  expect(inFlight.takeGrownUp(6_000)).toBeUndefined()
  expect(counts(inFlight)).toEqual({ young: 0, total: 1, nextGrownUpAt: never })
})

test('a call that ends is neither young nor in flight, and does not come of age any more', () => {
  const inFlight = new InFlight()
  const ticket = ticketAt(0)
  inFlight.add(ticket)
  inFlight.remove(ticket)
  expect(ticket.young).toBe(false)
  expect(counts(inFlight)).toEqual({ young: 0, total: 0, nextGrownUpAt: never })
})

test('one that came of age before it ends is not counted off the young again', () => {
  const inFlight = new InFlight()
  const [old, young] = [ticketAt(0), ticketAt(800)]
  inFlight.add(old)
  inFlight.add(young)
  inFlight.takeGrownUp(1_000)
  inFlight.remove(old)
  expect(counts(inFlight)).toEqual({ young: 1, total: 1, nextGrownUpAt: 1_800 })
})

test('a held call takes a place, but ages only from when its request is sent', () => {
  const inFlight = new InFlight()
  const held = ticketAt(0, true)
  inFlight.add(held)
  expect(counts(inFlight)).toEqual({ young: 1, total: 1, nextGrownUpAt: never })
  expect(inFlight.takeGrownUp(60_000)).toBeUndefined()
  begin(inFlight, held, 60_000)
  expect(counts(inFlight)).toEqual({ young: 1, total: 1, nextGrownUpAt: 61_000 })
})

test('a held call is overdue after 5 s, once, and takes no place any more', () => {
  const inFlight = new InFlight()
  const [first, second, ready] = [ticketAt(0, true), ticketAt(100, true), ticketAt(50, true)]
  for (const ticket of [first, ready, second]) inFlight.add(ticket)
  begin(inFlight, ready, 200)
  expect(inFlight.nextOverdueAt).toBe(5_000)
  expect(inFlight.takeOverdue(4_999)).toBeUndefined()
  expect(inFlight.takeOverdue(5_000)).toBe(first)
  expect({ held: first.held, young: first.young }).toEqual({ held: false, young: false })
  expect(inFlight.takeOverdue(5_000)).toBeUndefined()
  expect(inFlight.nextOverdueAt).toBe(5_100)
  inFlight.remove(first)
  inFlight.remove(second)
  expect(counts(inFlight)).toEqual({ young: 1, total: 1, nextGrownUpAt: 1_200 })
  expect(inFlight.nextOverdueAt).toBe(never)
})

test('a held call that ends before it was sent gives its place back, and leaves the others as they are', () => {
  const inFlight = new InFlight()
  const held = ticketAt(0, true)
  inFlight.add(ticketAt(100))
  inFlight.add(held)
  inFlight.remove(held)
  expect(counts(inFlight)).toEqual({ young: 1, total: 1, nextGrownUpAt: 1_100 })
})

test('a call that ended keeps no other call in memory', () => {
  const inFlight = new InFlight()
  const [first, middle, last] = [ticketAt(1), ticketAt(2), ticketAt(3)]
  for (const ticket of [first, middle, last]) inFlight.add(ticket)
  inFlight.remove(middle)
  expect({ older: middle.older, newer: middle.newer }).toEqual({ older: undefined, newer: undefined })
})

const anyStep = fc.oneof(
  fc.record({ send: fc.boolean() }),
  fc.record({ begin: fc.nat({ max: 20 }) }),
  fc.record({ end: fc.nat({ max: 20 }) }),
  fc.record({ pass: fc.integer({ min: 1, max: 600 }) }),
  fc.record({ grow: fc.constant(true) }),
)

test('whatever is sent, begun and ended, calls come of age in the order in which they were sent', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 30, maxLength: 60, size: 'max' }), (steps) => {
      const inFlight = new InFlight()
      let now = 0
      let flying: Ticket[] = []
      /** Those of them that were sent and are not of age, the oldest first. */
      let aging: Ticket[] = []
      const told: unknown[] = []
      const expected: unknown[] = []
      for (const step of steps) {
        if ('pass' in step) now += step.pass
        else if ('send' in step) {
          const ticket = ticketAt(now, step.send)
          inFlight.add(ticket)
          flying.push(ticket)
          if (!step.send) aging.push(ticket)
        } else if ('begin' in step) {
          const held = flying.filter((ticket) => ticket.held)
          const ticket = held[step.begin % Math.max(1, held.length)]
          if (ticket) begin(inFlight, ticket, now)
          if (ticket) aging.push(ticket)
        } else if ('end' in step) {
          const ticket = flying[step.end % Math.max(1, flying.length)]
          if (ticket) inFlight.remove(ticket)
          flying = flying.filter((other) => other !== ticket)
          aging = aging.filter((other) => other !== ticket)
        } else {
          const [oldest] = aging
          const grown = oldest && now - oldest.sentAt >= 1_000 ? aging.shift() : undefined
          told.push(inFlight.takeGrownUp(now) === grown)
          expected.push(true)
        }
        told.push(counts(inFlight))
        expected.push({
          young: aging.length + flying.filter(({ held }) => held).length,
          total: flying.length,
          nextGrownUpAt: aging[0] ? aging[0].sentAt + 1_000 : never,
        })
      }
      expect(told).toEqual(expected)
    }),
    { seed: 1, numRuns: 40 },
  )
})
