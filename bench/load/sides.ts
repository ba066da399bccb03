import { setTimeout as sleep } from 'node:timers/promises'
import { AdaptiveRetryStrategy, StandardRetryStrategy } from '@smithy/util-retry'
import type { AxiosAdapter, AxiosInstance } from 'axios'
import axiosRetry, { exponentialDelay } from 'axios-retry'
import { attachTencentCloud } from 'axios-tencentcloud'
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel'
import pRetry from 'p-retry'
import { RateLimiterQueue, RateLimiterRedis } from 'rate-limiter-flexible'
import * as rax from 'retry-axios'
import { createHttp, createRejectingHttp, isRetryable, isThrottle } from './http.ts'
import type { Shared } from './join-fleet.ts'
import { optionsHere } from './options-here.ts'

export interface SideOptions {
  readonly url: string
  /** The limit that the side is told, in calls a second. */
  readonly qps?: number | undefined
  /** Keeps that limit for several processes. */
  readonly shared?: Shared | undefined
  /** All waits are multiplied by it. Default 1. */
  readonly waitFactor?: number
  /** Sends the requests. Default: axios' own. */
  readonly adapter?: AxiosAdapter
}

/** Makes one call, and rejects when it fails for good. */
export type Call = () => Promise<unknown>

/** A way of calling an API that throttles and fails. */
export interface Side {
  readonly name: string
  /** Retries as long as it takes, whatever happens. */
  readonly endless?: true
  connect(options: SideOptions): Call
}

/** Of the package of this repository. */
export const ownName = 'axios-tencentcloud'

const read = (http: AxiosInstance) =>
  http.get('/', { params: { Action: 'DescribeInstances', Version: '2017-03-12', Region: 'ap-guangzhou' } })

const axiosTencentCloud: Side = {
  name: ownName,
  connect(options) {
    const http = createHttp(options)
    attachTencentCloud(http, optionsHere(options))
    return () => read(http)
  },
}

const axiosRetryOf = (name: string, retries: number): Side => ({
  name,
  connect({ waitFactor = 1, ...options }) {
    const http = createRejectingHttp(options)
    axiosRetry(http, {
      retries,
      retryCondition: isRetryable,
      retryDelay: (count, error) => exponentialDelay(count, error, 100 * waitFactor),
    })
    return () => read(http)
  },
})

const retryAxios: Side = {
  name: 'retry-axios: 3 retries, full jitter',
  connect({ waitFactor = 1, ...options }) {
    const http = createRejectingHttp(options)
    http.defaults.raxConfig = { retry: 3, retryDelay: 100 * waitFactor, jitter: 'full', shouldRetry: isRetryable }
    rax.attach(http)
    return () => read(http)
  },
}

const pRetryAround: Side = {
  name: 'p-retry: 10 retries, randomized',
  connect({ waitFactor = 1, ...options }) {
    const http = createRejectingHttp(options)
    const retryOptions = {
      retries: 10,
      randomize: true,
      minTimeout: 1_000 * waitFactor,
      shouldRetry: ({ error }: { readonly error: Error }) => isRetryable(error),
    }
    return () => pRetry(() => read(http), retryOptions)
  },
}

const cockatiel: Side = {
  name: 'cockatiel: 10 retries, decorrelated jitter',
  connect({ waitFactor = 1, ...options }) {
    const http = createRejectingHttp(options)
    const policy = retry(handleWhen(isRetryable), {
      maxAttempts: 10,
      backoff: new ExponentialBackoff({ initialDelay: 128 * waitFactor, maxDelay: 30_000 * waitFactor }),
    })
    return () => policy.execute(() => read(http))
  },
}

interface Token {
  getRetryDelay(): number
}

/** What the strategies of smithy have in common; the tokens that they take are those that they gave. */
interface TokenStrategy {
  acquireInitialRetryToken(scope: string): Promise<Token>
  refreshRetryTokenForRetry(token: Token, failure: { readonly errorType: 'THROTTLING' | 'TRANSIENT' }): Promise<Token>
  recordSuccess(token: Token): void
}

/** The loop of smithy's retry middleware around the tokens of a strategy, which waits before it gives one. */
function withTokens(strategy: TokenStrategy, http: AxiosInstance): Call {
  return async () => {
    let token = await strategy.acquireInitialRetryToken('')
    for (;;) {
      try {
        const response = await read(http)
        strategy.recordSuccess(token)
        return response
      } catch (error) {
        if (!isRetryable(error)) throw error
        const errorType = isThrottle(error) ? 'THROTTLING' : 'TRANSIENT'
        try {
          token = await strategy.refreshRetryTokenForRetry(token, { errorType })
        } catch {
          throw error // no attempt or no capacity is left
        }
        const delayMs = token.getRetryDelay()
        if (delayMs > 0) await sleep(delayMs)
      }
    }
  }
}

const smithyBaseDelayMs = 50

const smithyStandard: Side = {
  name: '@smithy/util-retry standard: 3 attempts',
  connect: ({ waitFactor = 1, ...options }) =>
    withTokens(
      new StandardRetryStrategy({ maxAttempts: 3, baseDelay: smithyBaseDelayMs * waitFactor }),
      createRejectingHttp(options),
    ),
}

const smithyAdaptive = (name: string, maxAttempts: number): Side => ({
  name,
  connect: ({ waitFactor = 1, ...options }) =>
    withTokens(
      new AdaptiveRetryStrategy(maxAttempts, { maxAttempts, baseDelay: smithyBaseDelayMs * waitFactor }),
      createRejectingHttp(options),
    ),
})

/** https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/, with no last attempt. */
const fullJitter: Side = {
  name: 'full jitter until done: base 1 s, cap 20 s',
  endless: true,
  connect({ waitFactor = 1, ...options }) {
    const http = createRejectingHttp(options)
    return async () => {
      for (let attempt = 0; ; attempt++) {
        try {
          return await read(http)
        } catch (error) {
          if (!isRetryable(error)) throw error
        }
        await sleep(Math.random() * Math.min(20_000, 1_000 * 2 ** attempt) * waitFactor)
      }
    }
  },
}

export const sides: readonly Side[] = [
  axiosTencentCloud,
  axiosRetryOf('axios-retry: 3 retries, its default', 3),
  axiosRetryOf('axios-retry: 10 retries', 10),
  retryAxios,
  pRetryAround,
  cockatiel,
  smithyStandard,
  smithyAdaptive('@smithy/util-retry adaptive: 3 attempts', 3),
  fullJitter,
]

/** Before each call a token from Redis: at most so many in a second that begins with the first of them. */
export const rateLimiterFlexible: Side = {
  name: 'rate-limiter-flexible: a queue on Redis',
  connect({ qps, shared, ...options }) {
    const http = createHttp(options)
    attachTencentCloud(http, optionsHere(options))
    if (!shared || qps === undefined) return () => read(http) // the warm-up
    const limiter = new RateLimiterRedis({ storeClient: shared.redis, points: qps, duration: 1 })
    const queue = new RateLimiterQueue(limiter)
    return async () => {
      await queue.removeTokens(1)
      return read(http)
    }
  },
}
