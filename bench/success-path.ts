import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ensureBuilt, root } from './built.ts'
import type { Pace } from './compare.ts'
import { contenders, here } from './contenders.ts'
import type { CaseRounds } from './success-path-child.ts'
import type { Row, Suite } from './suite.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('success-path-child.ts', import.meta.url))

async function measureContender(contender: string, { rounds, sideMs }: Pace): Promise<readonly CaseRounds[]> {
  const options = ['--import', 'tsx', script, contender, JSON.stringify({ rounds, sideMs })]
  const { stdout } = await run(process.execPath, options, { cwd: root })
  return JSON.parse(stdout)
}

/** The case of the aim. */
const plainCase = 'fake adapter, 1 kB, 0 interceptors'

/** Cells by column heading. */
type Cells = Map<string, string>

function fill(table: Map<string, Cells>, contender: string, { what, rounds: { baseline, sides } }: CaseRounds): void {
  const cells: Cells =
    table.get(what) ??
    new Map([
      ['a successful call', what],
      ['axios, µs', baseline.toPrecision(3)],
    ])
  for (const { ratio } of sides) {
    const spread = `${ratio.lowerQuartile.toFixed(2)}-${ratio.upperQuartile.toFixed(2)}`
    cells.set(contender, `${ratio.median.toFixed(2)} (${spread})`)
  }
  table.set(what, cells)
}

/** Measures the cost of a successful call in relation to axios alone. */
export const successPath: Suite = {
  name: 'success-path',
  title: 'A successful call ÷ the same with axios alone',
  notes: [
    'Each cell: the median over all rounds of the time of a call ÷ the time with axios alone in the same round; in parentheses the middle half of the rounds.',
    'Each side is measured in a separate process, alternating with axios alone. Several sides in one process would affect how the compiler optimizes each of them.',
    'Before measuring, the suite checks that every side returns the same data and parses the body once.',
    'Fake adapter: answers at once, within the process, so that nothing hides the cost; measured in processor time, garbage collection included, other work on the machine excluded. Loopback: a server in another process, over one keep-alive connection; measured in elapsed time.',
    'The calls are `instance.post` with a small JSON body, one after the other. The interceptors are request interceptors that set a header each.',
    'axios-tencentcloud is the built package with its default options. The others are configured to retry a call up to three times.',
    "axios-retry and retry-axios are attached to the instance; the others are wrapped around the call. smithy: the strategies of @smithy/util-retry in a loop like that of smithy's own middleware.",
  ],
  async run(pace, add): Promise<readonly Row[]> {
    ensureBuilt()
    const table = new Map<string, Cells>()
    for (const { name } of contenders) {
      for (const one of await measureContender(name, pace)) {
        fill(table, name, one)
        const [side] = one.rounds.sides
        if (name === here.name && one.what === plainCase && side) add.figure('1 kB', side.ratio.median)
      }
    }
    return [...table.values()].map((cells) => Object.fromEntries(cells))
  },
}
