export { describeRequest, type RequestDescription } from './describe.ts'
export { fieldsOf, headerOf } from './fields.ts'
export {
  apiOfHost,
  fullUrlOf,
  hostOf,
  isTencentCloudHost,
  matchesHost,
  type RequestTarget,
  regionOfHost,
  serviceOfHost,
} from './host.ts'
export { type Repeat, type RepeatableCall, resolveRepeat } from './repeat.ts'
export { isReplayable } from './replayable.ts'
export type { RequestShape } from './request-shape.ts'
export {
  isShortNonce,
  isSigned,
  type SignatureMaterial,
  sameMaterial,
  signatureMaterial,
} from './signature-material.ts'
