// Text for a terminal: colours, and columns that stay aligned with Chinese characters, which are two cells wide.
import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

const coloured = process.stdout.isTTY === true && !process.env.NO_COLOR

/** Colours a text, only on a terminal and without NO_COLOR (https://no-color.org). */
export const paint = (style: Style, text: string): string => (coloured ? styleText(style, text) : text)

// The W and F ranges of Unicode's EastAsianWidth.txt that Chinese, Japanese or Korean text uses.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u

/** The width of a text in terminal cells. The text must not contain colours. */
export function countCells(text: string): number {
  let width = 0
  for (const character of text) width += wide.test(character) ? 2 : 1
  return width
}

/** Pads a text with blanks to a width in cells. */
export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - countCells(text)))

// A line may break at blanks and between wide characters, but not before their punctuation.
const splitPieces = (text: string): readonly string[] =>
  text
    .replaceAll(/\s+/g, ' ')
    .match(/ |[\u2e80-\u9fff\uac00-\ud7a3][、。，：；！？）”]*|[^\s\u2e80-\u9fff\uac00-\ud7a3]+/gu) ?? []

/** Wraps a text at `width` cells. Joins blanks and line breaks; does not break words that are longer. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of splitPieces(text)) {
    if (line !== '' && countCells(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    if (line !== '' || piece.trim() !== '') line += piece
  }
  if (line.trim() !== '') lines.push(line.trimEnd())
  return lines
}
