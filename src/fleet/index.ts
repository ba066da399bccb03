export type { Grant, Learning, Reservation, SharedLimit } from '../pacing/shared-limit.ts'
export { createFleet, type Fleet, type FleetOptions } from './create-fleet.ts'
export type { IoredisClient, KeysAndArguments, NodeRedisClient, RedisClient } from './redis-client.ts'
