/** Longer codes are not compared; no listed code is longer. */
const maxLength = 128

/**
 * Levenshtein distance: the number of letters to change, add or remove to turn one text into the other. A distance
 * above `most` is returned as Infinity, so only a band of 2 × `most` + 1 columns is computed.
 */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Number.POSITIVE_INFINITY
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  const [left, right] = [a.slice(start), b.slice(start)]
  // Cells outside the band are `most` + 1.
  let above = Array.from({ length: right.length + 1 }, (_, at) => at)
  let current = new Array<number>(right.length + 1)
  for (let row = 1; row <= left.length; row++) {
    const [from, to] = [Math.max(1, row - most), Math.min(right.length, row + most)]
    current.fill(most + 1)
    if (from === 1) current[0] = row
    let least = current[from - 1] ?? row
    for (let column = from; column <= to; column++) {
      const changed = (above[column - 1] ?? 0) + Number(left[row - 1] !== right[column - 1])
      const distance = Math.min(changed, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1)
      current[column] = distance
      if (distance < least) least = distance
    }
    if (least > most) return Number.POSITIVE_INFINITY
    const spare = above
    above = current
    current = spare
  }
  const distance = above[right.length] ?? most + 1
  return distance <= most ? distance : Number.POSITIVE_INFINITY
}

/**
 * Creates a one-pass test: are more than `most` letters of a text missing from `text`? Then its distance exceeds
 * `most`.
 */
function createForeignLetterCheck(text: string, most: number): (other: string) => boolean {
  const counts = new Uint8Array(128)
  const toLetter = (from: string, at: number) => from.charCodeAt(at) & 127
  for (let at = 0; at < text.length; at++) counts[toLetter(text, at)] = (counts[toLetter(text, at)] ?? 0) + 1
  const left = new Uint8Array(128)
  return (other) => {
    left.set(counts)
    let strangers = 0
    for (let at = 0; at < other.length; at++) {
      const index = toLetter(other, at)
      const count = left[index] ?? 0
      if (count > 0) left[index] = count - 1
      else if (++strangers > most) return true
    }
    return false
  }
}

/** Finds the codes nearest to a mistyped one: a quarter of its letters may differ, at most six. Ignores case. */
export function nearestCodes(code: string, codes: Iterable<string>, limit: number): readonly string[] {
  const wanted = code.toLowerCase()
  if (wanted.length > maxLength) return []
  const most = Math.min(6, Math.max(1, Math.floor(wanted.length / 4)))
  const isStrange = createForeignLetterCheck(wanted, most)
  const near: { code: string; distance: number }[] = []
  for (const one of new Set(codes)) {
    if (Math.abs(one.length - wanted.length) > most) continue
    const other = one.toLowerCase()
    const distance = isStrange(other) ? Number.POSITIVE_INFINITY : editDistance(wanted, other, most)
    if (distance <= most) near.push({ code: one, distance })
  }
  return near
    .sort((a, b) => a.distance - b.distance || (a.code < b.code ? -1 : 1))
    .slice(0, limit)
    .map((one) => one.code)
}
