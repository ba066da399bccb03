import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KnownLimiter } from '../../src/pacing/known-limiter.ts'
import { toWindow } from '../../src/pacing/shared-limit.ts'
import type { Ticket } from '../../src/pacing/ticket.ts'
import { ticketAt } from './ticket-at.ts'

const ago = Number.NEGATIVE_INFINITY

function send(limit: KnownLimiter, ...tickets: Ticket[]): void {
  for (const ticket of tickets) limit.sent(ticket)
}

/** A limit whose connections are open: one round of calls was answered at 40 to 60 ms. */
function warm(qps: number): KnownLimiter {
  const limit = new KnownLimiter(toWindow(qps))
  for (let call = 0; call < qps; call++) {
    const ticket = ticketAt(0)
    limit.sent(ticket)
    ticket.endedAt = 50
  }
  return limit
}

test('a burst of as many calls as the limit has goes at once', () => {
  const limit = new KnownLimiter(toWindow(3))
  expect([0, 1, 2].map((ahead) => limit.turnAt(ahead))).toEqual([ago, ago, ago])
  send(limit, ticketAt(0), ticketAt(0))
  expect(limit.nextAt()).toBe(ago)
})

test('the call after a burst goes 1,020 ms after the first of it has arrived', () => {
  const limit = warm(3)
  send(limit, ticketAt(2_000), ticketAt(2_100), ticketAt(2_300))
  expect(limit.nextAt()).toBe(3_020)
  send(limit, ticketAt(3_020))
  expect(limit.nextAt()).toBe(3_120)
})

test.each([
  [0, 3_020],
  [1, 3_120],
  [2, 3_320],
  // Each further round of three is another 1,020 ms later.
  [3, 4_040],
  [5, 4_340],
  [6, 5_060],
])('with %i calls ahead the turn comes at %i ms', (ahead, turnAt) => {
  const limit = warm(3)
  send(limit, ticketAt(2_000), ticketAt(2_100), ticketAt(2_300))
  expect(limit.turnAt(ahead)).toBe(turnAt)
})

test.each([
  [0.5, 1, 2_020],
  [0.1, 1, 10_020],
  // Two calls in 800 ms: a rate is counted in whole calls.
  [2.5, 2, 820],
])('at %d calls per second %i may go in %i ms', (qps, calls, afterMs) => {
  const limit = warm(qps)
  for (let call = 0; call < calls; call++) limit.sent(ticketAt(5_000))
  expect(limit.nextAt()).toBe(5_000 + afterMs)
})

test.each([
  ['answered after 60 ms', 60, 1_080],
  ['answered after 250 ms', 250, 1_270],
  // No request takes longer than that to the service; the rest is the service's work.
  ['answered after 900 ms', 900, 1_270],
  ['not answered yet', undefined, 1_270],
])(
  'a call that opens a connection arrives at an unknown time, so the next goes 1,020 ms after it was %s',
  (_, endedAt, nextAt) => {
    const limit = new KnownLimiter(toWindow(1))
    const first = ticketAt(0)
    limit.sent(first)
    first.endedAt = endedAt
    expect(limit.nextAt()).toBe(nextAt)
  },
)

test.each([
  ['not after 6 s without a call', 6_000, 7_020],
  ['after more than that', 6_001, 7_021 + 250],
])('connections are taken to be closed %s', (_, sentAt, nextAt) => {
  const limit = warm(1)
  limit.sent(ticketAt(sentAt))
  expect(limit.nextAt()).toBe(nextAt)
})

test('where a call takes the place of one sent 10 s before, connections stay open for 5 s after these 10', () => {
  const limit = warm(0.1)
  limit.sent(ticketAt(15_000))
  expect(limit.nextAt()).toBe(25_020)
})

test('no call takes the place of one whose request is still being prepared: it will be sent at an unknown time', () => {
  const limit = warm(1)
  const ticket = ticketAt(2_000, true)
  limit.sent(ticket)
  expect(limit.nextAt()).toBe(Number.POSITIVE_INFINITY)
  ticket.preparing = false
  ticket.sentAt = 2_700
  expect(limit.nextAt()).toBe(3_720)
})

test('a call that ends before its request was prepared holds its place from when it was let through', () => {
  const limit = warm(1)
  const ticket = ticketAt(2_000, true)
  limit.sent(ticket)
  ticket.endedAt = 2_500
  expect(limit.nextAt()).toBe(3_020)
})

test('the turn of those that wait is reckoned as if a request in preparation were sent by now', () => {
  const limit = warm(2)
  send(limit, ticketAt(2_000, true), ticketAt(2_100))
  expect([limit.turnAt(0), limit.turnAt(1), limit.turnAt(2)]).toEqual([3_020, 3_120, 4_040])
})

test('a throttle that is excused makes every round 25 ms longer, for the turns to come too', () => {
  const limit = warm(2)
  const last = ticketAt(2_100)
  send(limit, ticketAt(2_000), last)
  expect(limit.throttled(2_150, last)).toBe(true)
  expect([limit.nextAt(), limit.turnAt(2), limit.turnAt(4)]).toEqual([3_045, 4_090, 5_135])
})

test('the margin shrinks by one ms with each round of calls', () => {
  const limit = warm(2)
  const ticket = ticketAt(2_000)
  send(limit, ticket, ticketAt(2_000))
  limit.throttled(2_050, ticket)
  send(limit, ticketAt(3_045))
  expect(limit.nextAt()).toBe(3_045)
  send(limit, ticketAt(3_045))
  expect(limit.nextAt()).toBe(4_089)
})

test('the fourth throttle puts the limit in doubt; those of one burst are one', () => {
  const limit = warm(2)
  const throttles = [2_000, 2_010, 3_100, 4_200, 5_300].map((sentAt) => {
    const ticket = ticketAt(sentAt)
    limit.sent(ticket)
    return limit.throttled(sentAt + 50, ticket)
  })
  expect(throttles).toEqual([true, true, true, true, false])
})

test('whatever the pauses, no 1,020 ms see more calls than the limit, and none waits longer than that takes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(fc.nat(700), { maxLength: 60 }), (qps, pauses) => {
      const limit = warm(qps)
      const sent: number[] = []
      let now = 2_000
      for (const pause of pauses) {
        const ready = now + pause
        now = Math.max(ready, limit.nextAt())
        limit.sent(ticketAt(now))
        sent.push(now)
        const before = sent[sent.length - 1 - qps]
        expect(now).toBe(before === undefined ? ready : Math.max(ready, before + 1_020))
      }
    }),
    { numRuns: 100, seed: 20_240_611 },
  )
})

test('a limit takes room for its recent calls, not for all that it would allow', () => {
  setFlagsFromString('--expose-gc')
  const heapBytes = (): number => {
    runInNewContext('gc')()
    return process.memoryUsage().heapUsed
  }
  const before = heapBytes()
  const limits = Array.from({ length: 50 }, () => new KnownLimiter(toWindow(100_000)))
  for (const limit of limits) for (let call = 0; call < 10_000; call++) limit.sent(ticketAt(100 * call))
  expect(heapBytes() - before).toBeLessThan(5_000_000)
  expect(limits.map((limit) => limit.nextAt())).toEqual(limits.map(() => ago))
})
