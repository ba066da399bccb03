/** First in, first out. Each operation takes constant time on average; `Array.shift()` would move the whole array. */
export class Queue<Item> {
  #items: Item[] = []
  #head = 0

  get size(): number {
    return this.#items.length - this.#head
  }

  push(item: Item): void {
    this.#items.push(item)
  }

  peek(): Item | undefined {
    return this.#items[this.#head]
  }

  shift(): Item | undefined {
    if (this.size === 0) return undefined
    const item = this.#items[this.#head++]
    // The used half is dropped when it is at least as long as the rest, so that each item moves at most once on
    // average.
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
