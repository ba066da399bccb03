// A child process that runs every n-th cell, and sends a summary of each.
import { allCells } from './cells.ts'
import type { Share, Summarized } from './run-cells.ts'
import { summarize } from './summary.ts'

Error.stackTraceLimit = 0 // some million stacks would take a good part of the time

process.once('message', async ({ indices, seeds }: Share) => {
  for (const index of indices) {
    const cell = allCells[index]
    if (!cell) throw new RangeError(`no cell ${index}`)
    const message: Summarized = { index, summary: await summarize(cell, seeds) }
    process.send?.(message)
  }
  process.disconnect()
})
