import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CallsInFlight } from '../../src/pacing/calls-in-flight.ts'
import type { Ticket } from '../../src/pacing/ticket.ts'
import { ticketAt } from './ticket-at.ts'

const never = Number.POSITIVE_INFINITY

function begin(inFlight: CallsInFlight, ticket: Ticket, now: number): void {
  ticket.preparing = false
  ticket.sentAt = now
  inFlight.begun(ticket)
}

const counts = ({ undecided, total, nextPresumedAt }: CallsInFlight) => ({ undecided, total, nextPresumedAt })

test('with nothing in flight there is nothing to wait for', () => {
  const inFlight = new CallsInFlight()
  expect(counts(inFlight)).toEqual({ undecided: 0, total: 0, nextPresumedAt: never })
  expect(inFlight.takePresumedAccepted(1e12)).toBeUndefined()
})

test('a call counts as accepted a second after it was sent while none was refused, not before, and once', () => {
  const inFlight = new CallsInFlight()
  const ticket = ticketAt(5_000)
  expect(ticket.undecided).toBe(false)
  inFlight.add(ticket)
  expect(ticket.undecided).toBe(true)
  expect(counts(inFlight)).toEqual({ undecided: 1, total: 1, nextPresumedAt: 6_000 })
  expect(inFlight.takePresumedAccepted(5_999)).toBeUndefined()
  expect(ticket.undecided).toBe(true)
  expect(inFlight.takePresumedAccepted(6_000)).toBe(ticket)
  expect(ticket.undecided).toBe(false)
  expect(inFlight.takePresumedAccepted(6_000)).toBeUndefined()
  expect(counts(inFlight)).toEqual({ undecided: 0, total: 1, nextPresumedAt: never })
})

describe('once refusals have shown how long they take', () => {
  /** The age at which a call is presumed accepted after refusals that took so long, in ms. */
  function presumedAfter(...tookMs: readonly number[]): number {
    const inFlight = new CallsInFlight()
    for (const ms of tookMs) inFlight.noteRefusal(ms)
    inFlight.add(ticketAt(10_000))
    return inFlight.nextPresumedAt - 10_000
  }

  test.each([
    ['twice that time and 50 ms', 60, 170],
    ['100 ms at least', 20, 100],
    ['100 ms at least', 0, 100],
    ['a second at most', 475, 1_000],
    ['a second at most', 9_000, 1_000],
  ])('a call counts as accepted after %s, when they took %i ms', (_, tookMs, ms) => {
    expect(presumedAfter(tookMs)).toBe(ms)
  })

  test('the longest of them counts, a twentieth less with each that is shorter', () => {
    expect(presumedAfter(50, 100)).toBe(250)
    // 95 and 90.25 ms.
    expect(presumedAfter(100, 50)).toBeCloseTo(240, 9)
    expect(presumedAfter(100, 50, 50)).toBeCloseTo(230.5, 9)
    expect(presumedAfter(100, 50, 92)).toBe(234)
  })

  test('it counts for calls that are in flight already', () => {
    const inFlight = new CallsInFlight()
    const ticket = ticketAt(0)
    inFlight.add(ticket)
    expect(inFlight.takePresumedAccepted(300)).toBeUndefined()
    inFlight.noteRefusal(60)
    expect(inFlight.takePresumedAccepted(169)).toBeUndefined()
    expect(inFlight.takePresumedAccepted(300)).toBe(ticket)
  })
})

test('a call that ends is neither undecided nor in flight, and is not presumed accepted any more', () => {
  const inFlight = new CallsInFlight()
  const ticket = ticketAt(0)
  inFlight.add(ticket)
  inFlight.remove(ticket)
  expect(ticket.undecided).toBe(false)
  expect(counts(inFlight)).toEqual({ undecided: 0, total: 0, nextPresumedAt: never })
})

test('one that was presumed accepted before it ends is not counted off the undecided again', () => {
  const inFlight = new CallsInFlight()
  const [old, recent] = [ticketAt(0), ticketAt(800)]
  inFlight.add(old)
  inFlight.add(recent)
  inFlight.takePresumedAccepted(1_000)
  inFlight.remove(old)
  expect(counts(inFlight)).toEqual({ undecided: 1, total: 1, nextPresumedAt: 1_800 })
})

test('a call in preparation is in flight, but ages only from when its request is sent', () => {
  const inFlight = new CallsInFlight()
  const ticket = ticketAt(0, true)
  inFlight.add(ticket)
  expect(counts(inFlight)).toEqual({ undecided: 1, total: 1, nextPresumedAt: never })
  expect(inFlight.takePresumedAccepted(60_000)).toBeUndefined()
  begin(inFlight, ticket, 60_000)
  expect(counts(inFlight)).toEqual({ undecided: 1, total: 1, nextPresumedAt: 61_000 })
})

test('a call in preparation is overdue after 5 s, once, and is not undecided any more', () => {
  const inFlight = new CallsInFlight()
  const [first, second, ready] = [ticketAt(0, true), ticketAt(100, true), ticketAt(50, true)]
  for (const ticket of [first, ready, second]) inFlight.add(ticket)
  begin(inFlight, ready, 200)
  expect(inFlight.nextOverdueAt).toBe(5_000)
  expect(inFlight.takeOverdue(4_999)).toBeUndefined()
  expect(inFlight.takeOverdue(5_000)).toBe(first)
  expect({ preparing: first.preparing, undecided: first.undecided }).toEqual({ preparing: false, undecided: false })
  expect(inFlight.takeOverdue(5_000)).toBeUndefined()
  expect(inFlight.nextOverdueAt).toBe(5_100)
  inFlight.remove(first)
  inFlight.remove(second)
  expect(counts(inFlight)).toEqual({ undecided: 1, total: 1, nextPresumedAt: 1_200 })
  expect(inFlight.nextOverdueAt).toBe(never)
})

test('a call that ends while it is in preparation is not in flight any more, and leaves the others as they are', () => {
  const inFlight = new CallsInFlight()
  const ticket = ticketAt(0, true)
  inFlight.add(ticketAt(100))
  inFlight.add(ticket)
  inFlight.remove(ticket)
  expect(counts(inFlight)).toEqual({ undecided: 1, total: 1, nextPresumedAt: 1_100 })
})

test('a call that ended keeps no other call in memory', () => {
  const inFlight = new CallsInFlight()
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
  fc.record({ presume: fc.constant(true) }),
)

test('whatever is sent, begun and ended, calls are presumed accepted in the order in which they were sent', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 30, maxLength: 60, size: 'max' }), (steps) => {
      const inFlight = new CallsInFlight()
      let now = 0
      let flying: Ticket[] = []
      /** Those of them that were sent and are not presumed accepted yet, the oldest first. */
      let aging: Ticket[] = []
      const seen: unknown[] = []
      const expected: unknown[] = []
      for (const step of steps) {
        if ('pass' in step) now += step.pass
        else if ('send' in step) {
          const ticket = ticketAt(now, step.send)
          inFlight.add(ticket)
          flying.push(ticket)
          if (!step.send) aging.push(ticket)
        } else if ('begin' in step) {
          const preparing = flying.filter((ticket) => ticket.preparing)
          const ticket = preparing[step.begin % Math.max(1, preparing.length)]
          if (ticket) begin(inFlight, ticket, now)
          if (ticket) aging.push(ticket)
        } else if ('end' in step) {
          const ticket = flying[step.end % Math.max(1, flying.length)]
          if (ticket) inFlight.remove(ticket)
          flying = flying.filter((other) => other !== ticket)
          aging = aging.filter((other) => other !== ticket)
        } else {
          const [oldest] = aging
          const presumed = oldest && now - oldest.sentAt >= 1_000 ? aging.shift() : undefined
          seen.push(inFlight.takePresumedAccepted(now) === presumed)
          expected.push(true)
        }
        seen.push(counts(inFlight))
        expected.push({
          undecided: aging.length + flying.filter(({ preparing }) => preparing).length,
          total: flying.length,
          nextPresumedAt: aging[0] ? aging[0].sentAt + 1_000 : never,
        })
      }
      expect(seen).toEqual(expected)
    }),
    { seed: 1, numRuns: 40 },
  )
})
