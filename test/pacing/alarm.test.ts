import { expect, test } from 'vitest'
import { Alarm } from '../../src/pacing/alarm.ts'
import { MonotonicTime } from '../../src/pacing/monotonic-time.ts'
import { VirtualTime } from './simulator.ts'

function anAlarm() {
  const clock = new VirtualTime(() => 0)
  const start = clock.now()
  const sleeps: number[] = []
  const counting = {
    now: () => clock.now() - start,
    sleep(ms: number, signal: AbortSignal) {
      sleeps.push(ms)
      return clock.sleep(ms, signal)
    },
    random: () => 0,
  }
  const woken: { now: number; at: number }[] = []
  const alarm = new Alarm(new MonotonicTime(counting), (now) => {
    woken.push({ now, at: counting.now() })
  })
  return { alarm, clock, sleeps, woken }
}

test('it wakes once, at the time that was set', async () => {
  const { alarm, clock, sleeps, woken } = anAlarm()
  alarm.set(300, 100)
  expect(sleeps).toEqual([200])
  await clock.run()
  // By the clock 200 ms have passed; the time given is the one that was slept for.
  expect(woken).toEqual([{ now: 300, at: 200 }])
})

test.each([
  ['later', 500],
  ['sooner', 50],
])('set to a %s time, it wakes at that one only, and one timer is left', async (_, wakeAt) => {
  const { alarm, clock, woken } = anAlarm()
  alarm.set(200, 0)
  alarm.set(wakeAt, 0)
  expect(clock.sleeping).toBe(1)
  await clock.run()
  expect(woken).toEqual([{ now: wakeAt, at: wakeAt }])
})

test('set to the same time again, it keeps its timer', async () => {
  const { alarm, clock, sleeps, woken } = anAlarm()
  alarm.set(200, 0)
  alarm.set(200, 0)
  expect(sleeps).toEqual([200])
  await clock.run()
  expect(woken).toHaveLength(1)
})

test('set to never, it leaves no timer and does not wake', async () => {
  const { alarm, clock, sleeps, woken } = anAlarm()
  alarm.set(Number.POSITIVE_INFINITY, 0)
  expect(sleeps).toEqual([])
  alarm.set(200, 0)
  alarm.set(Number.POSITIVE_INFINITY, 0)
  expect(clock.sleeping).toBe(0)
  await clock.run()
  expect(woken).toEqual([])
})

test('after it woke it can be set to the same time again, which has come', async () => {
  const { alarm, clock, woken } = anAlarm()
  alarm.set(200, 0)
  await clock.run()
  alarm.set(200, 200)
  await clock.run()
  expect(woken.map(({ now }) => now)).toEqual([200, 201])
})

test('a sleep that ends although it was replaced does not wake', async () => {
  const ends: (() => void)[] = []
  const deaf = { now: () => 0, sleep: () => new Promise<void>((resolve) => ends.push(resolve)), random: () => 0 }
  const woken: number[] = []
  const alarm = new Alarm(new MonotonicTime(deaf), (now) => woken.push(now))
  alarm.set(200, 0)
  alarm.set(300, 0)
  for (const end of ends) end()
  await undefined
  await undefined
  expect(woken).toEqual([300])
})
