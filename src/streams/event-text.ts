import type { Envelope } from '../envelope/envelope.ts'
import { type StreamEnd, StreamProgress } from './progress.ts'

/** Judges an event stream that was read to its end as text. */
export function judgeEventText(text: string): StreamEnd {
  const progress = new StreamProgress()
  progress.push(new TextEncoder().encode(text))
  const end = progress.end()
  if (end.kind !== 'failed' || !progress.hasBegun) return end
  const failure: Envelope = { ...end.failure, isLate: true }
  return { kind: 'failed', failure }
}
