import { AxiosError } from 'axios'
import type { EndedAttempt } from '../send-attempt.ts'

/** A stream that failed before an adapter had it: told as axios tells of one that fails while it is sent. */
export function nameBrokenBody(ended: EndedAttempt): EndedAttempt {
  const { outcome, encoded, sent } = ended
  const broken: unknown = Reflect.get(Object(sent.data), 'errored')
  if (outcome.kind !== 'failed' || !(broken instanceof Error) || outcome.rejection !== broken) return ended
  return { ...ended, outcome: { kind: 'failed', rejection: AxiosError.from(broken, undefined, encoded.copy()) } }
}
