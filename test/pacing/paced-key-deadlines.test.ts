import { describe, expect, test } from 'vitest'
import { bySignal } from '../support/cancellations.ts'
import { confirmed, stage, throttled } from './stage.ts'

describe('a call with a deadline', () => {
  test.each([
    // Others that wait, ms until the deadline, refused at once. 200 ms, and 200 ms / 1.3 for each other one.
    [0, 200, false],
    [0, 199, true],
    [1, 354, false],
    [1, 353, true],
    [4, 816, false],
    [4, 815, true],
  ])(
    'behind %d others, at a confirmed 5/s: within %d ms, is refused at once: %s',
    async (ahead, withinMs, isRefused) => {
      const { calls, call, refused, reasons, until, pacer } = await confirmed()
      calls(ahead)
      call({ withinMs })
      await until(4_401)
      expect(refused).toEqual(isRefused ? [4_400] : [])
      expect([...reasons]).toEqual(isRefused ? ['deadline'] : [])
      expect(pacer.waiting).toBe(isRefused ? ahead : ahead + 1)
    },
  )

  test('at a rate that is not confirmed waits until that has passed, and is refused then', async () => {
    const { calls, call, sent, refused, reasons, until } = throttled()
    // At 5/s the fifth has its turn after a second.
    calls(4)
    call({ withinMs: 700 })
    call({ withinMs: 100 })
    await until(700)
    expect({ sent: sent.length, refused }).toEqual({ sent: 3, refused: [101] })
    await until(10_000)
    expect({ sent: sent.length, refused, reasons: [...reasons] }).toEqual({
      sent: 4,
      refused: [101, 701],
      reasons: ['deadline'],
    })
  })

  test('waits so at a limit that is shut too, whenever the next call is tried', async () => {
    const { calls, call, last, refused, until } = throttled()
    calls(2)
    await until(200)
    last().end('throttled')
    // The next call is tried at 500 ms: an interval of 200 ms, and half of the 200 ms since the first throttle.
    call({ withinMs: 100 })
    await until(400)
    expect(refused).toEqual([301])
  })

  test('counts on going first, if it is older than all that wait', async () => {
    const { calls, call, refused, until, sent } = await confirmed()
    calls(5)
    call({ order: 0, withinMs: 200 })
    call({ order: 99, withinMs: 200 })
    await until(4_600)
    expect({ refused, sent }).toEqual({ refused: [4_400], sent: [4_600] })
  })

  test.each([
    [7_000, 7_000, []],
    [7_000, 6_999, [0]],
  ])(
    'does not wait for the end of a Retry-After of %d ms that comes after its %d ms',
    async (retryAfterMs, withinMs, expected) => {
      const { call, last, refused, until } = stage()
      call()
      last().end('throttled', retryAfterMs)
      call({ withinMs })
      await until(1)
      expect(refused).toEqual(expected)
    },
  )

  test.each([
    [1_270, []],
    [1_269, [0]],
  ])('of a key with a known limit of 1/s, and %d ms left, is sent or refused at once', async (withinMs, expected) => {
    const { calls, refused, until } = stage({ limit: { qps: 1 } })
    calls(1)
    calls(1, { withinMs })
    await until(1)
    expect(refused).toEqual(expected)
  })

  test('is refused when its time is over, if nothing was known of its turn; the others later, and no timer is left', async () => {
    const { calls, call, refused, until, time, pacer } = stage()
    calls(20)
    call({ withinMs: 600 })
    call({ withinMs: 300 })
    await until(900)
    expect(refused).toEqual([301, 601])
    expect({ waiting: pacer.waiting, sleeping: time.sleeping }).toEqual({ waiting: 0, sleeping: 0 })
  })

  test('is sent if its turn comes at the very end', async () => {
    const { calls, call, sent, refused, until } = stage()
    calls(20)
    call({ withinMs: 1_000 })
    await until(2_000)
    expect({ sent: sent.slice(20), refused }).toEqual({ sent: [1_000], refused: [] })
  })

  test('leaves no timer when it was sent in time', async () => {
    const { call, until, sent, time } = throttled()
    call({ withinMs: 5_000 })
    await until(300)
    expect({ sent, sleeping: time.sleeping }).toEqual({ sent: [200], sleeping: 0 })
  })

  test('is refused as soon as a throttle shows that its turn comes too late, and those before it are not', async () => {
    const { calls, open, refused, reasons, until, pacer } = await confirmed()
    // The turn of the 64th may come 9,892 ms from now: 200 ms, and 63 times 200 ms / 1.3.
    calls(65, { withinMs: 10_000 })
    await until(4_401)
    expect({ refused, waiting: pacer.waiting }).toEqual({ refused: [4_400], waiting: 64 })
    await until(4_410)
    open.end('throttled')
    await until(4_411)
    // An interval of 215.05 ms, of which 161.29 ms are given back: the 61st may have its turn 9,964 ms after 4,400 ms, the
    // 62nd 10,130 ms after it.
    expect({ refused, waiting: pacer.waiting }).toEqual({ refused: [4_400, 4_410, 4_410, 4_410], waiting: 61 })
    expect([...reasons]).toEqual(['deadline'])
    await until(9_000)
    expect(refused).toHaveLength(4)
  })

  test('is judged by throttles 100 ms apart, not by each', async () => {
    const { calls, call, tickets, refused, until } = stage()
    calls(4)
    tickets[0]?.end('throttled')
    call({ withinMs: 5_000 })
    await until(99)
    tickets[1]?.end('throttled', 30_000)
    await until(99.5)
    expect(refused).toEqual([])
    await until(100)
    tickets[2]?.end('throttled')
    await until(101)
    expect(refused).toEqual([100])
  })

  test('leaves no timer when a throttle shows that its turn, the last one, comes too late', async () => {
    const { calls, call, tickets, refused, time, until } = stage()
    calls(4)
    tickets[0]?.end('throttled')
    call({ withinMs: 5_000 })
    expect(time.sleeping).toBe(1)
    await until(100)
    tickets[2]?.end('throttled', 30_000)
    await until(101)
    expect({ refused, sleeping: time.sleeping }).toEqual({ refused: [100], sleeping: 0 })
  })

  test('is refused at its end, if no other throttle comes', async () => {
    const { calls, call, tickets, refused, until } = stage()
    calls(4)
    tickets[0]?.end('throttled')
    call({ withinMs: 5_000 })
    await until(50)
    tickets[1]?.end('throttled', 30_000)
    await until(40_000)
    expect(refused).toEqual([5_001])
  })
})

describe('an abort', () => {
  test('rejects with its reason, and takes the call out of the line: the next has its turn', async () => {
    const { pacer, call, until, sent, time } = throttled()
    const controller = new AbortController()
    const aborted = pacer.enter('key', { cancellation: bySignal(controller.signal) })
    call()
    controller.abort(new Error('enough'))
    await expect(aborted).rejects.toThrow('enough')
    await until(300)
    expect({ sent, waiting: pacer.waiting, sleeping: time.sleeping }).toEqual({ sent: [200], waiting: 0, sleeping: 0 })
  })

  test('of the only call that waits leaves no timer', async () => {
    const { pacer, time } = throttled()
    const controller = new AbortController()
    const aborted = pacer.enter('key', { cancellation: bySignal(controller.signal) })
    expect(time.sleeping).toBe(1)
    controller.abort(new Error('enough'))
    await expect(aborted).rejects.toThrow('enough')
    expect({ waiting: pacer.waiting, sleeping: time.sleeping }).toEqual({ waiting: 0, sleeping: 0 })
  })

  test.each([
    ['was sent', 200, 1],
    ['was refused', 100, 0],
  ])('of a call that %s changes nothing', async (_, at, sentCount) => {
    const { pacer, calls, call, until, sent, refused, tickets } = stage()
    calls(2)
    tickets[0]?.end('throttled')
    const controller = new AbortController()
    call({ cancellation: bySignal(controller.signal), withinMs: 5_000 })
    await until(at)
    if (sentCount === 0) tickets[1]?.end('throttled', 30_000)
    call()
    await until(at)
    controller.abort(new Error('enough'))
    await until(at + 10)
    expect({ sent: sent.length - 2, refused: refused.length, waiting: pacer.waiting }).toEqual({
      sent: sentCount,
      refused: 1 - sentCount,
      waiting: 1,
    })
  })
})
