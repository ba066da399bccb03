/** The keys and arguments of a script, in the form of node-redis. */
export interface KeysAndArguments {
  /** `KEYS` of the script. */
  keys: string[]
  /** `ARGV` of the script. */
  arguments: string[]
}

/** The part of an ioredis or iovalkey client that is used; it may be of a single server, Sentinel or Cluster. */
export interface IoredisClient {
  /** Runs a cached script by its hash. */
  evalsha(sha1: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>
  /** Runs a script by its text. */
  eval(script: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>
}

/** The part of a client, pool or cluster of node-redis that is used. */
export interface NodeRedisClient {
  /** Runs a cached script by its hash. */
  evalSha(sha1: string, options: KeysAndArguments): Promise<unknown>
  /** Runs a script by its text. */
  eval(script: string, options: KeysAndArguments): Promise<unknown>
}

/** A connected client of Redis ≥ 5 or Valkey. */
export type RedisClient = IoredisClient | NodeRedisClient

/** A Lua script, and the hash that Redis knows it by. */
export interface Script {
  readonly source: string
  readonly sha1: string
}

/** Runs a script on keys. Settles when the client does, and rejects with the client's error. */
export type RunScript = (script: Script, keys: string[], args: string[]) => Promise<unknown>

const isUnknownScript = (error: unknown): boolean => error instanceof Error && error.message.startsWith('NOSCRIPT')

/**
 * Makes a function that runs a script by its hash, or by its text if the store does not have it (after a restart).
 */
export function createScriptRunner(redis: RedisClient): RunScript {
  const [byHash, byText]: [RunScript, RunScript] =
    'evalsha' in redis
      ? [
          ({ sha1 }, keys, args) => redis.evalsha(sha1, keys.length, ...keys, ...args),
          ({ source }, keys, args) => redis.eval(source, keys.length, ...keys, ...args),
        ]
      : [
          ({ sha1 }, keys, args) => redis.evalSha(sha1, { keys, arguments: args }),
          ({ source }, keys, args) => redis.eval(source, { keys, arguments: args }),
        ]
  return async (script, keys, args) => {
    try {
      return await byHash(script, keys, args)
    } catch (error) {
      if (!isUnknownScript(error)) throw error
      return byText(script, keys, args)
    }
  }
}
