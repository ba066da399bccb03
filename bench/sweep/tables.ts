import { median, quantile } from '../compare.ts'
import type { Row } from '../suite.ts'
import { latencies, processCounts, rates } from './cells.ts'
import type { Measured } from './csv.ts'
import { type LimiterKind, limiters } from './limiters.ts'

/** The most that the median of a cell's time ÷ ideal should be, by the number of processes. */
const mostTime: Readonly<Record<LimiterKind, readonly number[]>> = {
  fixed: [1.12, 1.2, 1.3],
  sliding: [1.12, 1.2, 1.3],
  bucket: [1.12, 1.2, 1.3],
  smooth: [1.2, 1.2, 1.3],
  'counts refused': [1.3, 1.3, 1.3],
}

/** So many of the worst cells of a table get a second mark. */
const worstMarked = 5

const aimOf = ({ cell }: Measured): number =>
  mostTime[cell.limiter][processCounts.indexOf(cell.processes)] ?? Number.NaN
const isOver = (one: Measured): boolean => one.summary.time.median > aimOf(one)
const worstTime = ({ summary }: Measured): number => summary.time.worst

const kinds = Object.keys(limiters) as readonly LimiterKind[]
const countProcesses = (count: number): string => (count === 1 ? '1 process' : `${count} processes`)
const sum = (all: readonly Measured[], of: (one: Measured) => number) => all.reduce((total, one) => total + of(one), 0)

/** A line for each kind of limiter and number of processes. */
function summaryRows(grid: readonly Measured[]): readonly Row[] {
  return kinds.flatMap((limiter) =>
    processCounts.map((processes) => {
      const own = grid.filter(({ cell }) => cell.limiter === limiter && cell.processes === processes)
      const times = own.map(({ summary }) => summary.time.median)
      const requests = own.map(({ summary }) => summary.requests.median)
      const show = (values: readonly number[]) =>
        [median(values), quantile(values, 0.9), Math.max(...values)].map((value) => value.toFixed(2)).join('; ')
      return {
        table: 'Summary of all cells',
        limiter,
        processes: String(processes),
        'time ÷ ideal: median, 90 %, worst cell': show(times),
        'requests ÷ success': show(requests),
        'cells above the aim': `${own.filter(isOver).length} of ${own.length}`,
        aim: `≤ ${mostTime[limiter][processCounts.indexOf(processes)]}`,
        'calls refused': String(sum(own, ({ summary }) => summary.refused)),
        lost: String(sum(own, ({ summary }) => summary.lost)),
      }
    }),
  )
}

/** `**1.31** (1.40) · 1.12 (1.15)`: time and requests, median and worst; bold above the aim, `‼` among the worst times. */
function showCell(one: Measured, worst: ReadonlySet<Measured>): string {
  const { time, requests, refused, lost } = one.summary
  const median = isOver(one) ? `**${time.median.toFixed(2)}**` : time.median.toFixed(2)
  const shown = `${median} (${time.worst.toFixed(2)}) · ${requests.median.toFixed(2)} (${requests.worst.toFixed(2)})`
  return [shown, refused > 0 && `${refused} refused`, lost > 0 && `${lost} lost`, worst.has(one) && '‼']
    .filter(Boolean)
    .join(' ')
}

const loadColumns = [
  { name: 'at once', isOwn: ({ cell }: Measured) => cell.load === 'at once' },
  { name: 'workers', isOwn: ({ cell }: Measured) => cell.load === 'workers' },
  { name: 'arriving', isOwn: ({ cell }: Measured) => typeof cell.load === 'object' },
] as const

/** Of several cells the one whose time is the furthest above the ideal. */
const findWorst = (some: readonly Measured[]): Measured | undefined =>
  some.toSorted((a, b) => b.summary.time.median - a.summary.time.median)[0]

/** A line for each limit and latency. */
function limiterRows(limiter: LimiterKind, grid: readonly Measured[]): readonly Row[] {
  const own = grid.filter(({ cell }) => cell.limiter === limiter)
  const worst = new Set(own.toSorted((a, b) => worstTime(b) - worstTime(a)).slice(0, worstMarked))
  return rates.flatMap((qps) =>
    latencies.map((latency) => {
      const line = own.filter(({ cell }) => cell.qps === qps && cell.latency.name === latency.name)
      const cells = loadColumns.flatMap(({ name, isOwn }) =>
        processCounts.map((processes) => {
          const shown = findWorst(line.filter((one) => isOwn(one) && one.cell.processes === processes))
          return [`${name}, ${countProcesses(processes)}`, shown ? showCell(shown, worst) : ''] as const
        }),
      )
      return {
        table: `Time ÷ ideal · requests ÷ success: ${limiter}`,
        limit: `${qps.toLocaleString('en')}/s`,
        'answers take': latency.name,
        ...Object.fromEntries(cells),
      }
    }),
  )
}

/** A line for each limiter, limit and rate of arrival: the latency with pacing beside backoff alone. */
function belowLimitRows(measured: readonly Measured[]): readonly Row[] {
  return measured.flatMap(({ cell, summary }) => {
    const { limiter, qps, load, pacing } = cell
    if (!pacing || typeof load !== 'object') return []
    const alone = measured.find(
      (one) => !one.cell.pacing && one.cell.limiter === limiter && one.cell.qps === qps && one.cell.load === load,
    )
    const show = (ms: number | undefined) => ms?.toFixed(0) ?? ''
    return {
      table: 'Latency of calls that arrive below the limit, ms',
      limiter,
      limit: `${qps}/s`,
      arriving: `at ${load.timesLimit} × the limit`,
      'p50, paced': show(summary.waitP50Ms),
      'p50, backoff alone': show(alone?.summary.waitP50Ms),
      'p99, paced': show(summary.waitP99Ms),
      'p99, backoff alone': show(alone?.summary.waitP99Ms),
      'requests ÷ success, paced': summary.requests.median.toFixed(3),
      '… backoff alone': alone?.summary.requests.median.toFixed(3) ?? '',
    }
  })
}

/** The tables of the sweep. */
export const toRows = (grid: readonly Measured[], belowLimit: readonly Measured[]): readonly Row[] => [
  ...summaryRows(grid),
  ...kinds.flatMap((limiter) => limiterRows(limiter, grid)),
  ...belowLimitRows(belowLimit),
]
