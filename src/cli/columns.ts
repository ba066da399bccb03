/** The width of a text in terminal columns: a Chinese character takes two. */
export const countColumns = (text: string): number => text.length + (text.match(/[\u2e80-\uffef]/g)?.length ?? 0)

export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - countColumns(text)))

/** Must not begin a line, in Chinese. */
const closing = /^[，。、；：！？）》」”’]/
/** Must not end a line, in Chinese. */
const opening = /[（《「“‘]$/

/** Splits a text where a line may end: at blanks, and between Chinese characters. */
function splitPieces(text: string): readonly string[] {
  const pieces: string[] = []
  for (const [piece] of text.matchAll(/ +|[\u2e80-\uffef]|[^ \u2e80-\uffef]+/g)) {
    const last = pieces.at(-1)
    if (last !== undefined && last.trim() !== '' && (closing.test(piece) || opening.test(last)))
      pieces.push(`${pieces.pop()}${piece}`)
    else pieces.push(piece)
  }
  return pieces
}

/**
 * Wraps a text to lines of at most `width` columns. A word that is longer than a line stays whole: it is a code, an id or an
 * address, which must be copied whole.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of splitPieces(text)) {
    if (line !== '' && countColumns(line) + countColumns(piece.trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    if (line !== '' || piece.trim() !== '') line += piece
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()]
}
