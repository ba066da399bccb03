import { setTimeout as sleep } from 'node:timers/promises'
import { AdaptiveRetryStrategy, StandardRetryStrategy } from '@smithy/util-retry'
import type { AxiosInstance } from 'axios'
import axiosRetry, { exponentialDelay } from 'axios-retry'
import { attachTencentCloud, type TencentCloudOptions } from 'axios-tencentcloud'
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel'
import pRetry from 'p-retry'
import { RateLimiterQueue, RateLimiterRedis } from 'rate-limiter-flexible'
import * as rax from 'retry-axios'
import { createHttp, createRejectingHttp, isRetryable, isThrottle } from './http.ts'
import type { Call } from './make-calls.ts'
import type { Side, SideOptions } from './side.ts'

/** The name of the side that uses this package. */
export const ownName = 'axios-tencentcloud'

const read = (http: AxiosInstance) =>
  http.get('/', { params: { Action: 'DescribeInstances', Version: '2017-03-12', Region: 'ap-guangzhou' } })

/** A clock whose sleeps take `factor` times as long. */
const createClock = (factor: number): NonNullable<TencentCloudOptions['clock']> => ({
  now: Date.now,
  sleep: (ms, signal) => sleep(ms * factor, undefined, { signal }),
  random: Math.random,
})

/** The default options; the service is what the host would name. */
const createOptions = ({ waitFactor = 1, qps, isBatch, shared }: SideOptions): TencentCloudOptions => ({
  service: 'cvm',
  ...(isBatch && { retry: { maxRetryTimeMs: Number.POSITIVE_INFINITY } }),
  ...(waitFactor !== 1 && { clock: createClock(waitFactor) }),
  pacing: { ...(qps !== undefined && { limit: { qps } }), ...(shared && { fleet: shared.fleet }) },
})

const axiosTencentCloud: Side = {
  name: ownName,
  connect(options) {
    const http = createHttp(options)
    attachTencentCloud(http, createOptions(options))
    return () => read(http)
  },
}

/** This package without its pacing: each throttled call waits for its own backoff. */
export const backoffAlone: Side = {
  name: 'backoff alone',
  connect(options) {
    const http = createHttp(options)
    attachTencentCloud(http, { ...createOptions(options), pacing: false })
    return () => read(http)
  },
}

const createAxiosRetry = (name: string, retries: number): Side => ({
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

/** The common part of smithy's strategies. A strategy takes only tokens that it has returned. */
interface TokenStrategy {
  acquireInitialRetryToken(scope: string): Promise<Token>
  refreshRetryTokenForRetry(token: Token, failure: { readonly errorType: 'THROTTLING' | 'TRANSIENT' }): Promise<Token>
  recordSuccess(token: Token): void
}

/** The loop of smithy's retry middleware around a strategy. The adaptive strategy waits before it returns a token. */
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

const createSmithyAdaptive = (name: string, maxAttempts: number): Side => ({
  name,
  connect: ({ waitFactor = 1, ...options }) =>
    withTokens(
      new AdaptiveRetryStrategy(maxAttempts, { maxAttempts, baseDelay: smithyBaseDelayMs * waitFactor }),
      createRejectingHttp(options),
    ),
})

/** The formula of https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/, without a last attempt. */
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
  createAxiosRetry('axios-retry: 3 retries, its default', 3),
  createAxiosRetry('axios-retry: 10 retries', 10),
  retryAxios,
  pRetryAround,
  cockatiel,
  smithyStandard,
  createSmithyAdaptive('@smithy/util-retry adaptive: 3 attempts', 3),
  fullJitter,
]

/** Takes a token from Redis before each call: at most `qps` in a second that starts with the first of them. */
export const rateLimiterFlexible: Side = {
  name: 'rate-limiter-flexible: a queue on Redis',
  connect({ qps, shared, ...options }) {
    const http = createHttp(options)
    attachTencentCloud(http, createOptions(options))
    if (!shared || qps === undefined) return () => read(http) // the warm-up
    const limiter = new RateLimiterRedis({ storeClient: shared.redis, points: qps, duration: 1 })
    const queue = new RateLimiterQueue(limiter)
    return async () => {
      await queue.removeTokens(1)
      return read(http)
    }
  },
}
