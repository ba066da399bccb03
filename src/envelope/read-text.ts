import { readObject } from './dialects.ts'
import type { TextReading } from './envelope.ts'
import { readXml } from './error-xml.ts'
import { parseText } from './parse-text.ts'

/**
 * Parses a text body once and finds the failure that it reports, in any dialect. Text that begins neither like a JSON
 * object nor like XML is not parsed. Never throws.
 */
export function readText(body: string): TextReading {
  const { parsed, xml } = parseText(body)
  const envelope = xml === undefined ? readObject(parsed) : readXml(xml)
  return { ...(parsed !== undefined && { parsed }), ...(envelope && { envelope }) }
}
