import { createFleet } from 'axios-tencentcloud/fleet'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { connectTo, memberWith } from '../support/fleet-stage.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'

// With a real Redis. Slots are 100 s apart where a test compares them, so that no pause of the machine comes between.
const spacedMs = 102_000
const qps = 0.01

/** What the script answered, in microseconds of the store's clock. */
interface Answer {
  readonly slots: number
  readonly first: number
  readonly interval: number
  readonly next: number
}

describe.skipIf(!hasRedis)('Redis', () => {
  let redis: RedisServer
  let admin: Redis

  beforeAll(async () => {
    redis = await startRedis()
    admin = new Redis({ port: redis.port, host: '127.0.0.1' })
  })

  afterAll(async () => {
    admin?.disconnect()
    await redis?.close()
  })

  /** Keys that no other test uses. */
  const newPrefix = (() => {
    let number = 0
    return () => `test-${++number}`
  })()

  /** A client of ioredis that keeps the answers with slots. */
  async function observedClient() {
    const client = await connectTo(redis.port)
    if (!('evalsha' in client)) throw new Error('not ioredis')
    const answers: Answer[] = []
    const observe = async (reply: Promise<unknown>) => {
      const answer = await reply
      const [slots = 0, first = 0, interval = 0, next = 0] = Array.isArray(answer) ? answer.map(Number) : []
      if (slots > 0) answers.push({ slots, first, interval, next })
      return answer
    }
    return {
      answers,
      evalsha: (...args: Parameters<typeof client.evalsha>) => observe(client.evalsha(...args)),
      eval: (...args: Parameters<typeof client.eval>) => observe(client.eval(...args)),
    }
  }

  const newFleet = async (client: 'ioredis' | 'node-redis' = 'ioredis') =>
    createFleet({ redis: await connectTo(redis.port, client), processes: 1, prefix: newPrefix(), timeoutMs: 30_000 })

  test('slots are evenly spaced, and follow those that were granted before', async () => {
    const client = await observedClient()
    const fleet = createFleet({ redis: client, processes: 1, prefix: newPrefix(), timeoutMs: 30_000 })
    const reserve = (wanted: number) => fleet.reserve({ key: 'key', qps: 20, wanted, withinMs: 600_000 })
    const { slotsInMs, fallback } = await reserve(4)
    await reserve(1)
    expect(fallback).toBeUndefined()
    expect(slotsInMs).toHaveLength(4)
    for (const [at, slot] of slotsInMs.slice(1).entries()) expect(slot - (slotsInMs[at] ?? 0)).toBeCloseTo(51, 1)
    const [first, second] = client.answers
    expect(first).toMatchObject({ slots: 4, interval: 51_000 })
    expect(second?.first).toBeGreaterThanOrEqual(first?.next ?? Number.NaN)
  })

  test.each(['ioredis', 'node-redis'] as const)(
    'with a client of %s, slots are shared, and a script that the store has forgotten is sent again',
    async (client) => {
      const fleet = await newFleet(client)
      const reserve = () => fleet.reserve({ key: 'key', qps, wanted: 1, withinMs: 600_000 })
      const first = await reserve()
      await admin.script('FLUSH')
      const second = await reserve()
      expect([first.fallback, second.fallback]).toEqual([undefined, undefined])
      expect(first.slotsInMs[0]).toBeLessThan(spacedMs / 2)
      expect(second.slotsInMs[0]).toBeGreaterThan(spacedMs / 2)
    },
  )

  test('processes with clients of both kinds share one limit: their slots are never closer than it allows', async () => {
    const prefix = newPrefix()
    const options = { qps: 50, processes: 4, prefix, timeoutMs: 30_000 }
    const observed = [await observedClient(), await observedClient()]
    const others = await Promise.all([connectTo(redis.port, 'node-redis'), connectTo(redis.port, 'node-redis')])
    const members = [...observed, ...others].map((client) => memberWith(client, options))
    await Promise.all(members.map((member) => member.call(20)))
    const slots = observed.flatMap(({ answers }) =>
      answers.flatMap(({ slots: count, first, interval }) =>
        Array.from({ length: count }, (_, at) => first + at * interval),
      ),
    )
    slots.sort((a, b) => a - b)
    expect(slots.length).toBeGreaterThanOrEqual(40)
    for (const [at, slot] of slots.slice(1).entries()) expect(slot - (slots[at] ?? 0)).toBeGreaterThanOrEqual(20_400)
    expect(members.map(({ sentAt, changes }) => [sentAt.length, changes])).toEqual(Array(4).fill([20, []]))
  })

  test('a reservation that cannot be in time is not made, but told', async () => {
    const fleet = await newFleet()
    const reserve = (withinMs: number) => fleet.reserve({ key: 'key', qps, wanted: 1, withinMs })
    await reserve(600_000)
    const late = await reserve(spacedMs / 2)
    expect(late.slotsInMs).toEqual([])
    expect(late.nextInMs).toBeGreaterThan(spacedMs / 2)
    const inTime = await reserve(2 * spacedMs)
    expect(inTime.slotsInMs[0]).toBeLessThanOrEqual(spacedMs)
  })

  test('unused slots are given back, unless somebody has reserved after them', async () => {
    const client = await observedClient()
    const fleet = createFleet({ redis: client, processes: 1, prefix: newPrefix(), timeoutMs: 30_000 })
    const reserve = (wanted: number) => fleet.reserve({ key: 'key', qps: 20, wanted, withinMs: 600_000 })
    // So that slots lie ahead, however long the machine takes.
    for (let count = 0; count < 100; count++) await reserve(4)
    const first = await reserve(2)
    first.giveBack(1)
    first.giveBack(1)
    const second = await reserve(2)
    await reserve(1)
    second.giveBack(2)
    await reserve(1)
    const [given, again, third, fourth] = client.answers.slice(-4)
    expect(again?.first).toBe(given?.first)
    expect(fourth?.first).toBe(third?.next)
  })

  test('names of limits, which hold a SecretId, are not to be seen in the store, and keys expire after a day', async () => {
    const prefix = newPrefix()
    const fleet = createFleet({ redis: await connectTo(redis.port), prefix, timeoutMs: 30_000 })
    await fleet.reserve({ key: 'action\0AKIDexample\0cvm', qps, wanted: 1, withinMs: 1_000 })
    await vi.waitFor(async () => expect(await admin.keys(`${prefix}*`)).toHaveLength(3))
    const keys = (await admin.keys(`${prefix}*`)).sort()
    expect(keys.join(' ')).toMatch(/^(test-\d+):\{[\w-]{22}\}\S* \1:\{[\w-]{22}\}\S* \1:\{[\w-]{22}\}\S*$/)
    const dumps = await Promise.all(keys.map((key) => admin.dumpBuffer(key)))
    expect(JSON.stringify([keys, dumps.map(String)])).not.toContain('AKID')
    for (const key of keys) {
      const ttl = await admin.pttl(key)
      expect(ttl).toBeGreaterThan(key.endsWith(':configured') ? 3_000_000 : 86_400_000)
      expect(ttl).toBeLessThanOrEqual(90_000_000)
    }
  })

  test('limits of different names do not know of one another', async () => {
    const fleet = await newFleet()
    const reserve = (key: string) => fleet.reserve({ key, qps, wanted: 1, withinMs: 600_000 })
    await reserve('one')
    expect((await reserve('other')).slotsInMs[0]).toBeLessThan(spacedMs / 2)
  })

  test('a store that was emptied forgets no slot that others may hold', async () => {
    const prefix = newPrefix()
    const clients = [await observedClient(), await observedClient()] as const
    const fleets = clients.map((client) => createFleet({ redis: client, processes: 4, prefix, timeoutMs: 30_000 }))
    const reserve = (at: number) => fleets[at]?.reserve({ key: 'key', qps, wanted: 1, withinMs: 600_000 })
    await reserve(0)
    await reserve(1)
    await admin.flushall()
    await reserve(0)
    const held = clients[1].answers[0]
    expect(clients[0].answers[1]?.first).toBeGreaterThanOrEqual(held?.first ?? Number.NaN)
  })
})
