import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { argumentNames, fieldNames, reserveScript } from '../../src/fleet/reserve-script.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { seeded } from '../support/seeded.ts'
import { noFields, runModel, type StoredLimit } from './script-model.ts'

describe.skipIf(!hasRedis)('the reservation script', () => {
  let server: RedisServer
  let redis: Redis

  beforeAll(async () => {
    server = await startRedis()
    redis = new Redis({ port: server.port, host: '127.0.0.1' })
  })

  afterAll(async () => {
    redis?.disconnect()
    await server?.close()
  })

  const keys = ['limit', 'limit:processes'] as const

  async function store({ fields, processes }: StoredLimit): Promise<void> {
    await redis.hset(keys[0], fields)
    for (const [id, at] of processes) await redis.zadd(keys[1], at, id)
  }

  async function stored(): Promise<StoredLimit> {
    const hash = await redis.hgetall(keys[0])
    const set = await redis.zrange(keys[1], '0', '-1', 'WITHSCORES')
    const processes = new Map<string, number>()
    for (let at = 0; at < set.length; at += 2) processes.set(set[at] ?? '', Number(set[at + 1]))
    const fields = { ...noFields }
    for (const name of fieldNames) fields[name] = Number(hash[name])
    return { fields, processes }
  }

  test('answers and stores what the model of it does that other tests use, whatever is stored and asked', async () => {
    const random = seeded(11)
    const pick = (...values: readonly number[]) => values[Math.floor(random() * values.length)] ?? 0
    for (let trial = 0; trial < 1_000; trial++) {
      const [seconds = 0, micros = 0] = (await redis.time()).map(Number)
      const now = seconds * 1_000_000 + micros
      const near = () => now + Math.floor((random() - 0.5) * pick(1e5, 1e6, 1e7))
      const rate = pick(0, 0.7, 5, 20.31, 200)
      const before: StoredLimit = {
        fields: {
          ...noFields,
          next: near(),
          at: near(),
          ...(random() < 0.5 && { since: near(), back: pick(1, 2, 3, 5) }),
          rate,
          exceeded: rate * pick(0.9, 1, 1.1),
          guessed: rate > 0 ? pick(0, 0, 1) : 0,
          streak: rate > 0 ? pick(0, 0, 1, 2, 5) : 0,
          shut: near(),
          reacted: near(),
          opened: near(),
          accepted: pick(0, 1, 2, 20.5),
          lent: pick(0, 20),
          probe: pick(0, 0, near()),
        },
        processes: new Map([
          ['one', near()],
          ['two', near()],
        ]),
      }
      const isEmpty = random() < 0.2
      await redis.del(...keys)
      if (!isEmpty) await store(before)
      const call: Record<(typeof argumentNames)[number], number> = {
        interval: Math.ceil(1_020_000 / pick(1, 20, 50)),
        wanted: pick(0, 1, 4, 10),
        within: pick(0, 1e5, 1e6, 6e7),
        latest: pick(0, 0, now - 1e9, now + 1e9),
        processes: pick(0, 1, 4),
        seen: pick(1, 4),
        returning: pick(0, 1),
        phase: pick(1e3, 1e6, 1.5e6),
        held: pick(0, 1e6),
        expected: pick(0, 0, before.fields.next),
        given: near(),
        lead: pick(0, 1e5),
        batch: 250_000,
        together: 1_000_000,
        learns: pick(0, 1),
        accepted: pick(0, 1, 5),
        accepted_at: pick(0, near()),
        throttled_at: pick(0, near()),
        seed: pick(0, 0, 12_345_678),
        least: pick(1, 5),
        burst: pick(2, 20),
        window: pick(0, 20),
        kept: 90_000_000,
      }
      const args = ['one', ...argumentNames.map((name) => String(call[name]))]
      const answer = (await redis.eval(reserveScript.source, 2, ...keys, ...args)) as number[]
      const model = runModel(isEmpty ? undefined : before, args, answer[4] ?? 0)
      expect(answer, JSON.stringify(call)).toEqual(model.reply)
      if (!model.stored) {
        expect(await redis.exists(...keys)).toBe(0)
        continue
      }
      const after = await stored()
      for (const name of fieldNames) expect(after.fields[name], name).toBeCloseTo(model.stored.fields[name], 6)
      expect([...after.processes].sort()).toEqual([...model.stored.processes].sort())
    }
  })
})
