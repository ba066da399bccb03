/** Codes longer than this are not compared; no listed one is. */
const maxLength = 128

/**
 * How many letters must be changed, added or left out to make one text of the other; more than `most` counts as
 * Infinity. Looks at a band of 2 × `most` + 1 columns only.
 */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Number.POSITIVE_INFINITY
  let above = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let row = 1; row <= a.length; row++) {
    const [from, to] = [Math.max(1, row - most), Math.min(b.length, row + most)]
    const current = new Array<number>(b.length + 1).fill(Number.POSITIVE_INFINITY)
    if (from === 1) current[0] = row
    let least = current[from - 1] ?? Number.POSITIVE_INFINITY
    for (let column = from; column <= to; column++) {
      const changed = (above[column - 1] ?? 0) + Number(a[row - 1] !== b[column - 1])
      const distance = Math.min(changed, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1)
      current[column] = distance
      least = Math.min(least, distance)
    }
    if (least > most) return Number.POSITIVE_INFINITY
    above = current
  }
  const distance = above[b.length] ?? Number.POSITIVE_INFINITY
  return distance <= most ? distance : Number.POSITIVE_INFINITY
}

/** The codes nearest to one that is mistyped: at most a quarter of its letters may differ, and six. Letter case does not count. */
export function nearestCodes(code: string, codes: Iterable<string>, limit: number): readonly string[] {
  const wanted = code.toLowerCase()
  if (wanted.length > maxLength) return []
  const most = Math.min(6, Math.max(1, Math.floor(wanted.length / 4)))
  const near: { code: string; distance: number }[] = []
  for (const one of new Set(codes)) {
    const distance = editDistance(wanted, one.toLowerCase(), most)
    if (distance <= most) near.push({ code: one, distance })
  }
  return near
    .sort((a, b) => a.distance - b.distance || (a.code < b.code ? -1 : 1))
    .slice(0, limit)
    .map((one) => one.code)
}
