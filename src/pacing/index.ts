export type { LearnedValue } from './combined-limiter.ts'
export { joinFleet, type Membership } from './join-fleet.ts'
export type { LearnedLimit, LimitEventBody } from './limit-events.ts'
export { createPacer, type EnterOptions, type FleetChange, type Pacer, type PacerOptions } from './pacer.ts'
export { PacingGate, type PacingGateSetup } from './pacing-gate.ts'
export type { LimitScope, PacedCall, PacingScope } from './pacing-key.ts'
export type { PacingOptions } from './pacing-options.ts'
export {
  type AttemptEnd,
  PacingRefusal,
  type Pass,
  type Passenger,
  type RefusalReason,
  type Throttle,
} from './pass.ts'
export type { Grant, Learning, LimitConflict, Reservation, SharedLimit } from './shared-limit.ts'
export type { DocumentedRate } from './slow-start.ts'
export type { Ticket } from './ticket.ts'
export type { TokenEstimate, TokensUsed } from './tokens.ts'
export { Turns } from './turns.ts'
