import { AdaptiveRetryStrategy, StandardRetryStrategy } from '@smithy/util-retry'
import type { AxiosInstance, AxiosResponse } from 'axios'
import axiosRetry, { exponentialDelay } from 'axios-retry'
import { ExponentialBackoff, handleAll, retry } from 'cockatiel'
import pRetry from 'p-retry'
import { attach as attachRetryAxios } from 'retry-axios'
import { loadBuilt } from './built.ts'

/** Makes one call of an application. */
export type Post = (url: string, body: unknown) => Promise<AxiosResponse>

export interface WrapOptions {
  /** `false` turns pacing off, so that all calls are sent at once; a number is the limit in calls a second. */
  readonly pacing?: false | number
}

/** A package that retries the failed calls of an axios instance. */
export interface Contender {
  readonly name: string
  /** The module that an application imports besides axios. */
  readonly specifier: string | undefined
  /** The exports that an application uses, which a bundler has to keep; `*`: all. */
  readonly exports: readonly string[] | '*'
  /** Applies the package to an instance, with four attempts, the default of axios-tencentcloud. */
  wrap(instance: AxiosInstance, options?: WrapOptions): Post | Promise<Post>
}

const retries = 3
const maxAttempts = retries + 1

const posting =
  (instance: AxiosInstance): Post =>
  (url, body) =>
    instance.post(url, body)

/** The part of a smithy retry strategy that is used here. */
interface Strategy<Token> {
  acquireInitialRetryToken(scope: string): Promise<Token>
  refreshRetryTokenForRetry(token: Token, failure: { errorType: 'TRANSIENT' }): Promise<Token>
  recordSuccess(token: Token): void
}

/** The loop of smithy's own middleware, without its changes to AWS requests. */
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
        // The strategy waits before it returns the token, or throws when no attempt is left.
        token = await strategy.refreshRetryTokenForRetry(token, { errorType: 'TRANSIENT' }).catch(() => {
          throw error
        })
      }
    }
  }

export const plainAxios: Contender = { name: 'axios', specifier: undefined, exports: [], wrap: posting }

const toOptions = (pacing: WrapOptions['pacing']) => {
  if (pacing === undefined) return {}
  return { pacing: pacing === false ? pacing : { limit: { qps: pacing } } }
}

export const here: Contender = {
  name: 'axios-tencentcloud',
  specifier: 'axios-tencentcloud',
  exports: '*',
  async wrap(instance, { pacing } = {}) {
    const { attachTencentCloud } = await loadBuilt()
    attachTencentCloud(instance, toOptions(pacing))
    return posting(instance)
  },
}

/** The other packages, configured as their documentation says. */
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

/** All contenders; they are compared with plain axios. */
export const contenders: readonly Contender[] = [here, ...others]
