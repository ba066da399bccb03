export { createTencentCloudFetch } from './create-fetch.ts'
export type {
  FetchSign,
  TencentCloudFetch,
  TencentCloudFetchOptions,
  TencentCloudRequestInit,
  UnderlyingFetch,
} from './options.ts'
