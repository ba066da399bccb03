import type { Envelope } from '../../src/envelope/index.ts'
import { parseModuleMessage } from '../../src/envelope/module-message.ts'

// Formats of the official SDKs: `code:AuthFailure message:… requestId:…` (Python), `Code=…, Message=…, RequestId=…`
// (Go), `message=…, requestId=…, errorCode=…` (Java), `[AuthFailure]…` (Node). Every repetition is bounded.
const codeField = /\b(?:error_?)?code["']?\s{0,4}[:=]\s{0,4}["']?([A-Z][A-Za-z0-9_.-]{1,127}|-?\d{3,9})\b/i
const bracketed = /\[([A-Z][a-z][A-Za-z0-9_-]{1,80}(?:\.[A-Za-z0-9_.-]{1,80})?)\]/g
const messageField = /\bmessage["']?\s{0,4}[:=]\s{0,4}["']?([^\n"]{1,500})/i
const requestIdField = /\brequest_?id["']?\s{0,4}[:=]\s{0,4}["']?([\w-]{8,64})/i

// The name of an exception may also be in brackets, before its fields; it is not a code.
const isExceptionName = (name: string): boolean => /(?:Error|Exception)$/.test(name) && !name.includes('.')

/** Reads the failure from the text of an SDK's exception, or from a log line with named fields. */
export function readSdkText(text: string): Envelope | undefined {
  const inBrackets = [...text.slice(0, 4_000).matchAll(bracketed)].map(([, name = '']) => name)
  const code = codeField.exec(text)?.[1] ?? inBrackets.find((name) => !isExceptionName(name))
  if (code === undefined) return undefined
  const message = (messageField.exec(text)?.[1] ?? '').replace(/,? ?request_?id.*$/i, '')
  const { moduleCode, text: plain } = parseModuleMessage(message)
  const requestId = requestIdField.exec(text)?.[1]
  return {
    dialect: /^-?\d/.test(code) ? 'legacy' : 'api3',
    certainty: 'by-host',
    code,
    message: plain,
    ...(moduleCode !== undefined && { moduleCode }),
    ...(requestId !== undefined && { requestId }),
  }
}
