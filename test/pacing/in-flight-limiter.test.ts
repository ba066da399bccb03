import { expect, test } from 'vitest'
import { InFlightLimiter } from '../../src/pacing/in-flight-limiter.ts'
import type { Ticket } from '../../src/pacing/ticket.ts'
import { ticketAt } from './ticket-at.ts'

const none = Number.POSITIVE_INFINITY

/** A cap, and the calls in flight that it sees. */
function capOf() {
  const flight = { total: 0, undecided: 0 }
  const rate = { streak: 0, shutForMs: 1_015, shutMs: () => rate.shutForMs }
  const limiter = new InFlightLimiter(flight, rate)
  return {
    get learned() {
      return limiter.learned
    },
    get limit() {
      return limiter.limit
    },
    admits(inFlight: number, undecided: number): boolean {
      Object.assign(flight, { total: inFlight, undecided })
      return !limiter.awaitsOutcome
    },
    sent(others: number, ticket: Ticket): void {
      flight.total = others
      limiter.sent(ticket)
    },
    /** @param inFlight calls in flight, this one included */
    accepted(inFlight: number, ticket: Ticket): void {
      flight.total = inFlight
      limiter.accepted(0, ticket)
    },
    /** @param long those of the others that were let in for sure */
    throttled(others: number, long: number, streak: number): boolean {
      Object.assign(flight, { total: others, undecided: others - long })
      rate.streak = streak
      return limiter.throttled(0)
    },
    /** For how long the limit has accepted no call, in ms. */
    shutFor(ms: number): void {
      rate.shutForMs = ms
    },
    ended: () => limiter.startsTest(),
  }
}

/** Sends a call beside `others`, which is let in. */
function letIn(cap: ReturnType<typeof capOf>, others: number, times = 1): void {
  for (let time = 0; time < times; time++) {
    const ticket = ticketAt(0)
    cap.sent(others, ticket)
    cap.accepted(others + 1, ticket)
  }
}

/** Has throttles in a row met beside `others`, one of these ended, and the call sent at once for it let in. */
function learn(limit: number): ReturnType<typeof capOf> {
  const cap = capOf()
  for (const streak of [0, 1, 2, 3]) cap.throttled(limit, limit, streak)
  cap.ended()
  letIn(cap, limit - 1)
  return cap
}

/** How many calls are let in at the cap before one more is tried. */
function trialAfter(cap: ReturnType<typeof capOf>): number {
  for (let calls = 0; calls <= 200; calls++) {
    if (cap.admits(cap.limit, 0)) return calls
    letIn(cap, cap.limit - 1)
  }
  return none
}

test('any number of calls may be in flight until throttles have shown a cap', () => {
  const cap = capOf()
  expect(cap.learned).toBe(false)
  expect(cap.admits(1_000_000, 1_000)).toBe(true)
  letIn(cap, 500, 100)
  expect(cap.learned).toBe(false)
})

test('a cap is learned when one of five long calls ends after throttles in a row, and the next is let in', () => {
  const cap = capOf()
  expect([0, 1, 2, 3].map((streak) => cap.throttled(5, 5, streak))).toEqual([false, false, false, false])
  expect(cap.learned).toBe(false)
  expect(cap.ended()).toBe(true)
  const test = ticketAt(0)
  cap.sent(4, test)
  expect(cap.learned).toBe(false)
  cap.accepted(5, test)
  expect(cap.learned).toBe(true)
  expect([cap.admits(4, 0), cap.admits(5, 0)]).toEqual([true, false])
})

test.each([
  ['three throttles in a row came before', 3, 5, true],
  ['fewer did', 2, 5, false],
  ['one long call is in flight', 3, 1, true],
  ['none is', 3, 0, false],
])('an end is the moment to test for a cap when %s', (_, streak, long, tests) => {
  const cap = capOf()
  cap.throttled(5, long, streak)
  expect(cap.ended()).toBe(tests)
})

test.each([
  // A one-second window is over after 1,015 ms, the spread of round trips included.
  [1_014, false],
  [1_015, true],
])(
  'an end is the moment to test for a cap when throttles have lasted for longer than a window of a second: %i ms',
  (ms, tests) => {
    const cap = capOf()
    cap.shutFor(ms)
    cap.throttled(5, 5, 3)
    expect(cap.ended()).toBe(tests)
  },
)

test('nothing is tested while nothing was throttled', () => {
  expect(capOf().ended()).toBe(false)
})

test('one end is tested at a time, and none once the cap is known', () => {
  const cap = capOf()
  cap.throttled(5, 5, 3)
  expect([cap.ended(), cap.ended()]).toEqual([true, false])
  const test = ticketAt(0)
  cap.sent(4, test)
  expect(cap.ended()).toBe(false)
  cap.accepted(5, test)
  expect(cap.ended()).toBe(false)
})

test('only the call sent for the end tells: others that are let in do not, and the one after it is not taken for it', () => {
  const cap = capOf()
  cap.throttled(5, 5, 3)
  const earlier = ticketAt(0)
  cap.sent(4, earlier)
  cap.ended()
  const test = ticketAt(0)
  cap.sent(4, test)
  const later = ticketAt(0)
  cap.sent(5, later)
  cap.accepted(6, earlier)
  cap.accepted(6, later)
  expect(cap.learned).toBe(false)
  cap.accepted(6, test)
  expect(cap.limit).toBe(5)
})

test('a test that is throttled clears the suspicion: the limit was not one of calls in flight', () => {
  const cap = capOf()
  cap.throttled(5, 5, 3)
  cap.ended()
  const test = ticketAt(0)
  cap.sent(4, test)
  expect(cap.throttled(4, 4, 4)).toBe(false)
  expect(cap.ended()).toBe(false)
  cap.accepted(5, test)
  expect(cap.learned).toBe(false)
  // The next throttle may raise it again.
  cap.throttled(4, 4, 5)
  expect(cap.ended()).toBe(true)
})

test('a throttle before any call was sent for the end clears it too', () => {
  const cap = capOf()
  cap.throttled(5, 5, 3)
  cap.ended()
  cap.throttled(4, 4, 4)
  const next = ticketAt(0)
  cap.sent(4, next)
  cap.accepted(5, next)
  expect(cap.learned).toBe(false)
})

test('a throttle explained by the cap is no reason to slow down; without one it is', () => {
  expect(capOf().throttled(5, 5, 0)).toBe(false)
  expect(learn(5).throttled(5, 5, 0)).toBe(true)
  expect(learn(5).throttled(1, 0, 0)).toBe(true)
})

test('a throttle below the cap lowers it to the calls that are still in flight', () => {
  const cap = learn(5)
  cap.throttled(3, 3, 0)
  expect([cap.admits(2, 0), cap.admits(3, 0)]).toEqual([true, false])
})

test('a throttle with nothing else in flight drops the cap, and is left to the rate', () => {
  const cap = learn(5)
  expect(cap.throttled(0, 0, 3)).toBe(false)
  expect(cap.learned).toBe(false)
  expect(cap.admits(1_000, 0)).toBe(true)
  expect(cap.ended()).toBe(false)
})

test('a throttle at the cap leaves it as it is', () => {
  const cap = learn(5)
  cap.throttled(5, 5, 0)
  cap.throttled(6, 6, 0)
  expect(cap.limit).toBe(5)
})

test('one above the cap is tried after five calls at it, and at once only one', () => {
  const cap = learn(5)
  letIn(cap, 4, 3)
  expect(cap.admits(5, 0)).toBe(false)
  letIn(cap, 4)
  expect([cap.admits(5, 0), cap.admits(6, 0)]).toEqual([true, false])
})

test('it is tried while no call is undecided, or, where that never happens, after eighty', () => {
  const cap = learn(5)
  letIn(cap, 4, 78)
  expect([cap.admits(5, 0), cap.admits(5, 1)]).toEqual([true, false])
  letIn(cap, 4)
  expect([cap.admits(5, 1), cap.admits(6, 1)]).toEqual([true, false])
})

test('after a trial was sent the calls are counted anew', () => {
  const cap = learn(5)
  letIn(cap, 4, 4)
  cap.sent(5, ticketAt(0))
  expect(cap.admits(5, 0)).toBe(false)
  letIn(cap, 4, 4)
  expect(cap.admits(5, 0)).toBe(false)
  letIn(cap, 4)
  expect(cap.admits(5, 0)).toBe(true)
})

test('a call sent below the cap is no trial, and the count goes on', () => {
  const cap = learn(5)
  letIn(cap, 4, 4)
  cap.sent(4, ticketAt(0))
  expect(cap.admits(5, 0)).toBe(true)
})

test('a trial that is let in raises the cap by one, and the next is tried after one call', () => {
  const cap = learn(5)
  letIn(cap, 4, 4)
  cap.sent(5, ticketAt(0))
  cap.accepted(6, ticketAt(0))
  expect(cap.limit).toBe(6)
  expect(cap.admits(6, 0)).toBe(true)
})

test('a call let in at the cap does not raise it', () => {
  const cap = learn(5)
  cap.accepted(5, ticketAt(0))
  expect(cap.limit).toBe(5)
  expect(cap.admits(5, 0)).toBe(false)
})

test('trials that fail are made more seldom: after 5, 10, then every 20 calls', () => {
  const cap = learn(5)
  const afters = [1, 2, 3, 4].map(() => {
    cap.throttled(5, 5, 0)
    return trialAfter(cap)
  })
  expect(afters).toEqual([10, 20, 20, 20])
})

test('a throttle below the cap does not make trials more seldom, but begins the count anew', () => {
  const cap = learn(5)
  letIn(cap, 4, 4)
  cap.throttled(4, 4, 0)
  expect(trialAfter(cap)).toBe(5)
})

test('after a raise, the first trial that fails sets the count back to five', () => {
  const cap = learn(5)
  cap.throttled(5, 5, 0)
  cap.accepted(6, ticketAt(0))
  const afters = [1, 2].map(() => {
    cap.throttled(6, 6, 0)
    return trialAfter(cap)
  })
  expect(afters).toEqual([5, 10])
})
