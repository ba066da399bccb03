// Text for a terminal: colours, and columns that hold although Chinese characters are two cells wide.
import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

const coloured = process.stdout.isTTY === true && !process.env.NO_COLOR

/** Colours a text, on a terminal only; https://no-color.org is obeyed. */
export const paint = (style: Style, text: string): string => (coloured ? styleText(style, text) : text)

// The ranges of Unicode's EastAsianWidth.txt that are W or F and that Chinese, Japanese or Korean text uses.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u

/** How many cells of a terminal a text takes. Colours must not be in it yet. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += wide.test(character) ? 2 : 1
  return width
}

/** Fills a text up with blanks to a width in cells. */
export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))

// Words end at blanks; between wide characters a line may break too, but not before their punctuation.
const piecesOf = (text: string): readonly string[] =>
  text
    .replaceAll(/\s+/g, ' ')
    .match(/ |[\u2e80-\u9fff\uac00-\ud7a3][、。，：；！？）”]*|[^\s\u2e80-\u9fff\uac00-\ud7a3]+/gu) ?? []

/** Breaks a text into lines of at most `width` cells, blanks and line breaks made one; a longer word stays whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of piecesOf(text)) {
    if (line !== '' && widthOf(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    if (line !== '' || piece.trim() !== '') line += piece
  }
  if (line.trim() !== '') lines.push(line.trimEnd())
  return lines
}
