export { describeRequest, type RequestDescription } from './describe.ts'
export { createFieldReader, readHeader } from './fields.ts'
export {
  apiOfHost,
  isTencentCloudHost,
  matchesHost,
  parseTarget,
  type RequestTarget,
  regionOfHost,
  serviceOfHost,
  toFullUrl,
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
