import { createFleet } from 'axios-tencentcloud/fleet'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterAll } from 'vitest'
import type { LoopDelay } from '../../bench/load/loop-delay.ts'
import { createPacer, type FleetChange, type Pacer } from '../../src/pacing/index.ts'
import { systemClock } from '../../src/retry/clock.ts'

/** A process of a fleet, in this one: a Redis client, a fleet and a pacer of its own. */
export interface Member {
  readonly pacer: Pacer
  /** What it said of the store, in order. */
  readonly changes: readonly FleetChange[]
  /** When it sent its calls, in epoch milliseconds. */
  readonly sentAt: readonly number[]
  /** Sends so many calls, all at once; resolves when the last one was sent. */
  call(count: number): Promise<void>
}

export interface MemberOptions {
  readonly port: number
  readonly qps: number
  readonly processes: number
  readonly timeoutMs?: number
  readonly client?: 'ioredis' | 'node-redis'
}

type Client = Parameters<typeof createFleet>[0]['redis']

// Not when a test finishes: several run at the same time.
const leave: (() => void)[] = []
afterAll(() => {
  for (const one of leave.splice(0)) one()
})

/** A client as its users make it: it reconnects, and keeps commands while it is offline. */
export async function connectTo(port: number, client: 'ioredis' | 'node-redis' = 'ioredis'): Promise<Client> {
  if (client === 'ioredis') {
    const redis = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 100 })
    redis.on('error', () => {})
    leave.push(() => redis.disconnect())
    return redis
  }
  const redis = createClient({ url: `redis://127.0.0.1:${port}`, socket: { reconnectStrategy: () => 100 } })
  redis.on('error', () => {})
  leave.push(() => redis.destroy())
  await redis.connect()
  return redis
}

export function memberWith(redis: Client, { qps, processes, timeoutMs }: Omit<MemberOptions, 'port'>): Member {
  const fleet = createFleet({ redis, processes, ...(timeoutMs !== undefined && { timeoutMs }) })
  const changes: FleetChange[] = []
  const sentAt: number[] = []
  const options = { limit: { qps }, fleet }
  const pacer = createPacer({ clock: systemClock, options, onFleetChange: (change) => changes.push(change) })
  const callOnce = async () => {
    const ticket = await pacer.enter('key')
    sentAt.push(Date.now())
    ticket.end('accepted')
  }
  return {
    pacer,
    changes,
    sentAt,
    async call(count) {
      await Promise.all(Array.from({ length: count }, callOnce))
    },
  }
}

export const join = async ({ port, client, ...rest }: MemberOptions): Promise<Member> =>
  memberWith(await connectTo(port, client), rest)

/** The most calls in any `windowMs` milliseconds. */
export function busiest(times: readonly number[], windowMs = 1_000): number {
  const sorted = times.toSorted((a, b) => a - b)
  let most = 0
  let from = 0
  for (const [at, time] of sorted.entries()) {
    while ((sorted[from] ?? time) <= time - windowMs) from++
    most = Math.max(most, at - from + 1)
  }
  return most
}

/**
 * What may be seen in a second where `calls` are due: a machine that is busy with something else sends what became due
 * while it stood still all at once.
 */
export const withStalls = (calls: number, qps: number, { longestDelayMs }: Pick<LoopDelay, 'longestDelayMs'>): number =>
  calls + Math.ceil((qps * longestDelayMs) / 1_000)
