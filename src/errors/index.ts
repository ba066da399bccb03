export * from './service-errors.ts'
export { isTencentCloudError, TencentCloudError, type TencentCloudErrorDetails } from './tencent-cloud-error.ts'
export * from './transport-errors.ts'
