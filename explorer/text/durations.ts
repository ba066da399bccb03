/** Keeps a number on the same line as its unit. */
const noBreak = '\u00a0'

/** Formats `120 ms`, `1.5 s`, `2 min`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)}${noBreak}ms`
  if (ms < 120_000) return `${Number((ms / 1_000).toFixed(ms < 10_000 ? 1 : 0))}${noBreak}s`
  return `${Number((ms / 60_000).toFixed(1))}${noBreak}min`
}

/** Formats `10–100 ms`; one value if both are the same. */
export function durationRange(least: number, most: number): string {
  const [from, to] = [duration(least), duration(most)]
  if (from === to) return from
  const unit = to.slice(to.indexOf(noBreak))
  return from.endsWith(unit) ? `${from.slice(0, -unit.length)}–${to}` : `${from}${noBreak}– ${to}`
}
