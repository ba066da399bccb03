import type { AxiosAdapter, AxiosRequestConfig, AxiosResponse } from 'axios'
import type { RequestTarget } from '../request/index.ts'
import type { Settings } from './options.ts'

/** What the calls of one attachment share. */
export interface Attachment {
  readonly settings: Settings
  /** Does the call go to a host on which everything applies: Tencent Cloud's, the instance's own, or a listed one? */
  isTrusted(target: RequestTarget | undefined): boolean
  /** Sends a request through the instance's request interceptors, and through none of its response interceptors. */
  sendThroughInterceptors(config: AxiosRequestConfig, adapter: AxiosAdapter): Promise<AxiosResponse>
}
