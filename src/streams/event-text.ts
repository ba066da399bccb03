import type { Envelope } from '../envelope/envelope.ts'
import { type StreamEnd, StreamProgress } from './progress.ts'
import type { TokenUsage } from './usage.ts'

/** Judges an event stream that was read to its end as text, and reads the tokens that it tells. */
export function judgeEventText(text: string): { readonly end: StreamEnd; readonly usage: TokenUsage | undefined } {
  const progress = new StreamProgress()
  progress.push(new TextEncoder().encode(text))
  const end = progress.end()
  const { hasBegun, usage } = progress
  if (end.kind !== 'failed' || !hasBegun) return { end, usage }
  const failure: Envelope = { ...end.failure, isLate: true }
  return { end: { kind: 'failed', failure }, usage }
}
