import type { ErrorClassName } from '../catalog/index.ts'
import * as serviceErrors from './service-errors.ts'
import { TencentCloudError, type TencentCloudErrorDetails } from './tencent-cloud-error.ts'
import * as transportErrors from './transport-errors.ts'

const classes: Readonly<Record<ErrorClassName, new (details: TencentCloudErrorDetails) => TencentCloudError>> = {
  TencentCloudError,
  ...serviceErrors,
  ...transportErrors,
}

/** An error of the class that the catalog names. */
export function createError(name: ErrorClassName, details: TencentCloudErrorDetails): TencentCloudError {
  return new classes[name](details)
}
