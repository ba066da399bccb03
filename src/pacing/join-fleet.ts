import type { ExcusedThrottles } from './excused-throttles.ts'
import { LearnedSlots } from './learned-slots.ts'
import type { SlotLimiter } from './limiter.ts'
import type { Grant, SharedLimit } from './shared-limit.ts'
import { SharedLimiter } from './shared-limiter.ts'
import type { DocumentedRate } from './slow-start.ts'

/** The part of a process in one limit that a fleet shares. */
export interface Membership {
  readonly fleet: SharedLimit
  /** The name of the limit. */
  readonly key: string
  /** The configured limit in calls per second; undefined: the fleet learns it. */
  readonly qps: number | undefined
  /** The limit that is documented; undefined for none. */
  readonly documented: DocumentedRate | undefined
  /** Called with each answer of the fleet. Must not throw. */
  onAnswer(grant: Grant): void
  /** Makes what puts rare throttles of a configured limit down to differing latency. */
  excuse(callsPerRound: number): ExcusedThrottles
}

/** Makes the limiter for a limit that a fleet shares. Loaded only where a fleet is configured. */
export function joinFleet({ fleet, key, qps, documented, onAnswer, excuse }: Membership): SlotLimiter {
  return qps === undefined
    ? new LearnedSlots(fleet, key, documented, onAnswer)
    : new SharedLimiter(fleet, key, qps, onAnswer, excuse)
}
