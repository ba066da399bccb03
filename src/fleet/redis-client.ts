import { reserveScript } from './reserve-script.ts'

/** How node-redis takes the keys and arguments of a script. */
export interface KeysAndArguments {
  /** `KEYS` of the script. */
  keys: string[]
  /** `ARGV` of the script. */
  arguments: string[]
}

/** What is used of an ioredis client (or iovalkey's): a single server, Sentinel or Cluster. */
export interface IoredisClient {
  /** Runs a script that the store knows. */
  evalsha(sha1: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>
  /** Runs a script by its text. */
  eval(script: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>
}

/** What is used of a client, pool or cluster of node-redis. */
export interface NodeRedisClient {
  /** Runs a script that the store knows. */
  evalSha(sha1: string, options: KeysAndArguments): Promise<unknown>
  /** Runs a script by its text. */
  eval(script: string, options: KeysAndArguments): Promise<unknown>
}

/** A connected client of Redis ≥ 5 or Valkey. */
export type RedisClient = IoredisClient | NodeRedisClient

/** Runs the script for a key. Rejects with whatever the client rejects with; answers when the client does. */
export type RunScript = (key: string, args: string[]) => Promise<unknown>

const isUnknownScript = (error: unknown): boolean => error instanceof Error && error.message.startsWith('NOSCRIPT')

/** The script of a store by its hash; a store that does not know it, as after a restart, gets its text. */
export function scriptOf(redis: RedisClient): RunScript {
  const [byHash, byText]: [RunScript, RunScript] =
    'evalsha' in redis
      ? [
          (key, args) => redis.evalsha(reserveScript.sha1, 1, key, ...args),
          (key, args) => redis.eval(reserveScript.source, 1, key, ...args),
        ]
      : [
          (key, args) => redis.evalSha(reserveScript.sha1, { keys: [key], arguments: args }),
          (key, args) => redis.eval(reserveScript.source, { keys: [key], arguments: args }),
        ]
  return async (key, args) => {
    try {
      return await byHash(key, args)
    } catch (error) {
      if (!isUnknownScript(error)) throw error
      return byText(key, args)
    }
  }
}
