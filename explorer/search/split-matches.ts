/** A piece of a text, matched or not. */
interface Piece {
  readonly text: string
  readonly found: boolean
}

/** Splits a text at the search words, ignoring case. */
export function splitMatches(text: string, words: readonly string[]): readonly Piece[] {
  const lower = text.toLowerCase()
  const marked = new Uint8Array(text.length)
  // A few characters become longer in lower case; their positions would not match.
  if (lower.length === text.length) {
    for (const word of words) {
      for (let at = lower.indexOf(word); at >= 0 && word !== ''; at = lower.indexOf(word, at + word.length)) {
        marked.fill(1, at, at + word.length)
      }
    }
  }
  const pieces: Piece[] = []
  for (let start = 0; start < text.length; ) {
    let end = start + 1
    while (end < text.length && marked[end] === marked[start]) end++
    pieces.push({ text: text.slice(start, end), found: marked[start] === 1 })
    start = end
  }
  return pieces
}
