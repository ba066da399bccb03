/**
 * How much of a body without an envelope is kept, in characters. More than an error shows, which cuts it after secrets
 * were struck out, among them one that is cut here.
 */
export const excerptLength = 8_192

/** The beginning of a body, as text. */
export const toExcerpt = (body: string | Uint8Array): string =>
  typeof body === 'string'
    ? body.slice(0, excerptLength).toWellFormed()
    : new TextDecoder().decode(body.subarray(0, excerptLength)).toWellFormed()
