/** Round numbers of seconds to put under a time axis: five or six at most. */
export function ticksOf(seconds: number): readonly number[] {
  const rough = seconds / 5
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, magnitude * ([1, 2, 5, 10].find((factor) => factor * magnitude >= rough) ?? 10))
  const ticks: number[] = []
  // A label at the very end would be cut off.
  for (let tick = 0; tick <= seconds * 0.97; tick += step) ticks.push(tick)
  return ticks
}
