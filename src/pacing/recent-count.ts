const bucketMs = 100
const buckets = 10

/** Counts the events of the last second, to a tenth of a second, in eleven numbers. */
export class RecentCount {
  readonly #counts = new Uint32Array(buckets)
  #bucket = 0

  add(now: number, count = 1): void {
    const bucket = this.#roll(now)
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count
  }

  total(now: number): number {
    this.#roll(now)
    return this.#counts.reduce((sum, count) => sum + count, 0)
  }

  /** Empties the buckets whose time has passed. Returns the index of the current one. */
  #roll(now: number): number {
    const current = Math.floor(now / bucketMs)
    const passed = current - this.#bucket
    // A clock that was set back leaves the counts as they are.
    for (let step = 1; step <= Math.min(passed, buckets); step++) this.#counts[(this.#bucket + step) % buckets] = 0
    this.#bucket = Math.max(this.#bucket, current)
    return this.#bucket % buckets
  }
}
