import type { AxiosAdapter, AxiosRequestConfig, AxiosResponse } from 'axios'
import type { Lookup } from '../catalog/index.ts'
import type { RequestDescription } from '../request/index.ts'
import type { Settings } from './options.ts'

/** What the calls of one attachment share. */
export interface Attachment {
  readonly settings: Settings
  readonly catalog: Lookup
  /** Does the call go to a host on which everything applies: Tencent Cloud's, the instance's own, or a listed one? */
  isTrusted(description: RequestDescription): boolean
  /** Sends a request through the instance's request interceptors, and through none of its response interceptors. */
  sendThroughInterceptors(config: AxiosRequestConfig, adapter: AxiosAdapter): Promise<AxiosResponse>
}
