import { expect, test } from 'vitest'
import { createPacer } from '../../../src/retry/pacing/index.ts'
import { VirtualTime } from './simulator.ts'

function at(qps?: number) {
  const time = new VirtualTime(() => 0)
  const start = time.now()
  const pacer = createPacer({ clock: time, options: qps === undefined ? {} : { limit: { qps } } })
  return { time, pacer, elapsed: () => time.now() - start, start }
}

test('a ticket that was held is sent when its request is ready, and not when it was given', async () => {
  const { pacer, time, start } = at()
  const ticket = await pacer.enter('key', { held: true })
  await time.delayAndRun(400)
  ticket.begin()
  expect({ held: ticket.held, sentAt: ticket.sentAt - start }).toEqual({ held: false, sentAt: 400 })
})

test.each([
  ['was not held', false, () => {}],
  ['has begun already', true, (ticket: { begin(): void }) => ticket.begin()],
])('to begin a ticket that %s changes nothing', async (_, held, before) => {
  const { pacer, time, start } = at()
  const ticket = await pacer.enter('key', { held })
  before(ticket)
  await time.delayAndRun(400)
  ticket.begin()
  expect(ticket.sentAt - start).toBe(0)
})

test('a ticket that ended cannot begin: its request was never sent', async () => {
  const { pacer, time, start } = at()
  const ticket = await pacer.enter('key', { held: true })
  await time.delayAndRun(100)
  ticket.end('failed')
  await time.delayAndRun(100)
  ticket.begin()
  expect({ held: ticket.held, sentAt: ticket.sentAt - start }).toEqual({ held: true, sentAt: 0 })
})

test('a ticket ends once: what is said later, and when, does not count', async () => {
  const { pacer, time, start } = at()
  const ticket = await pacer.enter('key')
  await time.delayAndRun(50)
  expect(ticket.endedAt).toBeUndefined()
  ticket.end('accepted')
  await time.delayAndRun(50)
  ticket.end('throttled')
  expect(ticket.endedAt).toBe(start + 50)
  expect({ accepted: pacer.accepted, isCalm: pacer.isCalm }).toEqual({ accepted: 1, isCalm: true })
})

test('of a ticket nothing is known beyond what it was given for: not its connection, its age or its answer', async () => {
  const { pacer } = at(2)
  const tickets = [await pacer.enter('key', { order: 7 }), await pacer.enter('key', { order: 8, held: true })]
  expect(tickets.map(({ order, held, waited, endedAt }) => ({ order, held, waited, endedAt }))).toEqual([
    { order: 7, held: false, waited: false, endedAt: undefined },
    { order: 8, held: true, waited: false, endedAt: undefined },
  ])
})
