import { setTimeout as sleep } from 'node:timers/promises'
import { createFleet } from 'axios-tencentcloud/fleet'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { watchLoopDelay } from '../../bench/load/loop-delay.ts'
import { busiest, connectTo, join, memberWith, withStalls } from '../support/fleet-stage.ts'
import { freePort, type RedisServer, startRedis } from '../support/redis-server.ts'

let redis: RedisServer
let admin: Redis

beforeAll(async () => {
  redis = await startRedis()
  admin = new Redis({ port: redis.port, host: '127.0.0.1' })
})

afterAll(async () => {
  admin.disconnect()
  await redis.close()
})

/** A limit that no other test uses, since all calls of the stage have the same key. */
const newPrefix = (() => {
  let number = 0
  return () => `test-${++number}`
})()

async function newFleet(processes = 1, client: 'ioredis' | 'node-redis' = 'ioredis') {
  return createFleet({ redis: await connectTo(redis.port, client), processes, prefix: newPrefix(), timeoutMs: 5_000 })
}

/** A client that counts its commands and the slots that they granted, and that can delay its answers. */
async function observedClient() {
  const client = await connectTo(redis.port)
  if (!('evalsha' in client)) throw new Error('not ioredis')
  const seen = { commands: 0, slots: 0, delayMs: 0 }
  return {
    seen,
    async evalsha(...args: Parameters<typeof client.evalsha>) {
      seen.commands++
      const answer = await client.evalsha(...args)
      if (Array.isArray(answer)) seen.slots += Number(answer[0])
      if (seen.delayMs > 0) await sleep(seen.delayMs)
      return answer
    },
    eval: (...args: Parameters<typeof client.eval>) => client.eval(...args),
  }
}

describe.each(['ioredis', 'node-redis'] as const)('with a client of %s', (client) => {
  test('slots are evenly spaced, and follow those that were granted before', async () => {
    const fleet = await newFleet(1, client)
    const first = await fleet.reserve({ key: 'key', qps: 20, wanted: 4, withinMs: 60_000 })
    const since = performance.now()
    const second = await fleet.reserve({ key: 'key', qps: 20, wanted: 1, withinMs: 60_000 })
    const elapsed = performance.now() - since
    expect(first.fallback).toBeUndefined()
    expect(first.slotsInMs).toHaveLength(4)
    const spacing = first.slotsInMs.map((slot, at) => slot - (first.slotsInMs[at - 1] ?? slot - 51))
    for (const ms of spacing) expect(ms).toBeCloseTo(51, 1)
    expect(second.slotsInMs[0]).toBeGreaterThan(first.nextInMs - elapsed - 50)
    expect(second.slotsInMs[0]).toBeLessThanOrEqual(first.nextInMs + 1)
  })

  test('a script that the store has lost is sent again', async () => {
    const fleet = await newFleet(1, client)
    const reserve = () => fleet.reserve({ key: 'key', qps: 20, wanted: 1, withinMs: 60_000 })
    await reserve()
    await admin.script('FLUSH')
    const { fallback, slotsInMs } = await reserve()
    expect({ fallback, slots: slotsInMs.length }).toEqual({ fallback: undefined, slots: 1 })
  })
})

test('processes with clients of both kinds share one limit: no second has more calls', async () => {
  const options = { port: redis.port, qps: 50, processes: 4 }
  const kinds = ['ioredis', 'node-redis', 'ioredis', 'node-redis'] as const
  const members = await Promise.all(kinds.map((client) => join({ ...options, client })))
  const loopDelay = watchLoopDelay()
  const start = Date.now()
  await Promise.all(members.map((member) => member.call(20)))
  const all = members.flatMap(({ sentAt }) => sentAt)
  expect(busiest(all)).toBeLessThanOrEqual(withStalls(50, 50, loopDelay()))
  expect(Math.max(...all) - start).toBeLessThanOrEqual((80 / 50) * 1_000 * 1.5)
  const ends = members.map(({ sentAt }) => Math.max(...sentAt))
  expect(Math.max(...ends) - Math.min(...ends)).toBeLessThanOrEqual(1_000)
})

test('a reservation that cannot be in time is not made, and the time of the next slot is returned', async () => {
  const fleet = await newFleet()
  const reserve = (withinMs: number) => fleet.reserve({ key: 'key', qps: 1, wanted: 1, withinMs })
  await reserve(60_000)
  const late = await reserve(500)
  expect(late.slotsInMs).toEqual([])
  expect(late.nextInMs).toBeGreaterThan(900)
  const inTime = await reserve(2_000)
  expect(inTime.slotsInMs[0]).toBeLessThanOrEqual(1_020)
})

test('unused slots are returned, unless later ones were reserved', async () => {
  const fleet = await newFleet()
  const reserve = (wanted: number) => fleet.reserve({ key: 'key', qps: 1, wanted, withinMs: 60_000 })
  const first = await reserve(2)
  first.giveBack(1)
  first.giveBack(1)
  const second = await reserve(2)
  expect(second.slotsInMs[0]).toBeLessThanOrEqual(500)
  const third = await reserve(1)
  second.giveBack(2)
  const fourth = await reserve(1)
  expect(fourth.slotsInMs[0]).toBeGreaterThanOrEqual((third.slotsInMs[0] ?? 0) + 500)
})

test('names of limits, which contain a SecretId, are not readable in the store, and keys expire', async () => {
  const prefix = newPrefix()
  const fleet = createFleet({ redis: await connectTo(redis.port), processes: 4, prefix })
  await fleet.reserve({ key: 'action\0AKIDexample\0cvm', qps: 20, wanted: 1, withinMs: 1_000 })
  const keys = await admin.keys(`${prefix}*`)
  expect(keys).toHaveLength(1)
  expect(keys[0]).toMatch(/^test-\d+:\{[\w-]{22}\}$/)
  expect(JSON.stringify([keys, await admin.hgetall(keys[0] ?? '')])).not.toContain('AKID')
  const ttl = await admin.pttl(keys[0] ?? '')
  expect(ttl).toBeGreaterThan(5_000)
  expect(ttl).toBeLessThanOrEqual(11_000)
})

test('limits of different names are independent', async () => {
  const fleet = await newFleet()
  const reserve = (key: string) => fleet.reserve({ key, qps: 1, wanted: 1, withinMs: 60_000 })
  await reserve('one')
  expect((await reserve('other')).slotsInMs[0]).toBeLessThanOrEqual(500)
})

test('a process with many calls needs one command for four of them; a process with few, one for each', async () => {
  const client = await observedClient()
  // The store gets the script.
  await createFleet({ redis: client, processes: 1, prefix: newPrefix() }).reserve({
    key: 'key',
    qps: 1,
    wanted: 1,
    withinMs: 1,
  })
  const member = memberWith(client, { qps: 40, processes: 8, timeoutMs: 5_000 })
  const use = async (calls: () => Promise<void>) => {
    const before = { ...client.seen }
    await calls()
    return { commands: client.seen.commands - before.commands, slots: client.seen.slots - before.slots }
  }
  const many = await use(() => member.call(40))
  // The first call reserves for itself alone. A busy machine is late for some slots, and reserves others in their
  // place.
  expect(many.commands).toBeLessThanOrEqual(1 + Math.ceil(39 / 4) + (many.slots - 40))
  const few = await use(async () => {
    for (let call = 0; call < 5; call++) await member.call(1)
  })
  expect(few.commands).toBe(few.slots)
})

test('a store that has become slower grants slots that can still be used', async () => {
  const client = await observedClient()
  const member = memberWith(client, { qps: 40, processes: 4, timeoutMs: 5_000 })
  await member.call(2)
  client.seen.delayMs = 150
  const before = client.seen.commands
  for (let call = 0; call < 3; call++) await member.call(1)
  // The first answer shows the delay.
  expect(client.seen.commands - before).toBeLessThanOrEqual(6)
  expect(member.changes).toEqual([])
})

test('a store that was emptied keeps the time free in which processes may still have slots', async () => {
  const prefix = newPrefix()
  const newMember = async () => createFleet({ redis: await connectTo(redis.port), processes: 4, prefix })
  const [one, other] = [await newMember(), await newMember()]
  const reserve = (fleet: typeof one) => fleet.reserve({ key: 'key', qps: 20, wanted: 4, withinMs: 60_000 })
  const first = await reserve(one)
  const held = await reserve(other)
  await admin.flushall()
  const after = await reserve(one)
  expect(first.slotsInMs).toHaveLength(4)
  expect(after.slotsInMs[0]).toBeGreaterThanOrEqual((held.slotsInMs.at(-1) ?? 0) - 50)
})

describe('while the store cannot be reached', () => {
  test('calls continue at once with the share of one process, even if the client keeps commands in a queue', async () => {
    const member = await join({ port: await freePort(), qps: 40, processes: 4, timeoutMs: 100 })
    const start = Date.now()
    await member.call(6)
    expect((member.sentAt[0] ?? 0) - start).toBeLessThanOrEqual(500)
    // 10 calls a second, 102 ms apart.
    expect(Date.now() - start).toBeGreaterThanOrEqual(5 * 101)
    expect(Date.now() - start).toBeLessThanOrEqual(5 * 102 + 2_000)
    expect(member.changes).toEqual([{ state: 'local', reason: 'no answer within 100 ms' }])
  })

  test('a client that refuses at once costs no time', async () => {
    const client = new Redis({ port: await freePort(), host: '127.0.0.1', enableOfflineQueue: false })
    client.on('error', () => {})
    onTestFinished(() => client.disconnect())
    const member = memberWith(client, { qps: 40, processes: 4, timeoutMs: 60_000 })
    await member.call(1)
    expect(member.changes).toMatchObject([{ state: 'local' }])
  })

  test('an answer that comes too late has no effect: its slots are returned', async () => {
    const pending: { release(): void }[] = []
    const client = await connectTo(redis.port)
    if (!('evalsha' in client)) throw new Error('not ioredis')
    let isSlow = false
    const slow = {
      async evalsha(...args: Parameters<typeof client.evalsha>) {
        const answer = await client.evalsha(...args)
        if (isSlow) await new Promise<void>((resolve) => pending.push({ release: resolve }))
        return answer
      },
      eval: (...args: Parameters<typeof client.eval>) => client.eval(...args),
    }
    const prefix = newPrefix()
    const options = { processes: 1, prefix, timeoutMs: 50 }
    const fleet = createFleet({ redis: slow, ...options })
    const other = createFleet({ redis: client, ...options })
    const reservation = { key: 'key', qps: 1, wanted: 1, withinMs: 60_000 }
    // The store gets the script.
    await other.reserve({ ...reservation, key: 'else' })
    isSlow = true
    const late = await fleet.reserve(reservation)
    expect(late).toMatchObject({ fallback: 'no answer within 50 ms', slotsInMs: [0] })
    isSlow = false
    for (const { release } of pending) release()
    await sleep(50)
    expect((await other.reserve(reservation)).slotsInMs[0]).toBeLessThanOrEqual(500)
  })

  test('an answer that the script cannot give counts as a failure of the store', async () => {
    const client = { evalsha: async () => 'OK', eval: async () => 'OK' }
    const fleet = createFleet({ redis: client, processes: 2 })
    const grant = await fleet.reserve({ key: 'key', qps: 20, wanted: 3, withinMs: 1_000 })
    expect(grant).toMatchObject({
      fallback: 'the store returned something other than the result of the script',
      slotsInMs: [0],
    })
  })

  test('a process that has nothing else to do ends, although its probes continue', async () => {
    const { execFile } = await import('node:child_process')
    const { promisify } = await import('node:util')
    const code = `
      import { createFleet } from 'axios-tencentcloud/fleet'
      const never = () => new Promise(() => {})
      const fleet = createFleet({ redis: { evalsha: never, eval: never }, processes: 2, timeoutMs: 50 })
      const { fallback } = await fleet.reserve({ key: 'key', qps: 20, wanted: 1, withinMs: 1000 })
      console.log(fallback)`
    const options = ['--import', 'tsx', '--input-type=module', '--eval', code]
    const { stdout } = await promisify(execFile)(process.execPath, options, { timeout: 10_000 })
    expect(stdout.trim()).toBe('no answer within 50 ms')
  })
})
