import { type Check, checkFields, checkThat, isRecord, refuse, textCheck } from '../check/check.ts'
import type { SharedLimit } from '../pacing/shared-limit.ts'
import { createScriptRunner, type RedisClient } from './redis-client.ts'

/** Options of {@link createFleet}. A wrong one throws a TypeError that names it. */
export interface FleetOptions {
  /**
   * A client of ioredis (iovalkey) or node-redis for Redis ≥ 5 or Valkey. You connect and end it. Give it an `error`
   * listener: the client reports lost connections there too.
   */
  readonly redis: RedisClient
  /**
   * The greatest number of processes that share the limits, ≥ 1. While Redis cannot be reached, each of them sends at
   * most a limit ÷ `processes`; otherwise they share the whole limit.
   *
   * @default the number of processes that used a limit lately, as the last answer of Redis told
   */
  readonly processes?: number
  /**
   * The beginning of the names of all keys in Redis. Give each environment its own if several share a Redis.
   *
   * @default 'axios-tencentcloud'
   */
  readonly prefix?: string
  /**
   * Milliseconds without an answer after which Redis counts as unreachable.
   *
   * @default 250
   */
  readonly timeoutMs?: number
}

/** Limits that several processes share. Pass it as `pacing.fleet` to any number of attachments. */
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
  checks.redis(options.redis, 'redis')
}

/**
 * Creates limits that processes on any number of machines share by Redis: configured ones, or, without
 * `pacing.limit`, ones that the processes learn together.
 *
 * @throws TypeError that names the wrong option
 * @example
 * ```ts
 * import { createFleet } from 'axios-tencentcloud/fleet'
 * import { Redis } from 'ioredis'
 *
 * const fleet = createFleet({ redis: new Redis() })
 * attachTencentCloud(http, { pacing: { fleet } })
 * ```
 */
export function createFleet(options: FleetOptions): Fleet {
  check(options)
  const { redis, processes, prefix = defaults.prefix, timeoutMs = defaults.timeoutMs } = options
  const settings = { run: createScriptRunner(redis), processes, prefix, timeoutMs }
  // What keeps the limits, with its scripts, is loaded at the first reservation.
  let loaded: Promise<Fleet> | undefined
  return {
    async reserve(reservation) {
      loaded ??= import('./redis-fleet.ts').then(({ RedisFleet }) => new RedisFleet(settings))
      return (await loaded).reserve(reservation)
    },
  }
}
