import axios from 'axios'
import { attachTencentCloud } from 'axios-tencentcloud'
import { createFleet, type FleetOptions } from 'axios-tencentcloud/fleet'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterAll } from 'vitest'

/** A process of a fleet, in this one: a Redis client, a fleet and an attachment of its own. */
export interface Member {
  /** What it reported of the store, in order. */
  readonly changes: readonly FleetChange[]
  /** When it sent its calls, in epoch milliseconds. */
  readonly sentAt: readonly number[]
  /** Makes this many calls, all at once; resolves when the last one has ended. */
  call(count: number): Promise<void>
}

interface FleetChange {
  readonly state: 'local' | 'shared'
  readonly reason?: string | undefined
}

export interface MemberOptions extends Omit<FleetOptions, 'redis'> {
  /** The configured limit. Default: it is learned. */
  readonly qps?: number
}

type Client = FleetOptions['redis']

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

const success = '{"Response":{"RequestId":"r-1"}}'

export function memberWith(redis: Client, { qps, ...options }: MemberOptions): Member {
  const changes: FleetChange[] = []
  const sentAt: number[] = []
  const http = axios.create({
    baseURL: 'https://cvm.tencentcloudapi.com',
    adapter: async (config) => {
      sentAt.push(Date.now())
      return { status: 200, statusText: 'OK', headers: {}, config, data: success }
    },
  })
  attachTencentCloud(http, {
    pacing: { ...(qps !== undefined && { limit: { qps } }), fleet: createFleet({ redis, ...options }) },
    retry: { maxRetryTimeMs: Number.POSITIVE_INFINITY },
    onEvent: (event) => {
      if (event.type === 'fallback') changes.push({ state: event.state, reason: event.reason })
    },
  })
  const callOnce = () => http.get('/', { params: { Action: 'DescribeInstances' } })
  return {
    changes,
    sentAt,
    async call(count) {
      await Promise.all(Array.from({ length: count }, callOnce))
    },
  }
}

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
