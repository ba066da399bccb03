import { describe, expect, test } from 'vitest'
import {
  createPacer,
  type FleetChange,
  joinFleet,
  type Pacer,
  PacingRefusal,
  type Ticket,
} from '../../src/pacing/index.ts'
import { bySignal } from '../support/cancellations.ts'
import { seeded } from '../support/seeded.ts'
import { VirtualTime } from './simulator.ts'

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
  const again = pacer.enter('key', { order: throttled.order, isRetry: true })
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

test('with no other call waiting too, and whatever it waits for', async () => {
  const known = at(0.1)
  known.pacer.enter('key')
  await expect(known.pacer.enter('key', { withinMs: 9_000 })).rejects.toMatchObject({ reason: 'deadline' })
  const throttled = at(20)
  const ticket = await throttled.pacer.enter('key')
  ticket.end('throttled', 30_000)
  await expect(throttled.pacer.enter('key', { withinMs: 5_000 })).rejects.toMatchObject({ reason: 'deadline' })
})

test('a clock that is set back, or stands still, blocks no call', async () => {
  const still = { now: () => 1_700_000_000_000, sleep: async () => {}, random: () => 0.5 }
  const pacer = createPacer({ clock: still })
  const ticket = await pacer.enter('key')
  ticket.end('throttled')
  for (let call = 0; call < 5; call++) (await pacer.enter('key', { withinMs: 60_000 })).end('accepted')

  const { time, pacer: other } = at()
  const throttled = await throttle(other, time)
  time.setBack(3_600_000)
  const start = time.now()
  const again = other.enter('key', { order: throttled.order, isRetry: true, withinMs: 60_000 })
  await time.run()
  expect((await again).preparing).toBe(false)
  expect(time.now() - start).toBeLessThan(2_000)
})

test('a request that is still being prepared does not age, and holds its place in a known limit', async () => {
  const { pacer, time } = at(2)
  const first = await pacer.enter('key', { preparing: true })
  await pacer.enter('key')
  const third = Promise.resolve(pacer.enter('key')).then((ticket) => ticket.sentAt)
  await time.delayAndRun(3_000)
  first.begin()
  const begun = time.now()
  await time.run()
  expect((await third) - begun).toBeGreaterThanOrEqual(1_000)
})

test('a request that is never ready holds up a known limit for 5 s at most, and a probe as long', async () => {
  const { pacer, time } = at(1)
  const start = time.now()
  await pacer.enter('key', { preparing: true })
  const next = Promise.resolve(pacer.enter('key'))
  await time.run()
  expect(Math.abs((await next).sentAt - start - 5_000)).toBeLessThan(50)

  const learned = at()
  await throttle(learned.pacer, learned.time)
  const throttled = Promise.resolve(learned.pacer.enter('key'))
  await learned.time.run()
  ;(await throttled).end('throttled')
  const probe = Promise.resolve(learned.pacer.enter('key', { preparing: true }))
  await learned.time.run()
  const { sentAt } = await probe
  const after = Promise.resolve(learned.pacer.enter('key'))
  await learned.time.run()
  expect(Math.abs((await after).sentAt - sentAt - 5_000)).toBeLessThan(50)
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

test('no waiter is refused before its deadline by a limit that was met but once', async () => {
  const { pacer, time } = at()
  const tickets = Array.from({ length: 20 }, () => pacer.enter('key'))
  const waiters = Array.from({ length: 500 }, () =>
    Promise.resolve(pacer.enter('key', { withinMs: 10_000 })).then(
      () => [],
      () => [time.now() - start],
    ),
  )
  const start = time.now()
  for (const entered of tickets) if (!(entered instanceof Promise)) entered.end('throttled')
  await time.run()
  const refusedAt = (await Promise.all(waiters)).flat()
  expect(refusedAt.length).toBeGreaterThan(400)
  expect(Math.min(...refusedAt)).toBeGreaterThan(10_000)
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
  const first = pacer.enter('key', { cancellation: bySignal(signal) })
  const second = pacer.enter('key', { cancellation: bySignal(signal) })
  expect({ sleeping: time.sleeping, listeners }).toEqual({ sleeping: 1, listeners: 2 })
  controller.abort(new Error('enough'))
  await expect(first).rejects.toThrow('enough')
  await expect(second).rejects.toThrow('enough')
  expect({ waiting: pacer.waiting, sleeping: time.sleeping }).toEqual({ waiting: 0, sleeping: 0 })
  listeners = 0
  const served = pacer.enter('key', { cancellation: bySignal(counting(new AbortController().signal)) })
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
  const running = await pacer.enter('running')
  expect(pacer.keys).toBe(101)
  expect(time.sleeping).toBe(0)
  time.at(600_001, () => {})
  await time.run()
  pacer.enter('new')
  expect(pacer.keys).toBe(2)
  running.end('accepted')
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

describe('the place of a call', () => {
  const orderOf = (entered: Ticket | Promise<Ticket> | undefined) =>
    entered instanceof Promise ? 'waits' : entered?.order

  test('is that in which it came, among those of all keys', () => {
    const { pacer } = at()
    expect(['a', 'b', 'a'].map((key) => orderOf(pacer.enter(key)))).toEqual([0, 1, 2])
    expect(orderOf(pacer.tryEnter('b'))).toBe(3)
    expect(orderOf(pacer.adopt('c', 0, 0))).toBe(4)
    expect(orderOf(pacer.enter('a'))).toBe(5)
  })

  test('is not taken by a call that would have to wait, and does not', () => {
    const { pacer } = at(1)
    expect(orderOf(pacer.tryEnter('key'))).toBe(0)
    expect(orderOf(pacer.tryEnter('key'))).toBeUndefined()
    expect(orderOf(pacer.enter('other key'))).toBe(1)
  })

  test('is the one that it brings, which leaves those of others as they are', () => {
    const { pacer } = at()
    expect(orderOf(pacer.tryEnter('key', { order: 50 }))).toBe(50)
    expect(orderOf(pacer.enter('key', { order: 60 }))).toBe(60)
    expect(orderOf(pacer.enter('key'))).toBe(0)
  })
})

test('a request is in preparation only if that is said, tried or entered', async () => {
  const { pacer } = at()
  const entered = [await pacer.enter('key'), await pacer.enter('key', { preparing: true })]
  const tried = [pacer.tryEnter('key'), pacer.tryEnter('key', { preparing: true })]
  expect([...entered, ...tried].map((ticket) => ticket?.preparing)).toEqual([false, true, false, true])
})

test('a call that was sent before counts from when it was sent', () => {
  const { pacer, time } = at()
  expect(time.now() - pacer.adopt('key', 400, 0).sentAt).toBe(400)
})

test('calls accepted elsewhere are counted as far as they are not yet, and are the first estimate of their key', async () => {
  const { pacer } = at()
  const counts = [12, 12, 15, 3].map((accepted) => {
    pacer.countAccepted('key', accepted)
    return pacer.accepted
  })
  expect(counts).toEqual([12, 12, 15, 15])
  const [first, second] = [await pacer.enter('key'), await pacer.enter('key')]
  first.end('accepted')
  pacer.countAccepted('key', 15)
  expect(pacer.accepted).toBe(16)
  second.end('throttled')
  expect(pacer.takeLearned('key')).toEqual({ qps: 16 })
})

test('a call that is aborted already is not sent, though nothing holds it back', async () => {
  const { pacer } = at()
  await expect(
    pacer.enter('key', { cancellation: bySignal(AbortSignal.abort(new Error('too late'))) }),
  ).rejects.toThrow('too late')
  expect(pacer.keys).toBe(0)
})

test.each([
  [0, ['sent', 'queue-full', 'queue-full']],
  [1, ['sent', 'waits', 'queue-full']],
  [2, ['sent', 'waits', 'waits']],
  [undefined, ['sent', 'waits', 'waits']],
])('a queue of %s refuses what is beyond that, for each key', async (maxQueue, expected) => {
  const { pacer } = at(1, maxQueue)
  for (const key of ['key', 'other key']) {
    const outcomes = Array.from({ length: 3 }, async () => {
      const entered = pacer.enter(key)
      if (!(entered instanceof Promise)) return 'sent'
      return Promise.race([entered.catch(({ reason }: PacingRefusal) => reason), soon()])
    })
    expect(await Promise.all(outcomes)).toEqual(expected)
  }
})

/** Loses a race against any rejection that has happened. */
const soon = async (): Promise<'waits'> => {
  for (let turn = 0; turn < 4; turn++) await undefined
  return 'waits'
}

describe('of the keys', () => {
  test('it is known how many there are, which, and what all of them accepted and let wait', async () => {
    const { pacer } = at(2)
    expect({ keys: pacer.keys, accepted: pacer.accepted, waiting: pacer.waiting }).toEqual({
      keys: 0,
      accepted: 0,
      waiting: 0,
    })
    for (const [key, calls] of [
      ['a', 3],
      ['b', 5],
    ] as const)
      for (let call = 0; call < calls; call++) {
        const entered = pacer.enter(key)
        if (!(entered instanceof Promise)) entered.end('accepted')
      }
    expect({ keys: pacer.keys, accepted: pacer.accepted, waiting: pacer.waiting }).toEqual({
      keys: 2,
      accepted: 4,
      waiting: 4,
    })
    expect(['a', 'b', 'c'].map((key) => pacer.knows(key))).toEqual([true, true, false])
    expect(pacer.takeLearned('c')).toBeUndefined()
  })

  test('none has met a throttle until one has; with a known limit none is calm', async () => {
    const { pacer } = at()
    expect(pacer.isCalm).toBe(true)
    const tickets = [await pacer.enter('a'), await pacer.enter('b')]
    expect(pacer.isCalm).toBe(true)
    tickets[0]?.end('throttled')
    expect(pacer.isCalm).toBe(false)
    expect([pacer.takeLearned('a'), pacer.takeLearned('b')]).toEqual([{ qps: 5 }, undefined])
    expect(at(20).pacer.isCalm).toBe(false)
  })
})

describe('a key without calls is forgotten', () => {
  async function used(at_: readonly (readonly [string, number, 'accepted' | 'throttled'])[]) {
    const { pacer, time } = at()
    const start = time.now()
    const until = (ms: number) => time.delayAndRun(ms - (time.now() - start))
    for (const [key, ms, outcome] of at_) {
      await until(ms)
      ;(await pacer.enter(key)).end(outcome)
    }
    return { pacer, until }
  }

  test('when a call comes, and is looked for at most every 5 s', async () => {
    const { pacer, until } = await used([
      ['old', 1_000, 'accepted'],
      ['new', 10_000, 'accepted'],
    ])
    await until(14_999)
    pacer.tryEnter('new')
    expect(pacer.knows('old')).toBe(true)
    await until(15_000)
    expect(pacer.knows('old')).toBe(true)
    pacer.tryEnter('new')
    expect([pacer.knows('old'), pacer.knows('new')]).toEqual([false, true])
  })

  test.each([
    ['accepted', 79_999, true],
    ['accepted', 80_000, false],
    ['throttled', 669_999, true],
    ['throttled', 670_000, false],
  ] as const)(
    'if its last call was %s after 70 s, %d ms after the start: still known: %s',
    async (outcome, ms, known) => {
      const { pacer, until } = await used([['key', 70_000, outcome]])
      await until(ms)
      pacer.tryEnter('other key')
      expect(pacer.knows('key')).toBe(known)
    },
  )

  test('counted from when its last call ended, and not while one is in flight', async () => {
    const { pacer, time } = at()
    const ticket = await pacer.enter('key')
    await time.delayAndRun(700_000)
    pacer.tryEnter('other key')
    expect(pacer.knows('key')).toBe(true)
    ticket.end('accepted')
    await time.delayAndRun(9_999)
    pacer.tryEnter('other key')
    expect(pacer.knows('key')).toBe(true)
    await time.delayAndRun(5_000)
    pacer.tryEnter('other key')
    expect(pacer.knows('key')).toBe(false)
  })

  test('so that a program which calls 100,000 hosts, 1,000 a second, keeps those of the last 15 s', async () => {
    const { pacer, time } = at()
    let most = 0
    for (let call = 0; call < 100_000; call++) {
      if (call % 1_000 === 0) await time.delayAndRun(1_000)
      pacer.tryEnter(`host ${call}`)?.end('accepted')
      most = Math.max(most, pacer.keys)
    }
    expect(most).toBeLessThanOrEqual(16_000)
  })

  test('but not while a call waits for it', async () => {
    const { pacer, time } = at()
    ;(await pacer.enter('key')).end('throttled')
    void pacer.enter('key')
    // The clock jumps: its timer has not fired yet.
    time.setBack(-700_000)
    pacer.tryEnter('other key')
    expect(pacer.knows('key')).toBe(true)
  })

  test("with its throttle, and no other key's", async () => {
    const { pacer, until } = await used([['throttled', 100_000, 'throttled']])
    await until(640_000)
    pacer.tryEnter('calm')?.end('accepted')
    await until(650_000)
    pacer.tryEnter('other key')
    expect({ keys: pacer.keys, isCalm: pacer.isCalm }).toEqual({ keys: 2, isCalm: false })
    await until(710_000)
    pacer.tryEnter('other key')
    expect({ keys: pacer.keys, isCalm: pacer.isCalm }).toEqual({ keys: 1, isCalm: true })
  })
})

describe('a fleet', () => {
  /** Answers from the limit that is shared, or for the given reason from the process' own share. */
  function joined(reasons: readonly (string | undefined)[], qps?: number) {
    const asked: string[] = []
    const changes: FleetChange[] = []
    const clock = new VirtualTime(seeded(1))
    const fleet = {
      async reserve({ key }: { readonly key: string }) {
        return { slotsInMs: [0], nextInMs: 51, fallback: reasons[asked.push(key) - 1], giveBack() {} }
      },
    }
    const options = { fleet, ...(qps === undefined ? {} : { limit: { qps } }) }
    const onFleetChange = (change: FleetChange) => void changes.push(change)
    return { clock, options, asked, changes, onFleetChange }
  }

  test('is asked by the name of the key', async () => {
    const { clock, options, asked } = joined([], 20)
    const pacer = createPacer({ clock, joinFleet, options })
    for (const key of ['one', 'two']) void pacer.enter(key)
    await clock.delayAndRun(10)
    expect(asked).toEqual(['one', 'two'])
  })

  test('is asked where no limit is configured, once for a key of which no throttle is known', async () => {
    const { clock, options, asked } = joined([])
    const pacer = createPacer({ clock, joinFleet, options })
    void pacer.enter('key')
    await clock.delayAndRun(10)
    for (let call = 0; call < 10; call++) expect(pacer.enter('key')).not.toBeInstanceOf(Promise)
    expect(asked).toEqual(['key'])
  })

  test('out of reach is reported once, with the first reason, and its return with the last', async () => {
    const { clock, options, changes, onFleetChange } = joined(
      [undefined, 'no answer', 'refused', undefined, undefined],
      20,
    )
    const pacer = createPacer({ clock, joinFleet, options, onFleetChange })
    const reported: number[] = []
    for (let call = 0; call < 5; call++) {
      void pacer.enter(`key ${call}`)
      await clock.delayAndRun(10)
      reported.push(changes.length)
    }
    expect(reported).toEqual([0, 1, 1, 2, 2])
    expect(changes).toEqual([
      { state: 'local', reason: 'no answer' },
      { state: 'shared', reason: 'refused' },
    ])
  })

  test('out of reach and back is no failure of any call, where there is no listener', async () => {
    const { clock, options } = joined(['no answer', undefined], 20)
    const pacer = createPacer({ clock, joinFleet, options })
    const entered = [pacer.enter('one'), pacer.enter('two')]
    await clock.delayAndRun(10)
    expect((await Promise.all(entered)).map(({ order }) => order)).toEqual([0, 1])
  })
})
