import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import type { Chart, Panel } from '../suite.ts'

/** Bounds of the plot, as multiples of the limit; larger values are cut off at the edge. */
export const mostAccepted = 1.5
export const mostRejected = 3

const width = 320
const height = 130

/** Sums up buckets to seconds. A second must be a multiple of a bucket. */
function perSecond(counts: readonly number[], bucketMs: number, seconds: number): readonly number[] {
  const buckets = 1_000 / bucketMs
  return Array.from({ length: seconds }, (_, second) =>
    counts.slice(second * buckets, (second + 1) * buckets).reduce((sum, count) => sum + count, 0),
  )
}

/** Converts values to a step line, with two corners per second: at its start and at its end. */
const toSteps = (values: readonly number[]) =>
  values.flatMap((value, second) => [
    { second, value },
    { second: second + 1, value },
  ])

/** Draws an SVG without scripts and styles: accepted requests above the zero line, rejected ones below. */
export function drawPanel({ bucketMs, limit, seconds }: Chart, panel: Panel): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const steps = (counts: readonly number[], most: number, sign: 1 | -1) =>
    toSteps(perSecond(counts, bucketMs, seconds).map((count) => sign * Math.min(count, most * limit)))
  const area = (data: ReturnType<typeof toSteps>, fill: string) =>
    Plot.areaY(data, { x: 'second', y1: 0, y2: 'value', fill })

  const svg = Plot.plot({
    document,
    width,
    height,
    marginTop: 8,
    marginRight: 12,
    marginBottom: 22,
    marginLeft: 34,
    x: { domain: [0, seconds], label: null, ticks: 5, tickFormat: (second: number) => `${second} s` },
    y: {
      domain: [-mostRejected * limit, mostAccepted * limit],
      label: null,
      ticks: [-mostRejected * limit, -limit, 0, limit],
      tickFormat: (rate: number) => String(Math.abs(rate)),
    },
    marks: [
      area(steps(panel.accepted, mostAccepted, 1), 'var(--accepted)'),
      area(steps(panel.rejected, mostRejected, -1), 'var(--rejected)'),
      Plot.ruleY([limit], { stroke: 'currentColor', strokeDasharray: '3 3', strokeOpacity: 0.7 }),
      Plot.ruleY([0], { stroke: 'currentColor' }),
    ],
  })
  for (const style of svg.querySelectorAll('style')) style.remove()
  for (const name of ['width', 'height', 'class']) svg.removeAttribute(name)
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', `${panel.name}: ${panel.summary}.`)
  return svg.outerHTML
}
