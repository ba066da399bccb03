import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../src/retry/index.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a sleep longer than the longest timer of the platform does not end at once', async () => {
  const fortyDays = 40 * 86_400_000
  let woke = false
  const sleeping = systemClock.sleep(fortyDays, new AbortController().signal).then(() => {
    woke = true
  })
  await vi.advanceTimersByTimeAsync(fortyDays - 1)
  expect(woke).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  await sleeping
  expect(woke).toBe(true)
})

test('an abort rejects at once and clears the timer', async () => {
  const controller = new AbortController()
  const sleeping = systemClock.sleep(1_000, controller.signal)
  controller.abort(new Error('enough'))
  await expect(sleeping).rejects.toThrow('enough')
  expect(vi.getTimerCount()).toBe(0)
  await expect(systemClock.sleep(1_000, controller.signal)).rejects.toThrow('enough')
  expect(vi.getTimerCount()).toBe(0)
})

test('a sleep of exactly the longest timer uses one timer', async () => {
  let woke = false
  void systemClock.sleep(2_147_483_647, new AbortController().signal).then(() => {
    woke = true
  })
  await vi.advanceTimersByTimeAsync(2_147_483_646)
  expect({ woke, timers: vi.getTimerCount() }).toEqual({ woke: false, timers: 1 })
  await vi.advanceTimersByTimeAsync(1)
  expect({ woke, timers: vi.getTimerCount() }).toEqual({ woke: true, timers: 0 })
})

test('when a sleep ends, its signal has no listener left', async () => {
  const { signal } = new AbortController()
  for (let count = 0; count < 3; count++) {
    const sleeping = systemClock.sleep(10, signal)
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(10)
    await sleeping
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  }
  const controller = new AbortController()
  const aborted = systemClock.sleep(10, controller.signal)
  controller.abort()
  await expect(aborted).rejects.toThrow()
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
})

test('the time is that of the machine', () => {
  vi.setSystemTime(1_700_000_000_123)
  expect(systemClock.now()).toBe(1_700_000_000_123)
})

test('random numbers are spread over [0, 1)', () => {
  const drawn = Array.from({ length: 1_000 }, () => systemClock.random())
  expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true)
  expect(new Set(drawn).size).toBeGreaterThan(990)
})
