/** Control characters and line separators. In a log they could fake further lines or control the terminal. */
const controls = /[\p{Cc}\u2028\u2029]+/gu

/** Characters of a code, an id or a name in an error. Listed codes have at most 100, request ids at most 64. */
const longestName = 256

/** Characters of a server's text in an error. Documented texts have under 200; the response has the whole text. */
const longestMessage = 2_000

const toPrintable = (text: string, longest: number): string =>
  text.replace(controls, ' ').slice(0, longest).toWellFormed()

/** Replaces control characters in a code, an id or a name by spaces, and cuts it to 256 characters. */
export const toPrintableName = (text: string): string => toPrintable(text, longestName)

/** Replaces control characters in a message by spaces, and cuts it to 2,000 characters. */
export const toPrintableMessage = (text: string): string => toPrintable(text, longestMessage)
