export { readObject } from './dialects.ts'
export type { Dialect, Envelope } from './envelope.ts'
export { maxEnvelopeBytes, readBytes, toBytes } from './read-bytes.ts'
export { mayFail, readText, type TextReading } from './read-text.ts'
