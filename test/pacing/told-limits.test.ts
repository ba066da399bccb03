import { describe, expect, test } from 'vitest'
import { createPacer, type Ticket } from '../../src/pacing/index.ts'
import { seeded } from '../support/seeded.ts'
import { slots, VirtualTime } from './simulator.ts'
import { stage } from './stage.ts'

// Throttles that tell what they count.

/** Streams of a model that runs so many at once, and tells that of those that it refuses. Times in ms. */
async function runStreams(seed: number, { streams = 30, most = 5, streamMs = 4_000, firstTokenMs = 200 } = {}) {
  const random = seeded(seed)
  const time = new VirtualTime(random)
  const pacer = createPacer({ clock: time })
  const model = slots(most)
  const begunAt = time.now()
  const oneWay = () => 20 + random() * 10
  let [requests, open] = [0, streams]
  const stream = async () => {
    let ticket: Ticket | undefined
    for (;;) {
      ticket = await pacer.enter('key', ticket ? { order: ticket.order, isRetry: true } : {})
      requests++
      await time.delay(oneWay())
      const isAdmitted = model.admit(0)
      await time.delay(oneWay())
      if (isAdmitted) break
      ticket.end('throttled', 0, 'in-flight')
    }
    // A model thinks before its first token, by which a stream counts as accepted; a refusal comes at once.
    await time.delay(firstTokenMs)
    ticket.accept()
    await time.delay(streamMs - firstTokenMs)
    model.left?.()
    await time.delay(oneWay())
    ticket.end('accepted')
    open--
  }
  for (let one = 0; one < streams; one++) void stream()
  await time.run(() => open === 0)
  return { requests, timeMs: time.now() - begunAt, open }
}

describe('a number of calls in flight that a throttle tells', () => {
  test.each([1, 2, 3, 4, 5])(
    'lets 30 streams of 4 s, five at once, end in 26 s with 45 requests (run %i)',
    async (run) => {
      const { requests, timeMs, open } = await runStreams(run * 7_919)
      expect(open).toBe(0)
      // 24 s and 30 requests would be ideal; the first 20 are sent before anything is known.
      expect(timeMs).toBeLessThanOrEqual(26_000)
      expect(requests).toBeLessThanOrEqual(45)
    },
  )

  test('holds beside a rate that another throttle tells', async () => {
    const { calls, call, sent, tickets, until, last } = stage()
    calls(4)
    await until(100)
    tickets[0]?.accept()
    tickets[1]?.accept()
    tickets[2]?.end('throttled', 0, 'in-flight')
    tickets[3]?.end('throttled', 0, 'in-flight')
    tickets[0]?.end('accepted')
    sent.splice(0)
    call()
    expect(sent).toEqual([100])
    last().end('throttled', 0, 'rate')
    call()
    // One of two places is free, but a rate is known now: 5 calls a second at least.
    expect(sent).toEqual([100])
    await until(1_500)
    expect(sent).toHaveLength(2)
    expect(sent[1]).toBeGreaterThanOrEqual(300)
  })

  test('says nothing of a rate, and one of calls or tokens in a minute nothing of those in flight', async () => {
    for (const [kind, expected] of [
      ['in-flight', { inFlight: 1 }],
      ['rate', { qps: 5 }],
      ['tokens', { qps: 5 }],
    ] as const) {
      const { pacer, calls, tickets } = stage()
      calls(2)
      tickets[0]?.accept()
      tickets[1]?.end('throttled', 0, kind)
      expect(pacer.takeLearned('key')).toEqual(expected)
    }
  })
})
