import { beforeEach, describe, expect, test } from 'vitest'
import { busiest, type Member, memberWith } from '../support/fleet-stage.ts'
import { ModelStore } from './store-model.ts'
import { pass, startVirtualTime, wait } from './virtual-time.ts'

const qps = 20
const processes = 4
const calls = 30
/** While the store is away or comes back, each process may send one call more than its share in a second. */
const documented = qps + processes
const spacedMs = (processes * calls * 1_020) / qps

beforeEach(startVirtualTime)

const join = (store: ModelStore): Member => memberWith(store.client, { qps, processes })

/** Each process makes its calls, all at once, while something happens. */
async function run(members: readonly Member[], happens: () => Promise<void>) {
  const startedAt = Date.now()
  await pass(Promise.all([...members.map((member) => member.call(calls)), happens()]))
  const sentAt = members.flatMap((member) => member.sentAt)
  return { sentAt, timeMs: Math.max(...sentAt) - startedAt }
}

/** Each has reported that Redis is away, and, within a second or two and one of its next calls, that it is back. */
async function expectReturn(members: readonly Member[]): Promise<void> {
  for (const { changes } of members) expect(changes[0]).toMatchObject({ state: 'local' })
  await pass(wait(2_000))
  await pass(Promise.all(members.map((member) => member.call(1))))
  for (const { changes } of members) expect(changes.at(-1)).toMatchObject({ state: 'shared' })
}

describe('four processes that share a limit lose no call, send none too many, and share it again', () => {
  test.each<[what: string, happens: (store: ModelStore) => Promise<void>]>([
    [
      'is killed, and started again empty',
      async (store) => {
        await wait(1_200)
        store.leave()
        store.forget()
        await wait(2_000)
        await store.return()
      },
    ],
    [
      'stands still for 3 s',
      async (store) => {
        await wait(1_200)
        store.leave()
        await wait(3_000)
        await store.return()
      },
    ],
    [
      'refuses connections at first',
      async (store) => {
        store.leave()
        await wait(2_500)
        await store.return()
      },
    ],
    [
      'is too slow for 3 s',
      async (store) => {
        await wait(1_200)
        store.delayMs = 400
        await wait(3_000)
        store.delayMs = 1
      },
    ],
  ])('when Redis %s', async (_what, happens) => {
    const store = new ModelStore()
    const members = Array.from({ length: processes }, () => join(store))
    const { sentAt, timeMs } = await run(members, () => happens(store))
    expect(sentAt).toHaveLength(processes * calls)
    expect(busiest(sentAt)).toBeLessThanOrEqual(documented)
    expect(timeMs).toBeLessThanOrEqual(spacedMs + 500)
    await expectReturn(members)
  })

  test('when Redis restarts empty, so quickly that no process notices', async () => {
    const store = new ModelStore()
    const members = Array.from({ length: processes }, () => join(store))
    const { sentAt, timeMs } = await run(members, async () => {
      await wait(1_200)
      store.leave()
      store.forget()
      await store.return()
    })
    expect(members.flatMap(({ changes }) => changes)).toEqual([])
    expect(sentAt).toHaveLength(processes * calls)
    expect(busiest(sentAt)).toBeLessThanOrEqual(documented)
    expect(timeMs).toBeLessThanOrEqual(spacedMs + 500)
  })

  test('when one of them loses Redis alone: it adds no more than its own share', async () => {
    const [store, away] = [new ModelStore(), new ModelStore()]
    away.leave()
    const together = Array.from({ length: 3 }, () => join(store))
    const alone = join(away)
    const { sentAt } = await run([...together, alone], async () => {})
    expect(alone.changes.map(({ state }) => state)).toEqual(['local'])
    expect(sentAt).toHaveLength(processes * calls)
    expect(busiest(sentAt)).toBeLessThanOrEqual(documented + qps / processes)
  })
})
