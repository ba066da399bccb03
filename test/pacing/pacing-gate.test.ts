import { expect, test } from 'vitest'
import type { LimitEventBody } from '../../src/pacing/limit-events.ts'
import { PacingGate } from '../../src/pacing/pacing-gate.ts'
import type { Pass, Passenger } from '../../src/pacing/pass.ts'
import { Turns } from '../../src/pacing/turns.ts'
import { neverCancelled } from '../support/cancellations.ts'
import { VirtualTime } from './simulator.ts'

/** A gate whose other parts take a while to load. */
function gateAt(loadMs = 100) {
  const time = new VirtualTime(() => 0)
  time.lateness = 0
  const start = time.now()
  const events: LimitEventBody[] = []
  const gate = new PacingGate({
    clock: time,
    options: {},
    async load() {
      await time.delay(loadMs)
      return new Turns({ clock: time, options: {}, publish: (event) => void events.push(event) })
    },
  })
  const passenger = (action: string): Passenger => ({
    limits: () => ({ host: 'cvm.tencentcloudapi.com', service: 'cvm', action }),
    patienceMs: () => 60_000,
    isRetry: () => false,
    cancellation: neverCancelled,
    whileLoading: (load) => load(),
  })
  return {
    gate,
    until: (ms: number) => time.delayAndRun(ms - (time.now() - start)),
    enter(count: number, action = 'DescribeInstances'): Pass[] {
      return Array.from({ length: count }, () => {
        const pass = gate.pass(passenger(action))
        void pass.enter(false)
        return pass
      })
    },
    accept(passes: readonly Pass[]): void {
      for (const pass of passes) void pass.end('accepted')
    },
    /** What a throttle of that call, sent now, teaches. */
    async throttle(pass: Pass | undefined) {
      await pass?.end({ code: 'RequestLimitExceeded', retryAfterMs: 0, startedAt: time.now() })
      return events.map((event) => (event.type === 'throttle-learned' ? event.limit.qps : event.type))
    },
  }
}

test('calls accepted while they were only counted are the first estimate, though none of them is in flight any more', async () => {
  const { enter, accept, until, throttle } = gateAt()
  const counted = enter(20)
  const [waiting] = enter(1)
  await until(50)
  accept(counted)
  await until(100)
  expect(waiting?.isPaced).toBe(true)
  expect(await throttle(waiting)).toEqual([20])
})

test('so are they for calls in flight that were counted too', async () => {
  const { enter, accept, until, throttle } = gateAt()
  const counted = enter(20)
  enter(1)
  await until(50)
  accept(counted.slice(0, 12))
  await until(100)
  expect(await throttle(counted[15])).toEqual([12])
})

test('no call is counted twice: not those in flight at the load, nor with each call that asks for a turn', async () => {
  const { enter, accept, until, throttle } = gateAt()
  const counted = enter(20)
  const waiting = enter(5)
  await until(50)
  accept(counted.slice(0, 15))
  await until(100)
  expect(waiting.map(({ isPaced }) => isPaced)).toEqual([true, true, true, true, true])
  accept(counted.slice(15))
  accept(waiting.slice(1))
  // 15 while they were only counted, five that were in flight at the load, and four of the five that waited for it.
  expect(await throttle(waiting[0])).toEqual([24])
})

test('those of more than a second ago do not count', async () => {
  const { enter, accept, until, throttle } = gateAt()
  accept(enter(10))
  await until(1_100)
  const counted = enter(20)
  const [waiting] = enter(1)
  await until(1_150)
  accept(counted.slice(0, 8))
  await until(1_200)
  expect(await throttle(waiting)).toEqual([8])
})

test.each([10, 700, 1_500, 30_000])(
  'the calls that were accepted before a throttle count, if the rest takes %i ms to load',
  async (loadMs) => {
    const { enter, accept, until, throttle } = gateAt(loadMs)
    for (let at = 0; at < 1_000; at += 100) {
      await until(at)
      accept(enter(2))
    }
    const [refused] = enter(1)
    const learned = throttle(refused)
    await until(1_000 + loadMs)
    expect(await learned).toEqual([20])
  },
)

test('calls that were accepted long before a throttle do not count, however long the rest takes to load', async () => {
  const { enter, accept, until, throttle } = gateAt(30_000)
  accept(enter(15))
  await until(5_000)
  accept(enter(8))
  const [refused] = enter(1)
  const learned = throttle(refused)
  await until(40_000)
  expect(await learned).toEqual([8])
})
