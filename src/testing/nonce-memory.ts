/**
 * How long a nonce is remembered, in milliseconds. The legacy common error list lets a Timestamp be 5 minutes off at
 * most (code 4500), so an older request would be refused for its Timestamp alone.
 */
export const NONCE_MEMORY_MS = 300_000

/** Which nonces each SecretId used within the last five minutes. */
export class NonceMemory {
  // In order of use, so that the oldest come first.
  readonly #usedAt = new Map<string, number>()

  /** Whether the nonce is remembered from the same SecretId; remembers it from `now` (epoch ms) on if it is not. */
  isReplay(secretId: string | undefined, nonce: string, now: number): boolean {
    this.#forgetBefore(now - NONCE_MEMORY_MS)
    const key = JSON.stringify([secretId, nonce])
    if (this.#usedAt.has(key)) return true
    this.#usedAt.set(key, now)
    return false
  }

  clear(): void {
    this.#usedAt.clear()
  }

  #forgetBefore(limit: number): void {
    for (const [key, usedAt] of this.#usedAt) {
      if (usedAt >= limit) return
      this.#usedAt.delete(key)
    }
  }
}
