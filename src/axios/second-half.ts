// All that an ordinary success does without, in one module: one thing to load, and few chunks for a bundler.
export { withClientToken } from './client-token.ts'
export { readUnread } from './read-unread.ts'
export { recoverCall } from './recovery.ts'
export { resignRequest } from './resign-request.ts'
export { Turns } from './turns.ts'
export { watchCall } from './watch-call.ts'
