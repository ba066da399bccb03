import { allCells, cells, nameLoad } from './sweep/cells.ts'
import { runCells } from './sweep/run-cells.ts'

const seeds = [1, 2, 3, 4, 5].map((seed) => seed * 7_919)

const every = Number(process.argv[2] ?? 1)
const indices = allCells.map((_, index) => index).filter((index) => index % every === 0)
const begun = performance.now()
const summaries = await runCells({ indices, seeds })
console.log(
  'limiter,qps,latency,load,processes,calls,pacing,time_median,time_worst,requests_median,requests_worst,refused,lost,busiest_second,wait_p50_ms,wait_p99_ms',
)
for (const [index, cell] of allCells.entries()) {
  const s = summaries.get(index)
  if (!s) continue
  console.log(
    [
      cell.limiter,
      cell.qps,
      cell.latency.name.replace(',', ''),
      nameLoad(cell.load),
      cell.processes,
      cell.calls,
      cell.pacing,
      s.time.median.toFixed(3),
      s.time.worst.toFixed(3),
      s.requests.median.toFixed(3),
      s.requests.worst.toFixed(3),
      s.refused,
      s.lost,
      s.busiestSecond,
      s.waitP50Ms.toFixed(0),
      s.waitP99Ms.toFixed(0),
    ].join(','),
  )
}
console.log('# seconds', ((performance.now() - begun) / 1000).toFixed(0), 'cells', cells.grid.length)
