import type { Authentication } from './authenticate.ts'
import type { Fault } from './faults.ts'
import type { LoggedRequest } from './log.ts'
import { NonceMemory } from './nonce-memory.ts'
import type { Settings } from './options.ts'
import { expiredRejection, replayRejection } from './rejections.ts'
import { defaultToleranceSeconds, documentedTolerance, hasExpiredCode } from './timestamp-window.ts'

type Rules = Pick<Settings, 'nonceMemory' | 'timestampToleranceSeconds'>

/** Refuses what is too old, or was seen before. */
export class Freshness {
  readonly #rules: Rules
  readonly #nonces = new NonceMemory()

  constructor(rules: Rules) {
    this.#rules = rules
  }

  /** `authentication` is undefined for a fake without credentials. */
  expiry(request: LoggedRequest, authentication: Authentication | undefined): Fault | undefined {
    const { dialect, at } = request
    // An action may have a parameter of this name: what is signed comes first.
    const timestamp = authentication?.claim?.timestamp ?? request.timestamp
    const tolerance = this.#toleranceOf(request, authentication)
    if (tolerance === undefined || timestamp === undefined) return undefined
    if (Math.abs(Number(timestamp) - at / 1000) <= tolerance) return undefined // false for what is no number
    const code = authentication === undefined || hasExpiredCode(request) ? 4200 : 4500
    return expiredRejection(dialect, code, tolerance, Math.floor(at / 1000))
  }

  replay(request: LoggedRequest, authentication: Authentication | undefined): Fault | undefined {
    const { nonce, secretId, dialect, at } = request
    if (!this.#rules.nonceMemory || nonce === undefined) return undefined
    // As long as its Timestamp would do: an older request is refused for that alone.
    const memorySeconds = Math.max(defaultToleranceSeconds, this.#toleranceOf(request, authentication) ?? 0)
    const isReplay = this.#nonces.isReplay(secretId, nonce, at, memorySeconds * 1000)
    return isReplay ? replayRejection[dialect] : undefined
  }

  clear(): void {
    this.#nonces.clear()
  }

  /** How far a Timestamp may be off, in seconds; undefined when any will do. */
  #toleranceOf(request: LoggedRequest, authentication: Authentication | undefined): number | undefined {
    return this.#rules.timestampToleranceSeconds ?? (authentication && documentedTolerance(request))
  }
}
