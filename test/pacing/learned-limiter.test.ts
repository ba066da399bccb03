import { expect, test } from 'vitest'
import { LearnedLimiter } from '../../src/pacing/learned-limiter.ts'
import { ticketAt } from './ticket-at.ts'

test('a key that was busy for an hour before its first throttle is not measured over that hour', () => {
  const limiter = new LearnedLimiter({
    flight: { undecided: 0 },
    queue: { size: 100 },
    ceiling: Number.POSITIVE_INFINITY,
    slowStart: true,
  })
  const hourAgo = 1_700_000_000_000
  limiter.sent(ticketAt(hourAgo))
  const now = hourAgo + 3_600_000
  limiter.begin(now, 20)
  // Three more throttles in a row: the window was used up, and is measured when it reopens.
  for (const ms of [100, 300, 600]) limiter.throttled(now + ms, ticketAt(now + ms - 50))
  limiter.accepted(now + 1_000, ticketAt(now + 950))
  expect(limiter.rate).toBeGreaterThan(5)
})
