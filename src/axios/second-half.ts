// All that an ordinary success does without, in one module: one thing to load, and few chunks for a bundler.
export { injectClientToken } from './client-token.ts'
export { peekStream } from './peek-stream.ts'
export { recoverCall } from './recovery.ts'
export { resignRequest } from './resign-request.ts'
export { Turns } from './turns.ts'
