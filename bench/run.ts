// npm run bench                        all suites, on the terminal
// npm run bench -- signing --quick     one suite; a small part of it, to check that it works
// npm run bench -- --save              also writes docs/bench/ and bench/report.html
// npm run bench -- --report            only writes bench/report.html and the aims again, from the saved results
import { writeFile } from 'node:fs/promises'
import { availableParallelism, machine, platform, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { compareWithAims, formatAims } from './aims.ts'
import { duplicates } from './duplicates.ts'
import { fleet } from './fleet.ts'
import { goodput } from './goodput.ts'
import { memory } from './memory.ts'
import { outage } from './outage.ts'
import { renderPage } from './report/page.ts'
import { describeRun, formatResult, loadResults, type SuiteResult, saveAims, saveResult } from './results.ts'
import { signing } from './signing.ts'
import { streams } from './streams.ts'
import { successPath } from './success-path.ts'
import type { Chart, Pace, Suite } from './suite.ts'
import { sweep } from './sweep.ts'
import { formatTables } from './table.ts'
import { weight } from './weight.ts'

const suites: readonly Suite[] = [
  successPath,
  goodput,
  sweep,
  fleet,
  outage,
  duplicates,
  weight,
  memory,
  signing,
  streams,
]

const full: Pace = { rounds: 41, sideMs: 25, quick: false }
const quick: Pace = { rounds: 5, sideMs: 4, quick: true }

function chooseSuites(names: readonly string[]): readonly Suite[] {
  const unknown = names.find((name) => !suites.some((suite) => suite.name === name))
  if (unknown !== undefined) {
    throw new Error(`no suite "${unknown}"; there are: ${suites.map(({ name }) => name).join(', ')}`)
  }
  return names.length === 0 ? suites : suites.filter(({ name }) => names.includes(name))
}

/** The class of this machine, not its name or model: `Node.js v20.19.0, linux, 2 cores x86_64, 8 GB`. */
function describeMachine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  return `Node.js ${process.version}, ${platform()}, ${availableParallelism()} cores ${machine()}, ${gigabytes} GB`
}

interface Measured {
  readonly result: SuiteResult
  /** Files for docs/bench, by name. */
  readonly files: ReadonlyMap<string, string>
}

async function measure(suite: Suite, pace: Pace): Promise<Measured> {
  const charts: Chart[] = []
  const notes = [...suite.notes]
  const figures: Record<string, number> = {}
  const files = new Map<string, string>()
  const rows = await suite.run(pace, {
    chart: (chart) => charts.push(chart),
    note: (note) => notes.push(note),
    figure(name, value) {
      figures[name] = value
    },
    file: (name, text) => files.set(name, text),
  })
  const result = {
    suite: suite.name,
    title: suite.title,
    notes,
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    method: suite.method ?? `medians of ${pace.rounds} interleaved rounds`,
    rows,
    charts,
    figures,
  }
  return { result, files }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
  },
})
if (values.quick && values.save) throw new Error('--save needs a full run: leave out --quick')

const measured: SuiteResult[] = []
for (const suite of values.report ? [] : chooseSuites(positionals)) {
  console.log(`# ${suite.title}\n`)
  const { result, files } = await measure(suite, values.quick ? quick : full)
  console.log(`${describeRun(result)}\n\n${formatResult(result)}`)
  if (values.save) await saveResult(result, files)
  measured.push(result)
}
if (values.save || values.report) {
  const results = await loadResults(suites)
  await writeFile(new URL('report.html', import.meta.url), renderPage(results))
  await saveAims(formatAims(results))
}
if (!values.quick) {
  const wasMeasured = ({ suite }: SuiteResult) => measured.some((one) => one.suite === suite)
  const saved = (await loadResults(suites)).filter((result) => !wasMeasured(result))
  console.log(`# Aims\n\n${formatTables(compareWithAims([...measured, ...saved]))}`)
}
