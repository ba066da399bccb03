import type { Suite } from './suite.ts'
import { allCells, isOfGrid } from './sweep/cells.ts'
import { type Measured, toCsv } from './sweep/csv.ts'
import { runCells } from './sweep/run-cells.ts'
import { toRows } from './sweep/tables.ts'

const seeds = [1, 2, 3, 4, 5].map((seed) => seed * 7_919)
/** A quick run takes every 37th cell, so that all kinds of cells occur. */
const quickStep = 37

/** Runs the grid of limiters, limits, latencies, loads and numbers of processes. */
export const sweep: Suite = {
  name: 'sweep',
  title: 'A grid of limiters, latencies and loads',
  method: `virtual time, ${seeds.length} seeds for each cell`,
  notes: [
    'Each process is an axios instance with `attachTencentCloud(http, { clock })`, all other options being the defaults; an adapter in memory models the network and the limiter. The clock is virtual, so that waits take no time and results do not depend on the machine. Modules are loaded already; what loading costs is in the suite goodput.',
    'Limiters: fixed windows of one second, cut at random; a sliding window of one second; a bucket of the calls of one second; a smooth limiter (one slot in each 1/limit of a second, bursts of a tenth of the limit); a sliding window that counts refused requests too.',
    'Answers take the time given, ±20 %; refusals take the same, or 40 ms where that is said. Processes start within 200 ms. Calls are made at once, by a pool of workers (1.5 × the limit × the seconds that an answer takes, at least one for each process), or at random moments (a Poisson process) at 0.5, 1.0 and 1.5 × the limit. A run has 20 calls at 1/s, 40 at 2/s, 75 at 5/s, 300 at 20/s, 800 at 100/s, and 2,000 at 1,000/s, over all processes.',
    'Ideal: a client that knows the limiter, whose windows open with the first call, and sends each call when it is let in. Since fixed windows are cut at random, less than 1 is possible. A cell shows time and, after the dot, requests: the median over the seeds and, in parentheses, the worst seed. Under "arriving" it is the cell with the worst time of the three rates. Bold: above the aim of the summary. ‼: the five worst of the table. Refused: calls, of all seeds, that were refused their turn because it would come after the default 60 s; lost: calls that failed otherwise.',
    'All numbers of all cells: `docs/bench/sweep.csv`.',
  ],
  async run({ quick }, add) {
    const chosen = [...allCells.keys()].filter((index) => !quick || index % quickStep === 0)
    const summaries = await runCells({ indices: chosen, seeds: quick ? seeds.slice(0, 2) : seeds })
    const measure = (isOwn: (index: number) => boolean): readonly Measured[] =>
      allCells.flatMap((cell, index) => {
        const summary = isOwn(index) ? summaries.get(index) : undefined
        return summary ? [{ cell, summary }] : []
      })
    add.file('sweep.csv', toCsv(measure(() => true)))
    return toRows(
      measure(isOfGrid),
      measure((index) => !isOfGrid(index)),
    )
  },
}
