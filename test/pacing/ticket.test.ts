import { expect, test } from 'vitest'
import { createPacer } from '../../src/pacing/index.ts'
import { VirtualTime } from './simulator.ts'

function at() {
  const time = new VirtualTime(() => 0)
  const start = time.now()
  const pacer = createPacer({ clock: time })
  return { time, pacer, start }
}

test('a ticket in preparation is sent when its request is ready, and not when it was given', async () => {
  const { pacer, time, start } = at()
  const ticket = await pacer.enter('key', { preparing: true })
  await time.delayAndRun(400)
  ticket.begin()
  expect({ preparing: ticket.preparing, sentAt: ticket.sentAt - start }).toEqual({ preparing: false, sentAt: 400 })
})

test.each([
  ['was not in preparation', false, () => {}],
  ['has begun already', true, (ticket: { begin(): void }) => ticket.begin()],
])('to begin a ticket that %s changes nothing', async (_, preparing, before) => {
  const { pacer, time, start } = at()
  const ticket = await pacer.enter('key', { preparing })
  before(ticket)
  await time.delayAndRun(400)
  ticket.begin()
  expect(ticket.sentAt - start).toBe(0)
})

test('a ticket that ended cannot begin: its request was never sent', async () => {
  const { pacer, time, start } = at()
  const ticket = await pacer.enter('key', { preparing: true })
  await time.delayAndRun(100)
  ticket.end('failed')
  await time.delayAndRun(100)
  ticket.begin()
  expect({ preparing: ticket.preparing, sentAt: ticket.sentAt - start }).toEqual({ preparing: true, sentAt: 0 })
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

test('a ticket starts with its place, and nothing known of its connection, its answer or a wait', async () => {
  const ticket = await at().pacer.enter('key', { order: 7 })
  const { order, preparing, waited, onNewConnection, endedAt } = ticket
  expect({ order, preparing, waited, onNewConnection, endedAt }).toEqual({
    order: 7,
    preparing: false,
    waited: false,
    onNewConnection: false,
    endedAt: undefined,
  })
})
