// All that an ordinary success does without, in one module: one thing to load, and few chunks for a bundler.

export { Turns } from '../pacing/turns.ts'
export { publish } from '../telemetry/index.ts'
export { describePacedCall } from './pacing/describe-paced-call.ts'
export { refusalError } from './pacing/refusal-error.ts'
export { recoverCall } from './recovery/recovery.ts'
export { readUnread } from './response/read-unread.ts'
export { withClientToken } from './signing/client-token.ts'
export { signWithOwnSigner } from './signing/own-signer.ts'
export { watchCall } from './watch-call.ts'
