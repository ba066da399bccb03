import { describe, expect, test } from 'vitest'
import { bySignal } from '../support/cancellations.ts'
import { MemoryLimit } from '../support/memory-limit.ts'
import { VirtualTime } from './simulator.ts'
import { stage } from './stage.ts'

describe('a limit that is shared', () => {
  function shared(qps = 20) {
    const time = new VirtualTime(() => 0)
    const limit = new MemoryLimit(time)
    return { ...stage({ limit: { qps }, fleet: limit }, time), limit }
  }

  test('lets a call go at its slot, which the answer of the store tells', async () => {
    const { calls, until, sent } = shared()
    calls(4)
    await until(400)
    expect(sent).toEqual([2, 52, 103, 154])
  })

  test('lets calls go however many are in flight, answered or not', async () => {
    const { calls, until, sent, tickets } = shared(100)
    calls(40)
    await until(500)
    expect(sent).toHaveLength(40)
    for (const ticket of tickets) ticket.end('accepted')
    calls(1)
    await until(600)
    expect(sent).toHaveLength(41)
  })

  test('is asked for as many slots as calls wait, and for the latest deadline of those', async () => {
    const { call, last, until, limit } = shared()
    call()
    await until(10)
    last().end('throttled', 990)
    for (const withinMs of [2_000, 3_000, 9_000, 4_000, 5_000, 20_000, 30_000]) call({ withinMs })
    await until(999)
    expect(limit.asked).toHaveLength(1)
    await until(1_000)
    expect(limit.asked.slice(1)).toMatchObject([{ wanted: 5, withinMs: 8_010 }])
  })

  test('is asked for no slot when no call waits, nor for more than wait', async () => {
    const { calls, until, limit } = shared()
    calls(3)
    await until(5_000)
    expect(limit.asked.map(({ wanted }) => wanted)).toEqual([1, 2])
    expect(limit.givenBack).toBe(0)
  })

  test('gets slots back that a call which left would have used', async () => {
    const { call, calls, until, limit } = shared()
    const controller = new AbortController()
    calls(1)
    call({ cancellation: bySignal(controller.signal) })
    call({ cancellation: bySignal(controller.signal) })
    await until(10)
    controller.abort(new Error('enough'))
    expect(limit.givenBack).toBe(2)
  })

  test('refuses at once the call that it leaves no slot in time, and sends the others', async () => {
    const { call, until, limit, refused, sent } = shared()
    void limit.reserve({ key: 'key', qps: 20, wanted: 4, withinMs: 60_000 })
    call({ withinMs: 200 })
    call({ withinMs: 300 })
    await until(1_000)
    expect(refused).toHaveLength(1)
    expect(refused[0]).toBeLessThanOrEqual(4)
    expect(sent).toEqual([205])
  })

  test('refuses at once a call that it leaves no slot, however soon after another', async () => {
    const { call, until, limit, refused } = shared()
    void limit.reserve({ key: 'key', qps: 20, wanted: 4, withinMs: 60_000 })
    call({ withinMs: 200 })
    // Meanwhile others take the next two.
    void limit.reserve({ key: 'key', qps: 20, wanted: 2, withinMs: 60_000 })
    await until(10)
    call({ withinMs: 250 })
    await until(20)
    expect(refused).toEqual([2, 12])
  })

  test('refuses at once those whose turn comes too late after the slot of another', async () => {
    const { call, until, limit, refused, sent } = shared()
    void limit.reserve({ key: 'key', qps: 20, wanted: 4, withinMs: 60_000 })
    call()
    call({ withinMs: 230 })
    await until(300)
    expect({ refused, sent }).toEqual({ refused: [2], sent: [205] })
  })

  test('is judged by answers 100 ms apart: until then a call whose turn is late waits for its deadline', async () => {
    const { call, until, limit, refused } = shared()
    call()
    // The first answer comes after 2 ms; then others take four slots.
    await until(5)
    void limit.reserve({ key: 'key', qps: 20, wanted: 4, withinMs: 60_000 })
    await until(10)
    call()
    call({ withinMs: 200 })
    call()
    await until(1_000)
    expect(refused).toEqual([211])
  })

  test('is asked for nothing more when its calls are paced and the last one has gone', async () => {
    const { pacer, call, until, limit, sent } = shared(50)
    const adopted = Array.from({ length: 4 }, () => pacer.adopt('key', 0, 50))
    for (const ticket of adopted) ticket.end('throttled')
    // At 50 a second a late call may be made up for by the next, so that this one could go at once.
    await until(1_000)
    call()
    await until(2_000)
    expect({ asked: limit.asked.length, sent: sent.length }).toEqual({ asked: 1, sent: 1 })
  })

  test('excuses three throttles; then calls are paced, and one slot is asked for at a time', async () => {
    const { pacer, calls, until, limit } = shared(8)
    const adopted = Array.from({ length: 4 }, () => pacer.adopt('key', 0, 6))
    for (const ticket of adopted.slice(0, 3)) ticket.end('throttled')
    expect(pacer.takeLearned('key')).toBeUndefined()
    adopted[3]?.end('throttled')
    expect(pacer.takeLearned('key')).toEqual({ qps: 6 })
    await until(1_000)
    calls(9)
    await until(5_000)
    expect(limit.asked.map(({ wanted }) => wanted)).toEqual(Array.from({ length: 9 }, () => 1))
  })

  test.each([
    // the rate learned from the throttle at 0, when the next call is accepted, slots asked for then
    [8, 10_000, 1],
    [8, 10_001, 2],
    [6, 10_001, 1],
  ])('is trusted again after 10 s at its rate without a throttle: at %d/s after %d ms, %d', async (...row) => {
    const [accepted, acceptedAt, wanted] = row
    const { pacer, call, calls, until, limit, last } = shared(8)
    // The first refusal takes 600 ms, so that no call is presumed accepted before a second.
    const adopted = [600, 0, 0, 0].map((agoMs) => pacer.adopt('key', agoMs, accepted))
    for (const ticket of adopted) ticket.end('throttled')
    expect(pacer.takeLearned('key')).toEqual({ qps: accepted })
    await until(9_500)
    call()
    await until(acceptedAt)
    last().end('accepted')
    await until(12_000)
    const before = limit.asked.length
    calls(9)
    await until(12_500)
    expect(Math.max(...limit.asked.slice(before).map((asked) => asked.wanted))).toBe(wanted)
    expect(pacer.takeLearned('key')).toBeUndefined()
  })
})
