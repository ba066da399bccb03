import { readCosXml } from './cos-xml.ts'
import { readObject } from './dialects.ts'
import type { Envelope } from './envelope.ts'

/** What a text body turned out to be. */
export interface TextReading {
  /** The JSON value, if the text is JSON and was parsed. */
  readonly parsed?: unknown
  readonly envelope?: Envelope
}

const withoutBom = (text: string): string => (text.charCodeAt(0) === 0xfe_ff ? text.slice(1) : text)

/**
 * Parses a text body once and looks for a failure in it. Text that is neither a JSON object nor COS' XML reads as
 * nothing, unparsed.
 */
export function readText(body: string): TextReading {
  const text = withoutBom(body)
  if (!/^\s*[{<]/.test(text)) return {}
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    const envelope = readCosXml(text)
    return envelope ? { envelope } : {}
  }
  const envelope = readObject(parsed)
  return envelope ? { parsed, envelope } : { parsed }
}

// The keys of which each dialect has at least one. A zero `code`, the common success, is let pass without
// parsing; a hit costs one parse and decides nothing by itself. `\\u00` may hide a letter of a key.
const failureMark =
  /"(?:Error|ErrorCode|errorcode|result|ret|retcode)"\s*:|"code"\s*:(?!\s*(?:0|"0")\s*[,}])|\\u00[4-7]|^\uFEFF?\s*</

/** False only when the text cannot be a failure of any dialect; far cheaper than parsing it. */
export function mayFail(body: string): boolean {
  return failureMark.test(body)
}
