import type { AxiosAdapter, AxiosRequestConfig, AxiosResponse } from 'axios'
import type { Settings } from './settings.ts'

/** What the calls of one attachment share. */
export interface Attachment {
  readonly settings: Settings
  /** The instance's baseURL, as it is now. */
  baseURL(): string | undefined
  /** Sends a request through the instance's request interceptors, and through none of its response interceptors. */
  sendThroughInterceptors(config: AxiosRequestConfig, adapter: AxiosAdapter): Promise<AxiosResponse>
}
