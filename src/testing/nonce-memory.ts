import { Queue } from './queue.ts'

/** Which nonces each SecretId used lately. */
export class NonceMemory {
  readonly #usedAt = new Map<string, number>()
  /** The oldest first. (The Map keeps that order too, but walks over what was deleted from its front.) */
  #uses = new Queue<{ readonly key: string; readonly at: number }>()
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
      if (this.#usedAt.get(oldest.key) === oldest.at) this.#usedAt.delete(oldest.key) // else it was used again
    }
  }
}
