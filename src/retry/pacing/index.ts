export { createPacer, type EnterOptions, type Pacer, type PacerOptions } from './pacer.ts'
export { type LimitScope, type PacedCall, pacingKey, widerScopeOf, wideScopes } from './pacing-key.ts'
export { PacingRefusal, type RefusalReason } from './refusal.ts'
export type { PacedOutcome, Ticket } from './ticket.ts'
