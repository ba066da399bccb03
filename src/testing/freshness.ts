import type { Authentication } from './authenticate.ts'
import type { Fault } from './fault.ts'
import type { LoggedRequest } from './log.ts'
import type { Settings } from './options.ts'
import { Queue } from './queue.ts'
import { expiredRejection, replayRejection } from './rejections.ts'

// The common error lists allow a Timestamp to be 5 minutes off (4500, InvalidRequest.ReplayAttack). The list of the
// legacy account API allows 2 hours, and it alone has a separate code for an expired request, 4200.
const defaultToleranceSeconds = 300
const accountToleranceSeconds = 7_200

type Call = Pick<LoggedRequest, 'dialect' | 'service'>

/** Whether this service answers an old Timestamp with 4200; all other legacy services answer 4500. */
const hasExpiredCode = ({ dialect, service }: Call): boolean => dialect === 'legacy' && service === 'account'

/** The documented tolerance for a Timestamp, in seconds. */
const documentedTolerance = (call: Call): number =>
  hasExpiredCode(call) ? accountToleranceSeconds : defaultToleranceSeconds

/** The nonces that each SecretId has used recently. */
export class NonceMemory {
  readonly #usedAt = new Map<string, number>()
  /** Oldest first. The Map has the same order, but iterating it visits the entries deleted from its front again. */
  #uses = new Queue<{ readonly key: string; readonly at: number }>()
  #longestMs = 0

  /**
   * Whether the SecretId has used the nonce in the last `memoryMs` milliseconds. If not, records it at `now` (epoch
   * ms).
   */
  isReplay(secretId: string | undefined, nonce: string, now: number, memoryMs: number): boolean {
    this.#longestMs = Math.max(this.#longestMs, memoryMs)
    this.#forgetBefore(now - this.#longestMs)
    const key = JSON.stringify([secretId, nonce])
    const usedAt = this.#usedAt.get(key)
    if (usedAt !== undefined && usedAt >= now - memoryMs) return true
    this.#usedAt.set(key, now)
    this.#uses.push({ key, at: now })
    return false
  }

  clear(): void {
    this.#usedAt.clear()
    this.#uses = new Queue()
  }

  #forgetBefore(limit: number): void {
    for (let oldest = this.#uses.peek(); oldest !== undefined && oldest.at < limit; oldest = this.#uses.peek()) {
      this.#uses.shift()
      if (this.#usedAt.get(oldest.key) === oldest.at) this.#usedAt.delete(oldest.key) // otherwise used again since
    }
  }
}

type Rules = Pick<Settings, 'nonceMemory' | 'timestampToleranceSeconds'>

/** Refuses requests that are expired or replayed. */
export class Freshness {
  readonly #rules: Rules
  readonly #nonces = new NonceMemory()

  constructor(rules: Rules) {
    this.#rules = rules
  }

  /** The refusal of an expired request. `authentication` is undefined for a fake without credentials. */
  expiry(request: LoggedRequest, authentication: Authentication | undefined): Fault | undefined {
    const { dialect, at } = request
    // The signed Timestamp takes precedence, because an action may have a parameter of the same name.
    const timestamp = authentication?.claim?.timestamp ?? request.timestamp
    const tolerance = this.#findTolerance(request, authentication)
    if (tolerance === undefined || timestamp === undefined) return undefined
    if (Math.abs(Number(timestamp) - at / 1000) <= tolerance) return undefined // false for NaN: refused
    const code = authentication === undefined || hasExpiredCode(request) ? 4200 : 4500
    return expiredRejection(dialect, code, tolerance, Math.floor(at / 1000))
  }

  replay(request: LoggedRequest, authentication: Authentication | undefined): Fault | undefined {
    const { nonce, secretId, dialect, at } = request
    if (!this.#rules.nonceMemory || nonce === undefined) return undefined
    // Nonces are remembered for as long as a Timestamp is accepted; older requests are refused as expired.
    const memorySeconds = Math.max(defaultToleranceSeconds, this.#findTolerance(request, authentication) ?? 0)
    const isReplay = this.#nonces.isReplay(secretId, nonce, at, memorySeconds * 1000)
    return isReplay ? replayRejection[dialect] : undefined
  }

  clear(): void {
    this.#nonces.clear()
  }

  /** The tolerance for a Timestamp in seconds; undefined when any Timestamp is accepted. */
  #findTolerance(request: LoggedRequest, authentication: Authentication | undefined): number | undefined {
    return this.#rules.timestampToleranceSeconds ?? (authentication && documentedTolerance(request))
  }
}
