export const keyLength = 5

/**
 * Five letters for a name: the table of names is a quarter smaller with them than with the names. There are 60 million
 * keys, so another name hardly ever has the same.
 */
export function nameKey(name: string): string {
  let sum = 0x811c9dc5
  for (const char of name.toLowerCase().replace(/[^a-z0-9]/g, '')) {
    sum = Math.imul(sum ^ char.charCodeAt(0), 0x01000193) >>> 0
  }
  return sum.toString(36).padStart(keyLength, '0').slice(-keyLength)
}
