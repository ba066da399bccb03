/** The width of a text in terminal columns: a Chinese character takes two. */
export const countColumns = (text: string): number => text.length + (text.match(/[\u2e80-\uffef]/g)?.length ?? 0)

export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - countColumns(text)))

/** Must not begin a line. */
const closing = /^[，。、；：！？）》〉」』】〕”’…—～%‰,.;:!?)\]}]/
/** Must not end a line. */
const opening = /[（《〈「『【〔“‘([{]$/

/** Splits a text where a line may end: at blanks outside of code in backticks, and between Chinese characters. */
function splitPieces(text: string): readonly string[] {
  const pieces: string[] = []
  for (const [piece] of text.matchAll(/ +|[\u2e80-\uffef]|(?:`[^`]{1,40}`|[^ \u2e80-\uffef])+/g)) {
    const last = pieces.at(-1)
    if (last !== undefined && last.trim() !== '' && (closing.test(piece) || opening.test(last)))
      pieces.push(`${pieces.pop()}${piece}`)
    else pieces.push(piece)
  }
  return pieces
}

/** What a way to break a text costs. A line more costs more than all else, so a text takes as few lines as it needs. */
const costs = {
  line: 1_000_000,
  /** A line left empty; a part of it costs the square of that. */
  unused: 100,
  /** A line of Chinese that ends within a sentence. */
  brokenSentence: 18,
  /** A last line with a letter or a word or two. */
  alone: 200,
} as const

/** A last line of at least this part of the width does not look left alone. */
const longEnough = 1 / 4

/**
 * @param used the part of the width that the line takes
 * @param end its last piece
 */
function rateLine(used: number, end: string, isLast: boolean): number {
  if (isLast) return costs.line + (used < longEnough ? costs.alone * (1 - used) : 0)
  const breaksSentence = /[\u3400-\u9fff]$/.test(end) ? costs.brokenSentence : 0
  return costs.line + costs.unused * Math.max(0, 1 - used) ** 2 + breaksSentence
}

/** The best way to break the pieces from one on: its cost, and where the line after the first begins. */
interface Break {
  readonly cost: number
  readonly next: number
}

interface Piece {
  readonly text: string
  readonly columns: number
  readonly isBlank: boolean
}

function findBreak(
  pieces: readonly Piece[],
  start: number,
  width: number,
  later: readonly (Break | undefined)[],
): Break {
  let best: Break = { cost: Number.POSITIVE_INFINITY, next: pieces.length }
  let columns = 0
  for (let at = start; at < pieces.length; at++) {
    const { text, columns: own, isBlank } = pieces[at] ?? { text: '', columns: 0, isBlank: true }
    columns += own
    if (isBlank) continue
    if (at > start && columns > width) break
    const next = pieces[at + 1]?.isBlank ? at + 2 : at + 1
    const isLast = next >= pieces.length
    const cost = rateLine(columns / width, text, isLast) + (isLast ? 0 : (later[next]?.cost ?? 0))
    if (cost < best.cost) best = { cost, next }
  }
  return best
}

/**
 * Wraps a text to as few lines of at most `width` columns as it needs, so that no word is left alone on the last, and lines of
 * Chinese end behind punctuation where they can. A word that is longer than a line stays whole: it is a code, an id or an
 * address, which must be copied whole.
 */
export function wrap(text: string, width: number): readonly string[] {
  const pieces = splitPieces(text.trim()).map((piece) => ({
    text: piece,
    columns: countColumns(piece),
    isBlank: piece.trim() === '',
  }))
  const breaks: (Break | undefined)[] = []
  for (let at = pieces.length - 1; at >= 0; at--) breaks[at] = findBreak(pieces, at, width, breaks)
  const lines: string[] = []
  for (let at = 0; at < pieces.length; ) {
    const next = breaks[at]?.next ?? pieces.length
    const line = pieces.slice(at, next).map((piece) => piece.text)
    lines.push(line.join('').trim())
    at = next
  }
  return lines
}
