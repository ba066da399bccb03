import type { AxiosInstance } from 'axios'
import type { TencentCloudOptions } from 'axios-tencentcloud'
import { deferred } from '../support/deferred.ts'

/** What a client does before an attempt is sent, and never comes to an end with. */
export interface Unfinished {
  readonly options: TencentCloudOptions
  prepare(http: AxiosInstance): void
  /** Resolves when it is under way. */
  readonly begun: Promise<void>
}

type Never = () => Promise<never>

function unfinished(
  options: (never: Never) => TencentCloudOptions,
  prepare?: (http: AxiosInstance, never: Never) => void,
) {
  return (): Unfinished => {
    const begun = deferred()
    const never = () => {
      begun.resolve()
      return new Promise<never>(() => {})
    }
    return { options: options(never), prepare: (http) => prepare?.(http, never), begun: begun.promise }
  }
}

export const unfinishedSigner = unfinished((never) => ({ sign: never }))

export const unfinishedDecision = unfinished((never) => ({ retry: { decide: never } }))

/** An interceptor that signs, so that it runs again for the second attempt. */
export const unfinishedInterceptor = unfinished(
  () => ({}),
  (http, never) => {
    let runs = 0
    http.interceptors.request.use((config) =>
      ++runs > 1 ? never() : { ...config, params: { ...config.params, Signature: 's', Nonce: runs } },
    )
  },
)
