export type {
  PacingOptions,
  Sign,
  SignContext,
  StreamOptions,
  TencentCloudCallOptions,
  TencentCloudOptions,
} from '../options/options.ts'
export type { CallRetryOptions, DecideAnswer, DecideContext, RetryOptions } from '../options/retry-options.ts'
export type { SigningMethod } from '../signing/shared-rules.ts'
export { attachTencentCloud, type TencentCloudAttachment } from './attach.ts'
