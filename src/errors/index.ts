export type { CustomInspect, Delivered, InspectOptions, TencentCloudErrorDetails } from './error-details.ts'
export {
  type BillingFailure,
  isTencentCloudError,
  type TencentCloudFailure,
  type TransportFailure,
  type UnknownFailure,
} from './failure.ts'
export * from './service-errors.ts'
export { TencentCloudError, type ToJsonOptions } from './tencent-cloud-error.ts'
export * from './transport-errors.ts'
