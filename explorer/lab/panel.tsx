import { useId, useMemo } from 'preact/hooks'
import { histogram, toTicks } from './measures.ts'
import type { Run } from './simulate.ts'

interface Props {
  readonly run: Run
  readonly limit: number
  readonly endMs: number
  readonly now: number
  readonly label: string
}

const [width, height] = [320, 132]
const [left, right, top, bottom] = [30, 8, 6, 20]
const plotWidth = width - left - right
const plotHeight = height - top - bottom

/** Bounds of the chart, as multiples of the limit. */
const [mostAccepted, mostRejected] = [1.5, 3]

const toY = (multiple: number): number => top + (plotHeight * (mostAccepted - multiple)) / (mostAccepted + mostRejected)

/** The outline of steps from the zero line. */
function outline(multiples: readonly number[]): string {
  const step = plotWidth / multiples.length
  const corners = multiples.map((multiple, at) => {
    const y = toY(multiple).toFixed(1)
    return `L${(left + at * step).toFixed(1)},${y}L${(left + (at + 1) * step).toFixed(1)},${y}`
  })
  return `M${left},${toY(0)}${corners.join('')}L${left + plotWidth},${toY(0)}Z`
}

/** Requests of a run over time: accepted upwards, rejected downwards. */
export function Panel({ run, limit, endMs, now, label }: Props) {
  const clip = useId()
  const { accepted, rejected, ticks } = useMemo(() => {
    const seconds = Math.max(1, Math.ceil(endMs / 1_000))
    // At most one step per pixel.
    const count = Math.min(seconds, plotWidth)
    const perStep = (limit * seconds) / count
    const counted = (times: readonly number[]) => histogram(times, seconds * 1_000, count).map((n) => n / perStep)
    return {
      accepted: outline(counted(run.acceptedAt).map((n) => Math.min(n, mostAccepted))),
      rejected: outline(counted(run.rejectedAt).map((n) => -Math.min(n, mostRejected))),
      ticks: toTicks(seconds),
    }
  }, [run, limit, endMs])
  const toX = (ms: number): number =>
    left + plotWidth * Math.min(1, ms / (Math.max(1, Math.ceil(endMs / 1_000)) * 1_000))
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <clipPath id={clip}>
        <rect x={left} y={0} width={Math.max(0, toX(now) - left)} height={height} />
      </clipPath>
      <g clip-path={`url(#${clip})`}>
        <path class="accepted" d={accepted} />
        <path class="rejected" d={rejected} />
      </g>
      <line class="limit" x1={left} x2={left + plotWidth} y1={toY(1)} y2={toY(1)} />
      <line class="zero" x1={left} x2={left + plotWidth} y1={toY(0)} y2={toY(0)} />
      {now < endMs && <line class="playhead" x1={toX(now)} x2={toX(now)} y1={top} y2={top + plotHeight} />}
      {[1, 0, -mostRejected].map((multiple) => (
        <text key={multiple} x={left - 5} y={toY(multiple) + 3.5} text-anchor="end">
          {Math.abs(multiple) * limit}
        </text>
      ))}
      {ticks.map((second) => (
        <text key={second} x={toX(second * 1_000)} y={height - 5} text-anchor={second === 0 ? 'start' : 'middle'}>
          {second} s
        </text>
      ))}
    </svg>
  )
}
