/** First in, first out; each operation takes constant time on average, where `Array.shift()` moves the whole array. */
export class Queue<Item> {
  #items: Item[] = []
  #head = 0

  get size(): number {
    return this.#items.length - this.#head
  }

  push(...items: readonly Item[]): void {
    for (const item of items) this.#items.push(item)
  }

  peek(): Item | undefined {
    return this.#items[this.#head]
  }

  shift(): Item | undefined {
    if (this.size === 0) return undefined
    const item = this.#items[this.#head++]
    // Dropping the used half now and then lets each item be moved once at most, on average.
    if (this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }

  toArray(): Item[] {
    return this.#items.slice(this.#head)
  }
}
