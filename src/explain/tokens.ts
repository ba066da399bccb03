/** A word, a number or a run of Chinese characters, and what stands around it. */
export interface Token {
  readonly text: string
  /** From the token before, or from the beginning of the text. */
  readonly before: string
  /** To the token after, or to the end of the text. */
  readonly after: string
}

/** Removes dots and dashes at the end. A loop, because `/[.-]+$/` takes quadratic time on a long run of them. */
export function stripPunctuation(token: string): string {
  let end = token.length
  while (end > 0 && (token[end - 1] === '.' || token[end - 1] === '-')) end--
  return token.slice(0, end)
}

/** Splits a text into tokens. Dots, dashes and underscores between letters are parts of a word. */
export function tokenize(text: string): readonly Token[] {
  const found: { text: string; start: number; end: number }[] = []
  for (const match of text.matchAll(/[A-Za-z0-9_.-]+|[\u3400-\u9fff]+/g)) {
    const stripped = stripPunctuation(match[0])
    if (stripped !== '') found.push({ text: stripped, start: match.index, end: match.index + stripped.length })
  }
  return found.map(({ text: own, start, end }, at) => ({
    text: own,
    before: text.slice(found[at - 1]?.end ?? 0, start),
    after: text.slice(end, found[at + 1]?.start ?? text.length),
  }))
}
