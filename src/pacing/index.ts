export {
  createPacer,
  type FleetChange,
  type Pacer,
  type PacerOptions,
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
export type { SharedLimit } from './shared-limit.ts'
export type { Ticket } from './ticket.ts'
