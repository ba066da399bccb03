import { type Check, checkFields, checkThat, isRecord, refuse, textCheck } from '../check/check.ts'
import type { SharedLimit } from '../pacing/shared-limit.ts'
import { type RedisClient, scriptOf } from './redis-client.ts'
import { RedisFleet } from './redis-fleet.ts'

/** Options of {@link createFleet}. */
export interface FleetOptions {
  /**
   * A client of Redis ≥ 5 or Valkey, of ioredis (iovalkey) or node-redis: yours, connected and ended by you. Give it an
   * `error` listener: what it loses is reported there too.
   */
  readonly redis: RedisClient
  /**
   * How many processes share the limits at most. While Redis is out of reach each of them sends at most a limit ÷
   * `processes`; with it they take turns.
   */
  readonly processes: number
  /** Begins the names of all keys in Redis. Default `'axios-tencentcloud'`. */
  readonly prefix?: string
  /** Milliseconds after which Redis counts as out of reach, if it does not answer. Default 250. */
  readonly timeoutMs?: number
}

/** A limit kept for several processes. For the `pacing.fleet` of their attachments, any number of them. */
export type Fleet = SharedLimit

const defaults = { prefix: 'axios-tencentcloud', timeoutMs: 250 } as const

const isClient = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value.eval === 'function' &&
  (typeof value.evalsha === 'function' || typeof value.evalSha === 'function')

const checks: Readonly<Record<keyof FleetOptions, Check>> = {
  redis: checkThat('a client of ioredis or node-redis', isClient),
  processes: checkThat('a whole number ≥ 1', (value) => Number.isInteger(value) && Number(value) >= 1),
  prefix: textCheck,
  timeoutMs: checkThat('a number of milliseconds > 0', (value) => Number.isFinite(value) && Number(value) > 0),
}

function check(options: unknown): asserts options is FleetOptions {
  if (!isRecord(options)) refuse('options', 'an object', options)
  checkFields(options, '', checks)
  for (const name of ['redis', 'processes'] as const) checks[name](options[name], name)
}

/**
 * One limit for any number of processes and machines, kept in Redis.
 *
 * @throws TypeError that names a wrong option
 * @example
 * const fleet = createFleet({ redis: new Redis(), processes: 4 })
 * attachTencentCloud(http, { pacing: { limit: { qps: 20 }, fleet } })
 */
export function createFleet(options: FleetOptions): Fleet {
  check(options)
  const { redis, processes, prefix = defaults.prefix, timeoutMs = defaults.timeoutMs } = options
  return new RedisFleet({ run: scriptOf(redis), processes, prefix, timeoutMs })
}
