export { createTencentCloudFetch } from './create-fetch.ts'
export type {
  FetchResign,
  TencentCloudFetch,
  TencentCloudFetchOptions,
  TencentCloudRequestInit,
  UnderlyingFetch,
} from './options.ts'
