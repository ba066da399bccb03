// What is loaded with the first request to a model endpoint.
export { toErrorBody, toModelStatus, toThrottleCode, unknownKeyCode } from './model-error.ts'
export { playStream } from './play-stream.ts'
export { streamEffect } from './stream-effect.ts'
export { toModelSuccess } from './success.ts'
