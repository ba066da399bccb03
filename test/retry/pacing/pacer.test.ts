import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPacer, type Pacer, PacingRefusal, type Ticket } from '../../../src/retry/pacing/index.ts'
import { seeded } from '../../support/seeded.ts'
import { fixedWindow, type Scenario, simulate, slots, tokenBucket, VirtualTime } from './simulator.ts'

function at(qps?: number, maxQueue?: number): { time: VirtualTime; pacer: Pacer } {
  const time = new VirtualTime(seeded(1))
  const options = { ...(qps === undefined ? {} : { limit: { qps } }), ...(maxQueue === undefined ? {} : { maxQueue }) }
  return { time, pacer: createPacer({ clock: time, options }) }
}

/** Sends `count` calls, and has the service reject the last one. */
async function throttle(pacer: Pacer, time: VirtualTime, count = 5): Promise<Ticket> {
  const tickets = await Promise.all(Array.from({ length: count }, () => pacer.enter('key')))
  await time.run()
  const last = tickets.pop()
  for (const ticket of tickets) ticket.end('accepted')
  if (!last) throw new Error('at least one call')
  last.end('throttled')
  return last
}

test('a key that was never throttled gives tickets at once, and one more for each call accepted', () => {
  const { pacer } = at()
  const first = Array.from({ length: 20 }, () => pacer.enter('key'))
  expect(first.some((entered) => entered instanceof Promise)).toBe(false)
  const waiting = pacer.enter('key')
  expect(waiting).toBeInstanceOf(Promise)
  expect(pacer.enter('other key')).not.toBeInstanceOf(Promise)
})

test('a call not throttled within a second makes room for two', async () => {
  const { pacer, time } = at()
  for (let call = 0; call < 20; call++) pacer.enter('key')
  const more = Promise.all(Array.from({ length: 40 }, () => pacer.enter('key')))
  const start = time.now()
  await time.run(() => pacer.waiting === 0)
  await more
  expect(time.now() - start).toBeLessThanOrEqual(1_003)
})

test('a queue that is full refuses at once, but takes back a throttled call', async () => {
  const { pacer, time } = at(undefined, 1)
  const throttled = await throttle(pacer, time)
  const waiting = pacer.enter('key')
  await expect(pacer.enter('key')).rejects.toMatchObject({ reason: 'queue-full' })
  const again = pacer.enter('key', { order: throttled.order, again: true })
  const order: string[] = []
  void Promise.resolve(waiting).then(() => order.push('later call'))
  void Promise.resolve(again).then(() => order.push('throttled call'))
  await time.run()
  expect(order).toEqual(['throttled call', 'later call'])
})

test('a call whose turn cannot come before its deadline is refused at once', async () => {
  const { pacer } = at(1)
  pacer.enter('key')
  void pacer.enter('key')
  await expect(pacer.enter('key', { withinMs: 500 })).rejects.toBeInstanceOf(PacingRefusal)
  await expect(pacer.enter('key', { withinMs: 500 })).rejects.toMatchObject({ reason: 'deadline' })
  expect(pacer.waiting).toBe(1)
})

test('with nobody else waiting too, and whatever holds it back', async () => {
  const known = at(0.1)
  known.pacer.enter('key')
  await expect(known.pacer.enter('key', { withinMs: 9_000 })).rejects.toMatchObject({ reason: 'deadline' })
  const held = at(20)
  const ticket = await held.pacer.enter('key')
  ticket.end('throttled', 30_000)
  await expect(held.pacer.enter('key', { withinMs: 5_000 })).rejects.toMatchObject({ reason: 'deadline' })
})

test('a clock that is set back, or stands still, holds nobody up', async () => {
  const still = { now: () => 1_700_000_000_000, sleep: async () => {}, random: () => 0.5 }
  const pacer = createPacer({ clock: still })
  const ticket = await pacer.enter('key')
  ticket.end('throttled')
  for (let call = 0; call < 5; call++) (await pacer.enter('key', { withinMs: 60_000 })).end('accepted')

  const { time, pacer: other } = at()
  const throttled = await throttle(other, time)
  time.setBack(3_600_000)
  const start = time.now()
  const again = other.enter('key', { order: throttled.order, again: true, withinMs: 60_000 })
  await time.run()
  expect((await again).held).toBe(false)
  expect(time.now() - start).toBeLessThan(2_000)
})

test('a request that is still being prepared does not age, and holds its place in a known limit', async () => {
  const { pacer, time } = at(2)
  const first = await pacer.enter('key', { held: true })
  await pacer.enter('key')
  const third = Promise.resolve(pacer.enter('key')).then((ticket) => ticket.sentAt)
  await time.delayAndRun(3_000)
  first.begin()
  const begun = time.now()
  await time.run()
  expect((await third) - begun).toBeGreaterThanOrEqual(1_000)
})

test('a burst after a calm time is no larger than the first would have been', async () => {
  const { pacer, time } = at()
  for (let call = 0; call < 600; call++) {
    const ticket = await pacer.enter('key')
    await time.delayAndRun(50)
    ticket.end('accepted')
  }
  const burst = Array.from({ length: 500 }, () => pacer.enter('key'))
  expect(burst.filter((entered) => !(entered instanceof Promise))).toHaveLength(20)
})

test('a waiter is refused as soon as the limit is seen to be too low for its deadline', async () => {
  const { pacer, time } = at()
  const tickets = Array.from({ length: 20 }, () => pacer.enter('key'))
  const waiters = Array.from({ length: 500 }, () =>
    Promise.resolve(pacer.enter('key', { withinMs: 10_000 })).then(
      () => 'sent',
      (refusal: PacingRefusal) => `${refusal.reason} at ${time.now() - start}`,
    ),
  )
  const start = time.now()
  for (const entered of tickets) if (!(entered instanceof Promise)) entered.end('throttled')
  await time.run()
  expect((await Promise.all(waiters)).filter((outcome) => outcome === 'deadline at 0').length).toBeGreaterThan(400)
})

test('a wait ends by its deadline even when nothing is known of the limit', async () => {
  const { pacer, time } = at()
  for (let call = 0; call < 20; call++) pacer.enter('key')
  const start = time.now()
  const refused = Promise.resolve(pacer.enter('key', { withinMs: 300 })).catch(() => time.now() - start)
  await time.run()
  expect(await refused).toBeLessThanOrEqual(303)
})

test('Retry-After holds back the whole key', async () => {
  const { pacer, time } = at()
  const entered = pacer.enter('key')
  const ticket = await entered
  const start = time.now()
  ticket.end('throttled', 7_000)
  const next = Promise.resolve(pacer.enter('key')).then(() => time.now() - start)
  await time.run()
  expect(await next).toBeGreaterThanOrEqual(7_000)
})

test('an abort ends a wait at once, with its reason, and leaves no timer, listener or place', async () => {
  const { pacer, time } = at()
  await throttle(pacer, time)
  const controller = new AbortController()
  let listeners = 0
  const counting = (signal: AbortSignal) =>
    new Proxy(
      signal,
      countingListeners((change) => (listeners += change)),
    )
  const signal = counting(controller.signal)
  const first = pacer.enter('key', { signal })
  const second = pacer.enter('key', { signal })
  expect({ sleeping: time.sleeping, listeners }).toEqual({ sleeping: 1, listeners: 2 })
  controller.abort(new Error('enough'))
  await expect(first).rejects.toThrow('enough')
  await expect(second).rejects.toThrow('enough')
  expect({ waiting: pacer.waiting, sleeping: time.sleeping }).toEqual({ waiting: 0, sleeping: 0 })
  listeners = 0
  const served = pacer.enter('key', { signal: counting(new AbortController().signal) })
  expect(listeners).toBe(1)
  await time.run()
  await served
  expect(listeners).toBe(0)
})

function countingListeners(count: (change: number) => void): ProxyHandler<AbortSignal> {
  return {
    get(target, name) {
      if (name === 'addEventListener') count(1)
      if (name === 'removeEventListener') count(-1)
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  }
}

test('keys without calls for ten minutes are forgotten, by no timer', async () => {
  const { pacer, time } = at()
  for (let key = 0; key < 100; key++) (await pacer.enter(`key ${key}`)).end('accepted')
  const held = await pacer.enter('held')
  expect(pacer.keys).toBe(101)
  expect(time.sleeping).toBe(0)
  time.at(600_001, () => {})
  await time.run()
  pacer.enter('new')
  expect(pacer.keys).toBe(2)
  held.end('accepted')
})

test('a ticket counts once, however often it is ended', async () => {
  const { pacer } = at()
  const tickets = Array.from({ length: 20 }, () => pacer.enter('key'))
  const first = await tickets[0]
  for (let call = 0; call < 5; call++) void pacer.enter('key')
  first?.end('accepted')
  first?.end('accepted')
  // Its own place, and one more.
  expect(pacer.waiting).toBe(3)
})

const anyScenario = fc
  .record({
    limit: fc.constantFrom<Scenario['limit']>(
      (random) => fixedWindow(7, 1_000, random()),
      () => tokenBucket(3, 5),
      () => slots(2),
    ),
    calls: fc.integer({ min: 1, max: 60 }),
    processes: fc.integer({ min: 1, max: 3 }),
    workMs: fc.constantFrom(0, 400, 3_000),
    pool: fc.constantFrom(5, 60),
    deadlineMs: fc.constantFrom(Number.POSITIVE_INFINITY, 4_000),
  })
  .map((scenario): Scenario => scenario)

test('whatever the limit, every call is sent or refused, in order, and nothing is left behind', async () => {
  await fc.assert(
    fc.asyncProperty(anyScenario, fc.nat(), async (scenario, seed) => {
      const run = await simulate(scenario, seed)
      expect(run.succeeded + run.refused).toBe(scenario.calls)
      if (scenario.deadlineMs === Number.POSITIVE_INFINITY) expect(run.refused).toBe(0)
      for (const wait of run.waits) expect(wait).toBeLessThanOrEqual((scenario.deadlineMs ?? 0) + 5)
      const { lost, overtakings, sleeping, waiting } = run
      expect({ lost, overtakings, sleeping, waiting }).toEqual({ lost: 0, overtakings: 0, sleeping: 0, waiting: 0 })
    }),
    { numRuns: 80, seed: 20_240_611 },
  )
})
