// Line breaks, escape sequences and the like would forge lines of a log, or steer the terminal that shows it.
const controls = /[\p{Cc}\u2028\u2029]+/gu

/** Characters that an error keeps of a code, an id or a name. No listed code has more than 100, no request id more than 64. */
const longestName = 256

/** Characters that an error keeps of a server's text; documented ones have under 200. The response has it whole. */
const longestMessage = 2_000

const kept = (text: string, longest: number): string => text.replace(controls, ' ').slice(0, longest).toWellFormed()

/** A code, an id or a name from outside, fit for a line of a log: without control characters, 256 characters at most. */
export const printableName = (text: string): string => kept(text, longestName)

/** The same of a message: 2,000 characters at most. */
export const printableMessage = (text: string): string => kept(text, longestMessage)
