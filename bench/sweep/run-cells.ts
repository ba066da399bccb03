import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { bundle } from '../bundle.ts'
import type { Summary } from './summary.ts'

/** What a child process gets: the places of its cells in `allCells`. */
export interface Share {
  readonly indices: readonly number[]
  readonly seeds: readonly number[]
}

/** What a child process sends for each of its cells. */
export interface Summarized {
  readonly index: number
  readonly summary: Summary
}

/**
 * Runs cells in as many processes as there are processors.
 *
 * @param indices the places of the cells in `allCells`
 * @returns the summary of each cell, by its place
 * @throws Error when a process ends before its cells are done
 */
export async function runCells({ indices, seeds }: Share): Promise<ReadonlyMap<number, Summary>> {
  const program = await bundle('bench/sweep/child.ts')
  const summaries = new Map<number, Summary>()
  const count = availableParallelism()
  const runShare = async (first: number) => {
    const child = fork(program, { execArgv: ['--max-semi-space-size=64'] })
    child.on('message', ({ index, summary }: Summarized) => summaries.set(index, summary))
    const share: Share = { indices: indices.filter((_, at) => at % count === first), seeds }
    child.send(share)
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`a process of the sweep ended with ${code}`)
  }
  await Promise.all(Array.from({ length: count }, (_, first) => runShare(first)))
  return summaries
}
