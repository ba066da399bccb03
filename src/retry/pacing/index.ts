export {
  createPacer,
  type EnterOptions,
  type FleetChange,
  type Pacer,
  type PacerOptions,
  type PacerSetup,
} from './pacer.ts'
export {
  type LimitScope,
  limitOf,
  type PacedCall,
  type PacingScope,
  pacingKey,
  widerScopeOf,
  wideScopes,
} from './pacing-key.ts'
export { PacingRefusal, type RefusalReason } from './refusal.ts'
export type { Grant, Reservation, SharedLimit } from './shared-limit.ts'
export type { PacedOutcome, Ticket } from './ticket.ts'
