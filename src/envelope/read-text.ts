import { readCosXml } from './cos-xml.ts'
import { readObject } from './dialects.ts'
import type { Envelope } from './envelope.ts'

/** The result of reading a text body. */
export interface TextReading {
  /** The JSON value; absent if the text is not a JSON object. */
  readonly parsed?: unknown
  /** The failure that the body reports, if any. */
  readonly envelope?: Envelope
}

const withoutBom = (text: string): string => (text.charCodeAt(0) === 0xfe_ff ? text.slice(1) : text)

/**
 * Parses a text body once and finds the failure that it reports. Text that begins neither like a JSON object nor like
 * XML is not parsed. Never throws.
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

// Each dialect has at least one of these keys. A zero `code`, the common success, does not match, so that it is not
// parsed; a match only causes the body to be parsed. `\u00` matches because a letter of a key may be escaped.
const failureMark =
  /"(?:Error|ErrorCode|errorcode|result|ret|retcode)"\s*:|"code"\s*:(?!\s*(?:0|"0")\s*[,}])|\\u00[4-7]|^\uFEFF?\s*</

/** Can the text be a failure of some dialect? False means certainly not. Much cheaper than parsing the text. */
export function mayFail(body: string): boolean {
  return failureMark.test(body)
}
