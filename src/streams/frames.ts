/** An event of a stream. */
export interface StreamEvent {
  /** The field `event`; empty if there is none. */
  readonly name: string
  /** The field `data`, its lines joined by line feeds. */
  readonly data: string
}

/** Characters of one event that are kept. More is dropped: it is content, and would fill the memory. */
const longestEvent = 8_388_608

/**
 * Cuts the bytes of an event stream into events, however they arrive: lines end with CR, LF or both, a byte order mark is
 * skipped, and a character or a line may be split between two chunks. Comments, and events without data, are left out.
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export class FrameReader {
  readonly #decoder = new TextDecoder()
  #line = ''
  /** The last character was a CR, so that a LF that comes next belongs to it. */
  #afterCr = false
  #name = ''
  #data: string[] = []
  #length = 0

  /** Reads a chunk. */
  read(bytes: Uint8Array): readonly StreamEvent[] {
    return this.#take(this.#decoder.decode(bytes, { stream: true }))
  }

  /** Reads to the end. By the standard an event without its empty line does not count, but servers leave it out. */
  end(): readonly StreamEvent[] {
    return [...this.#take(this.#decoder.decode()), ...this.#take('\n\n')]
  }

  #take(text: string): readonly StreamEvent[] {
    const events: StreamEvent[] = []
    let from = this.#afterCr && text.startsWith('\n') ? 1 : 0
    if (text !== '') this.#afterCr = text.endsWith('\r')
    // Looked for only in what is new, so that a long line is not searched again with each chunk.
    for (const { index: end, 0: lineEnd } of text.matchAll(/\r\n?|\n/g)) {
      if (end < from) continue
      const event = this.#endLine(this.#line + text.slice(from, end))
      this.#line = ''
      if (event) events.push(event)
      from = end + lineEnd.length
    }
    this.#keep(text.slice(from))
    return events
  }

  #keep(rest: string): void {
    if (this.#line.length + rest.length <= longestEvent) this.#line += rest
  }

  #endLine(line: string): StreamEvent | undefined {
    if (line === '') return this.#endEvent()
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'event') this.#name = value
    if (field === 'data' && this.#length <= longestEvent) {
      this.#data.push(value)
      this.#length += value.length
    }
    return undefined
  }

  #endEvent(): StreamEvent | undefined {
    const event = this.#data.length > 0 ? { name: this.#name, data: this.#data.join('\n') } : undefined
    this.#name = ''
    this.#data = []
    this.#length = 0
    return event
  }
}
