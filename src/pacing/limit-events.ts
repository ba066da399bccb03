import type { PacingScope } from './pacing-key.ts'
import type { LimitConflict } from './shared-limit.ts'

/** The limit that a throttle taught: which calls share it, and what it allows. */
export interface LearnedLimit {
  /** Which calls share it: the fields below that the scope counts apart are there, the others are absent. */
  readonly scope: PacingScope
  /** Host and port. */
  readonly host?: string | undefined
  /** The product, of a limit by service or by action. */
  readonly service?: string | undefined
  /** The action, of a limit by action. */
  readonly action?: string | undefined
  /** The region, of a limit by action, where calls name one. */
  readonly region?: string | undefined
  /** The model, of a limit by action at a model endpoint. */
  readonly model?: string | undefined
  /** Calls per second. */
  readonly qps?: number | undefined
  /** Calls at the same time. */
  readonly inFlight?: number | undefined
  /** Tokens per minute. */
  readonly tpm?: number | undefined
}

/** What happened to the limits that calls share. */
export type LimitEventBody =
  | {
      readonly type: 'throttle-learned'
      /** As it is believed from now on, until the next throttle. */
      readonly limit: LearnedLimit
    }
  /** The limit that processes share is now kept to locally, since its store cannot be reached; or shared again. */
  | {
      readonly type: 'fallback'
      /** Who keeps to the limit: this process with its own share, or all together. */
      readonly state: 'local' | 'shared'
      /** Why the store was left; on the return to it the last such reason. */
      readonly reason?: string | undefined
    }
  /**
   * Another process of the fleet has configured this limit in another way, so that the processes do not share what they
   * are meant to. Once for each limit, option and process.
   */
  | ({
      readonly type: 'limit-conflict'
      /** The limit as this process has it. */
      readonly limit: Omit<LearnedLimit, 'qps' | 'inFlight' | 'tpm'>
    } & LimitConflict)
