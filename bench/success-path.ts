import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ensureBuilt, root } from './built.ts'
import type { Pace } from './compare.ts'
import { contenders } from './contenders.ts'
import type { CaseRounds } from './success-path-child.ts'
import type { Row, Suite } from './suite.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('success-path-child.ts', import.meta.url))

async function roundsOf(contender: string, { rounds, sideMs }: Pace): Promise<readonly CaseRounds[]> {
  const options = ['--import', 'tsx', script, contender, JSON.stringify({ rounds, sideMs })]
  const { stdout } = await run(process.execPath, options, { cwd: root })
  return JSON.parse(stdout)
}

/** Cells by the headings of their columns. */
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

/** What a call that succeeds costs more than with axios alone. */
export const successPath: Suite = {
  name: 'success-path',
  title: 'A successful call ÷ the same with axios alone',
  notes: [
    'The median over the rounds of the time of a call ÷ the time with axios alone, both of the same round; in parentheses the middle half of the rounds.',
    'Each side is measured in a process of its own, in turns with axios alone: several of them in one process would spoil what the compiler has learned of each other.',
    'Before measuring, the suite makes sure that every side returns the same data and parses the body once.',
    'Fake adapter: it answers at once, within the process, so that nothing hides the cost; the time is that of the processors, with garbage collection and without what else runs on the machine. Loopback: a server in another process, over one connection that is kept alive; the time is that which passes.',
    'Calls are `instance.post`, one after the other, with a small JSON body; the interceptors are request interceptors that set a header each.',
    'axios-tencentcloud is the built package with its default options. The others are set up to repeat a call up to three times.',
    "axios-retry and retry-axios are attached to the instance; the others are wrapped around the call. smithy: the strategies of @smithy/util-retry in a loop like that of smithy's own middleware.",
  ],
  async run(pace): Promise<readonly Row[]> {
    ensureBuilt()
    const table = new Map<string, Cells>()
    for (const { name } of contenders) for (const one of await roundsOf(name, pace)) fill(table, name, one)
    return [...table.values()].map((cells) => Object.fromEntries(cells))
  },
}
