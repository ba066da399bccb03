/** A pasted or piped text is read up to this many characters. */
export const maxInput = 65_536
