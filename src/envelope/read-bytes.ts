import { decodeText } from './decode-text.ts'
import type { TextReading } from './envelope.ts'
import { readText } from './read-text.ts'

/** Reads a binary body, in any dialect. */
export function readBytes(bytes: Uint8Array): TextReading {
  const text = decodeText(bytes)
  return text === undefined ? {} : readText(text)
}
