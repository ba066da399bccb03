import { useMemo } from 'preact/hooks'
import { useText } from '../text/language.tsx'
import { histogram, toStepMs, toTicks } from './measures.ts'
import type { Run } from './simulate.ts'
import { useWidth } from './use-width.ts'

interface Props {
  readonly run: Run
  readonly limit: number
}

const [left, right, gap] = [40, 10, 34]
const [barsHeight, rateHeight] = [150, 90]
const barsTop = 22
const barsBase = barsTop + barsHeight
const rateTop = barsBase + gap
const rateBase = rateTop + rateHeight
const height = rateBase + 22

/** A chart has at most this many steps; a narrow one fewer. */
const mostSteps = 160
const leastStepWidth = 4

/** Round numbers for an axis, from 0 up to `most`. */
function toLabels(most: number): readonly number[] {
  const step = toTicks(most)[1] ?? most
  return [0, 1, 2, 3, 4, 5].map((at) => at * step).filter((value) => value <= most)
}

/** The requests of a run in each quarter of a second, one on the other, and below them the learned rate. */
export function DetailChart({ run, limit }: Props) {
  const t = useText()
  const [element, width] = useWidth()
  const plotWidth = Math.max(1, width - left - right)
  const stepMs = toStepMs(run.endMs, Math.min(mostSteps, Math.max(1, Math.floor(plotWidth / leastStepWidth))))
  const count = Math.max(1, Math.ceil(run.endMs / stepMs))
  const spanMs = count * stepMs
  const { accepted, rejected, most, mostRate } = useMemo(() => {
    const accepted = histogram(run.acceptedAt, spanMs, count)
    const rejected = histogram(run.rejectedAt, spanMs, count)
    return {
      accepted,
      rejected,
      most: Math.max(1, ...accepted.map((n, at) => n + (rejected[at] ?? 0))),
      mostRate: 1.25 * Math.max(limit, ...run.rates.map(({ qps }) => qps)),
    }
  }, [run, limit, spanMs, count])
  const toX = (ms: number): number => left + (plotWidth * ms) / spanMs
  const toBarY = (requests: number): number => barsBase - (barsHeight * requests) / most
  const toRateY = (rate: number): number => rateBase - (rateHeight * rate) / mostRate
  const barWidth = Math.max(1, plotWidth / count - (plotWidth / count > 6 ? 2 : 0.5))
  const line = run.rates.flatMap(({ at, qps }, index) => {
    const y = toRateY(qps).toFixed(1)
    return [`${toX(at).toFixed(1)},${y}`, `${toX(run.rates[index + 1]?.at ?? run.endMs).toFixed(1)},${y}`]
  })
  const seconds = toTicks(spanMs / 1_000)
  const step = stepMs < 1_000 ? `${stepMs} ms` : `${stepMs / 1_000} s`
  return (
    <div ref={element} class="detail-chart">
      {width > 0 && (
        <svg
          class="chart"
          width={width}
          height={height}
          role="img"
          aria-label={t({
            en: `Requests in each ${step}, and the learned rate, which is ${Math.round(run.rates.at(-1)?.qps ?? 0)} a second at the end`,
            zh: `每 ${step} 的请求数，以及学到的速率（结束时为每秒 ${Math.round(run.rates.at(-1)?.qps ?? 0)} 次）`,
          })}
        >
          <text x={0} y={12} class="axis-name">
            {t({ en: `requests in each ${step}`, zh: `每 ${step} 的请求数` })}
          </text>
          <text x={0} y={rateTop - 8} class="axis-name">
            {t({ en: 'learned rate, calls a second', zh: '学到的速率（次/秒）' })}
          </text>
          {seconds.map((second) => (
            <line
              key={second}
              class="grid"
              x1={toX(second * 1_000)}
              x2={toX(second * 1_000)}
              y1={barsTop}
              y2={rateBase}
            />
          ))}
          {accepted.map((n, at) => (
            <rect
              key={at}
              class="accepted"
              x={toX(at * stepMs)}
              y={toBarY(n)}
              width={barWidth}
              height={barsBase - toBarY(n)}
            />
          ))}
          {rejected.map((n, at) => (
            <rect
              key={at}
              class="rejected"
              x={toX(at * stepMs)}
              y={toBarY((accepted[at] ?? 0) + n)}
              width={barWidth}
              height={toBarY(0) - toBarY(n)}
            />
          ))}
          <line class="zero" x1={left} x2={left + plotWidth} y1={barsBase} y2={barsBase} />
          <line class="zero" x1={left} x2={left + plotWidth} y1={rateBase} y2={rateBase} />
          <line class="limit" x1={left} x2={left + plotWidth} y1={toRateY(limit)} y2={toRateY(limit)} />
          <polyline class="learned" points={line.join(' ')} />
          {toLabels(most).map((value) => (
            <text key={value} x={left - 6} y={toBarY(value) + 4} text-anchor="end">
              {value}
            </text>
          ))}
          {[0, limit].map((value) => (
            <text key={value} x={left - 6} y={toRateY(value) + 4} text-anchor="end">
              {value}
            </text>
          ))}
          {seconds.map((second) => (
            <text key={second} x={toX(second * 1_000)} y={height - 6} text-anchor={second === 0 ? 'start' : 'middle'}>
              {second} s
            </text>
          ))}
        </svg>
      )}
    </div>
  )
}
