import { AdaptiveRetryStrategy, StandardRetryStrategy } from '@smithy/util-retry'
import type { AxiosInstance, AxiosResponse } from 'axios'
import axiosRetry, { exponentialDelay } from 'axios-retry'
import { ExponentialBackoff, handleAll, retry } from 'cockatiel'
import pRetry from 'p-retry'
import { attach as attachRetryAxios } from 'retry-axios'
import { loadBuilt } from './built.ts'

/** One call of an application. */
export type Post = (url: string, body: unknown) => Promise<AxiosResponse>

export interface WrapOptions {
  /** Sends all calls at once, whatever it would otherwise hold back. Default false. */
  readonly unpaced?: boolean
}

/** Something that repeats the failed calls of an axios instance. */
export interface Contender {
  readonly name: string
  /** What an application imports besides axios. */
  readonly specifier: string | undefined
  /** The exports that it takes of that, or all: what a bundler has to keep. */
  readonly exports: readonly string[] | '*'
  /** Puts it on an instance, with four attempts as of this package's own defaults. */
  wrap(instance: AxiosInstance, options?: WrapOptions): Post | Promise<Post>
}

const retries = 3
const maxAttempts = retries + 1

const posting =
  (instance: AxiosInstance): Post =>
  (url, body) =>
    instance.post(url, body)

/** A retry strategy of smithy. */
interface Strategy<Token> {
  acquireInitialRetryToken(scope: string): Promise<Token>
  refreshRetryTokenForRetry(token: Token, failure: { errorType: 'TRANSIENT' }): Promise<Token>
  recordSuccess(token: Token): void
}

/** The loop of smithy's own middleware, without what it does to AWS' requests. */
const withStrategy =
  <Token>(strategy: Strategy<Token>) =>
  (instance: AxiosInstance): Post =>
  async (url, body) => {
    let token = await strategy.acquireInitialRetryToken('')
    while (true) {
      try {
        const response = await instance.post(url, body)
        strategy.recordSuccess(token)
        return response
      } catch (error) {
        // The strategy waits before it gives the token, or throws when there is none.
        token = await strategy.refreshRetryTokenForRetry(token, { errorType: 'TRANSIENT' }).catch(() => {
          throw error
        })
      }
    }
  }

export const plainAxios: Contender = { name: 'axios', specifier: undefined, exports: [], wrap: posting }

export const here: Contender = {
  name: 'axios-tencentcloud',
  specifier: 'axios-tencentcloud',
  exports: '*',
  async wrap(instance, { unpaced = false } = {}) {
    const { attachTencentCloud } = await loadBuilt()
    attachTencentCloud(instance, unpaced ? { pacing: false } : {})
    return posting(instance)
  },
}

/** The others, as their packages ship, set up as their documentation says. */
export const others: readonly Contender[] = [
  {
    name: 'axios-retry',
    specifier: 'axios-retry',
    exports: ['default'],
    wrap(instance) {
      axiosRetry(instance, { retries, retryDelay: exponentialDelay })
      return posting(instance)
    },
  },
  {
    name: 'retry-axios',
    specifier: 'retry-axios',
    exports: ['attach'],
    wrap(instance) {
      instance.defaults.raxConfig = { retry: retries }
      attachRetryAxios(instance)
      return posting(instance)
    },
  },
  {
    name: 'p-retry',
    specifier: 'p-retry',
    exports: ['default'],
    wrap: (instance) => (url, body) => pRetry(() => instance.post(url, body), { retries }),
  },
  {
    name: 'cockatiel',
    specifier: 'cockatiel',
    exports: ['retry', 'handleAll', 'ExponentialBackoff'],
    wrap(instance) {
      const policy = retry(handleAll, { maxAttempts: retries, backoff: new ExponentialBackoff() })
      return (url, body) => policy.execute(() => instance.post(url, body))
    },
  },
  {
    name: 'smithy, standard',
    specifier: '@smithy/util-retry',
    exports: ['StandardRetryStrategy'],
    wrap: withStrategy(new StandardRetryStrategy(maxAttempts)),
  },
  {
    name: 'smithy, adaptive',
    specifier: '@smithy/util-retry',
    exports: ['AdaptiveRetryStrategy'],
    wrap: withStrategy(new AdaptiveRetryStrategy(async () => maxAttempts)),
  },
]

/** All but plain axios, which is what they are compared with. */
export const contenders: readonly Contender[] = [here, ...others]
