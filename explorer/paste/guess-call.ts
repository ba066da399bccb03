import { findService } from '../../src/request/index.ts'

// All repetitions are bounded, so that the time is linear in the length of the text.
const host = /\b([a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){0,3}\.(?:tencentcloudapi\.com|api\.qcloud\.com))\b/i
const action = /\b(?:X-TC-)?Action["']?\s{0,4}[:=]\s{0,4}["']?([A-Za-z][A-Za-z0-9]{1,80})/

/** Finds the service and the action that a log line names, if any. */
export function guessCall(text: string): { readonly service?: string; readonly action?: string } {
  const hostname = host.exec(text)?.[1]?.toLowerCase()
  const service = hostname === undefined ? undefined : findService(hostname)
  const name = action.exec(text)?.[1]
  return { ...(service !== undefined && { service }), ...(name !== undefined && { action: name }) }
}
