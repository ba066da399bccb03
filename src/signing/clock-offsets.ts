/** Hosts remembered at once, the oldest dropped first. */
const maxHosts = 256

/** The clock offsets learned, per host: hosts of different regions and gateways need not agree. */
export class ClockOffsets {
  readonly #offsets = new Map<string, number>()

  /** Milliseconds to add to the local time for this host; 0 when nothing was learned. */
  get(host: string): number {
    return this.#offsets.get(host.toLowerCase()) ?? 0
  }

  /** Keeps a host's offset in milliseconds; 0 forgets it. */
  set(host: string, offset: number): void {
    const name = host.toLowerCase()
    this.#offsets.delete(name)
    if (offset === 0) return
    for (const oldest of this.#offsets.keys()) {
      if (this.#offsets.size < maxHosts) break
      this.#offsets.delete(oldest)
    }
    this.#offsets.set(name, offset)
  }
}
