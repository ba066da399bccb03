export { describeRequest, type RequestDescription } from './describe.ts'
export { createFieldReader, readHeader } from './fields.ts'
export {
  findApi,
  findOwedAnswer,
  findRegion,
  findService,
  holdsObjects,
  isLegacyApi,
  isTencentCloudHost,
  matchesHost,
  parseTarget,
  type RequestTarget,
  toFullUrl,
} from './host.ts'
export { readKeyDigest, readModelBody, readModelName } from './model-body.ts'
export {
  isModelPath,
  isModelTarget,
  isStreamingApi3,
  type ModelUse,
  modelServices,
  readModelUse,
} from './model-hosts.ts'
export { type Repeat, type RepeatableCall, resolveRepeat } from './repeat.ts'
export { isReplayable } from './replayable.ts'
export type { RequestShape } from './request-shape.ts'
export {
  isShortNonce,
  isSigned,
  readSignatureMaterial,
  type SignatureMaterial,
  sameMaterial,
} from './signature-material.ts'
