import { createFleet, type Fleet } from 'axios-tencentcloud/fleet'
import { Redis } from 'ioredis'
import type { FleetOf } from './protocol.ts'

/** A limit shared by processes, and the client of the Redis that keeps it. */
export interface Shared {
  readonly fleet: Fleet
  readonly redis: Redis
}

/** Joins the fleet with a client of its own, which is connected; it reconnects every 100 ms. */
export async function joinFleet({ port, processes }: FleetOf): Promise<Shared> {
  const redis = new Redis({ host: '127.0.0.1', port, retryStrategy: () => 100 })
  redis.on('error', () => {}) // the fleet goes on without it
  await redis.ping()
  return { fleet: createFleet({ redis, processes }), redis }
}
