import { expect, test } from 'vitest'
import { createPacer, joinFleet } from '../../src/pacing/index.ts'
import type { SharedLimit } from '../../src/pacing/shared-limit.ts'
import { MemoryLimit } from '../support/memory-limit.ts'
import { seeded } from '../support/seeded.ts'
import { VirtualTime } from './simulator.ts'

const limit = { qps: 20 }
const intervalMs = 51

/** A limit whose answers are these slots, in ms from the answer; the last one again and again. */
function answering(...answers: readonly (readonly number[])[]) {
  const seen = { asked: 0 }
  const fleet: SharedLimit = {
    async reserve() {
      const slotsInMs = answers[Math.min(seen.asked++, answers.length - 1)] ?? []
      return { slotsInMs, nextInMs: intervalMs, fallback: undefined, giveBack() {} }
    },
  }
  return { fleet, seen }
}

test('a slot that has passed serves a call all the same, if there is no other: timers may always be late', async () => {
  const time = new VirtualTime(seeded(1))
  const { fleet, seen } = answering([-200])
  const pacer = createPacer({ clock: time, joinFleet, options: { limit, fleet } })
  const start = time.now()
  const entered = pacer.enter('key')
  await time.delayAndRun(10)
  const { sentAt } = await entered
  expect({ waited: sentAt - start, asked: seen.asked }).toEqual({ waited: 0, asked: 1 })
})

test('of several slots that have passed one is used, and not all of them in a burst', async () => {
  const time = new VirtualTime(seeded(1))
  const { fleet } = answering([0], [-200, -149, -98], [60_000])
  const pacer = createPacer({ clock: time, joinFleet, options: { limit, fleet } })
  let sent = 0
  for (let call = 0; call < 5; call++) void Promise.resolve(pacer.enter('key')).then(() => sent++)
  await time.delayAndRun(10)
  expect(sent).toBe(2)
})

test('slots that passed while the process stood still are dropped, not used in a burst', async () => {
  const time = new VirtualTime(seeded(1))
  const pacer = createPacer({ clock: time, joinFleet, options: { limit, fleet: new MemoryLimit(time, 1, 2) } })
  const entered = Array.from({ length: 20 }, () => Promise.resolve(pacer.enter('key')))
  await time.delayAndRun(30)
  time.setBack(-3_000)
  const woken = time.now()
  await time.run()
  const sentAt = (await Promise.all(entered)).map((ticket) => ticket.sentAt).filter((at) => at >= woken)
  expect(sentAt.filter((at) => at < woken + 2 * intervalMs).length).toBeLessThanOrEqual(3)
})
