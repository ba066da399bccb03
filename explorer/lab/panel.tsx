import { useId, useMemo } from 'preact/hooks'
import { histogram, toTicks } from './measures.ts'
import type { Run } from './simulate.ts'

/** The scale that all panels share. */
export interface Scale {
  readonly stepMs: number
  /** How far the chart goes, as multiples of the limit. */
  readonly mostAccepted: number
  readonly mostRejected: number
}

interface Props {
  readonly run: Run
  readonly limit: number
  readonly scale: Scale
  readonly endMs: number
  readonly now: number
  readonly label: string
}

const [width, height] = [320, 132]
const [left, right, top, bottom] = [30, 8, 6, 20]
const plotWidth = width - left - right
const plotHeight = height - top - bottom

/** The outline of steps from the zero line. */
function outline(multiples: readonly number[], toY: (multiple: number) => number): string {
  const step = plotWidth / multiples.length
  const corners = multiples.map((multiple, at) => {
    const y = toY(multiple).toFixed(1)
    return `L${(left + at * step).toFixed(1)},${y}L${(left + (at + 1) * step).toFixed(1)},${y}`
  })
  return `M${left},${toY(0)}${corners.join('')}L${left + plotWidth},${toY(0)}Z`
}

/** Requests of a run over time: accepted upwards, rejected downwards, and the rate that was learned. */
export function Panel({ run, limit, scale, endMs, now, label }: Props) {
  const clip = useId()
  const { stepMs, mostAccepted, mostRejected } = scale
  const count = Math.max(1, Math.ceil(endMs / stepMs))
  const spanMs = count * stepMs
  const toX = (ms: number): number => left + plotWidth * Math.min(1, ms / spanMs)
  const toY = (multiple: number): number =>
    top + (plotHeight * (mostAccepted - multiple)) / (mostAccepted + mostRejected)
  const { accepted, rejected, learned } = useMemo(() => {
    const perStep = (limit * stepMs) / 1_000
    const counted = (times: readonly number[]) => histogram(times, spanMs, count).map((n) => n / perStep)
    const steps = run.rates.map(({ at, qps }, index) => {
      const y = toY(Math.min(qps / limit, mostAccepted)).toFixed(1)
      return `${toX(at).toFixed(1)},${y} ${toX(run.rates[index + 1]?.at ?? run.endMs).toFixed(1)},${y}`
    })
    return {
      accepted: outline(
        counted(run.acceptedAt).map((n) => Math.min(n, mostAccepted)),
        toY,
      ),
      rejected: outline(
        counted(run.rejectedAt).map((n) => -Math.min(n, mostRejected)),
        toY,
      ),
      learned: steps.join(' '),
    }
  }, [run, limit, stepMs, mostAccepted, mostRejected, endMs])
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <clipPath id={clip}>
        <rect x={left} y={0} width={Math.max(0, toX(now) - left)} height={height} />
      </clipPath>
      <g clip-path={`url(#${clip})`}>
        <path class="accepted" d={accepted} />
        <path class="rejected" d={rejected} />
        <polyline class="learned" points={learned} />
      </g>
      <line class="limit" x1={left} x2={left + plotWidth} y1={toY(1)} y2={toY(1)} />
      <line class="zero" x1={left} x2={left + plotWidth} y1={toY(0)} y2={toY(0)} />
      {now < endMs && <line class="playhead" x1={toX(now)} x2={toX(now)} y1={top} y2={top + plotHeight} />}
      {[1, 0, -mostRejected].map((multiple) => (
        <text key={multiple} x={left - 5} y={toY(multiple) + 3.5} text-anchor="end">
          {Math.abs(multiple) * limit}
        </text>
      ))}
      {toTicks(spanMs / 1_000).map((second) => (
        <text key={second} x={toX(second * 1_000)} y={height - 5} text-anchor={second === 0 ? 'start' : 'middle'}>
          {second} s
        </text>
      ))}
    </svg>
  )
}
