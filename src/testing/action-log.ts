/** What happened, in order, and findable by action without a walk through all of it. */
export class ActionLog<Entry extends { readonly action: string | undefined }> {
  readonly entries: Entry[] = []
  readonly #byAction = new Map<string | undefined, Entry[]>()

  push(entry: Entry): void {
    this.entries.push(entry)
    const sameAction = this.#byAction.get(entry.action)
    if (sameAction) sameAction.push(entry)
    else this.#byAction.set(entry.action, [entry])
  }

  /** A copy, which does not grow. */
  of(action: string): Entry[] {
    return [...(this.#byAction.get(action) ?? [])]
  }

  clear(): void {
    this.entries.length = 0
    this.#byAction.clear()
  }
}
