/** Which nonces each SecretId used lately. */
export class NonceMemory {
  // In order of use, so that the oldest come first.
  readonly #usedAt = new Map<string, number>()
  #longestMs = 0

  /**
   * Whether the same SecretId used the nonce in the last `memoryMs` milliseconds; remembers it from `now` (epoch ms) on
   * if it did not.
   */
  isReplay(secretId: string | undefined, nonce: string, now: number, memoryMs: number): boolean {
    this.#longestMs = Math.max(this.#longestMs, memoryMs)
    this.#forgetBefore(now - this.#longestMs)
    const key = JSON.stringify([secretId, nonce])
    const usedAt = this.#usedAt.get(key)
    if (usedAt !== undefined && usedAt >= now - memoryMs) return true
    this.#usedAt.delete(key)
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
