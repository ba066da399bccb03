export {
  createPacer,
  type FleetChange,
  type Pacer,
  type PacerOptions,
} from './pacer.ts'
export {
  type LimitScope,
  type PacedCall,
  type PacingScope,
  toPacingKey,
  wideScopes,
} from './pacing-key.ts'
export { PacingRefusal, type RefusalReason } from './pass.ts'
export type { SharedLimit } from './shared-limit.ts'
export type { Ticket } from './ticket.ts'
