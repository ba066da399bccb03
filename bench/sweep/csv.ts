import { type Cell, nameLoad } from './cells.ts'
import type { Summary } from './summary.ts'

/** A cell and what its runs showed. */
export interface Measured {
  readonly cell: Cell
  readonly summary: Summary
}

type Value = string | number

/** The columns of the file, in order. */
const columns: Readonly<Record<string, (measured: Measured) => Value>> = {
  limiter: ({ cell }) => cell.limiter,
  limit_per_second: ({ cell }) => cell.qps,
  answers_take: ({ cell }) => cell.latency.name.replace(',', ''),
  load: ({ cell }) => nameLoad(cell.load),
  processes: ({ cell }) => cell.processes,
  calls: ({ cell }) => cell.calls,
  pacing: ({ cell }) => String(cell.pacing),
  time_median: ({ summary }) => summary.time.median.toFixed(3),
  time_worst: ({ summary }) => summary.time.worst.toFixed(3),
  requests_median: ({ summary }) => summary.requests.median.toFixed(3),
  requests_worst: ({ summary }) => summary.requests.worst.toFixed(3),
  refused: ({ summary }) => summary.refused,
  lost: ({ summary }) => summary.lost,
  busiest_second: ({ summary }) => summary.busiestSecond,
  wait_p50_ms: ({ summary }) => summary.waitP50Ms.toFixed(0),
  wait_p99_ms: ({ summary }) => summary.waitP99Ms.toFixed(0),
}

/** Every cell on a line of comma-separated values, under a line with their names. */
export function toCsv(all: readonly Measured[]): string {
  const line = (values: readonly Value[]) => `${values.join(',')}\n`
  const toLine = (one: Measured) => line(Object.values(columns).map((read) => read(one)))
  return line(Object.keys(columns)) + all.map(toLine).join('')
}
