import type { CallEvent, TencentCloudEvent } from 'axios-tencentcloud'
import { turn } from '../support/turns.ts'

export interface Recorder {
  /** The events of calls. */
  readonly events: CallEvent[]
  readonly onEvent: (event: TencentCloudEvent) => void
}

export const isCallEvent = (event: TencentCloudEvent): event is CallEvent =>
  event.type !== 'throttle-learned' && event.type !== 'fallback'

export function recorder(): Recorder {
  const events: CallEvent[] = []
  return { events, onEvent: (event) => void (isCallEvent(event) && events.push(event)) }
}

/** Describes an event in short, such as `attempt 1`. */
function shortOf(event: CallEvent): string {
  switch (event.type) {
    case 'wait':
      return `wait ${event.number} ${event.reason}`
    case 'attempt':
      return `attempt ${event.number}`
    case 'retry':
      return `retry ${event.attempt.number} ${event.attempt.reason}`
    case 'success':
      return `success ${event.attempts.length}`
    case 'give-up':
      return `give-up ${event.attempts.length}${event.cancelled ? ' cancelled' : ''}`
    default:
      return event.type
  }
}

export const shorts = ({ events }: Recorder) => events.map(shortOf)

/** Lets whatever is about to happen happen. */
export async function settle(): Promise<void> {
  for (let count = 0; count < 20; count++) await turn()
}
