/**
 * Control characters, line separators, and the marks that change the direction of a text. In a log they could fake
 * further lines, control the terminal, or show a text in another order than it has.
 */
const controls = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu

const controlRuns = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+/gu

/** Characters of a code, an id or a name in an error. Listed codes have at most 100, request ids at most 64. */
const longestName = 256

/** Characters of a server's text in an error. Documented texts have under 200; the response has the whole text. */
const longestMessage = 2_000

/** Replaces control characters and marks of direction by spaces, each run by one. */
export const toPrintable = (text: string): string => text.replace(controlRuns, ' ').toWellFormed()

const toPrintablePart = (text: string, longest: number): string => toPrintable(text).slice(0, longest).toWellFormed()

/** Writes control characters and marks of direction in a JSON text as escapes, except line feeds, which only format it. */
export const escapeControls = (json: string): string =>
  json.replace(controls, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** Replaces control characters in a code, an id or a name by spaces, and cuts it to 256 characters. */
export const toPrintableName = (text: string): string => toPrintablePart(text, longestName)

/** Replaces control characters in a message by spaces, and cuts it to 2,000 characters. */
export const toPrintableMessage = (text: string): string => toPrintablePart(text, longestMessage)

/** Replaces control characters except tabs and line feeds by spaces, and cuts the text. */
export const toPrintableLines = (text: string, longest: number): string =>
  text
    .replace(controls, (character) => (character === '\n' || character === '\t' ? character : ' '))
    .slice(0, longest)
    .toWellFormed()
