// npm run bench                        all suites, on the terminal
// npm run bench -- signing --quick     one suite; a few rounds, to see that it works
// npm run bench -- --save              also writes docs/bench/<suite>.md
import { mkdir, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { describeMachine } from './machine.ts'
import { memory } from './memory.ts'
import { signing } from './signing.ts'
import { successPath } from './success-path.ts'
import type { Pace, Row, Suite } from './suite.ts'
import { formatTable } from './table.ts'
import { weight } from './weight.ts'

const suites: readonly Suite[] = [signing, successPath, weight, memory]

const full: Pace = { rounds: 41, sideMs: 25 }
const quick: Pace = { rounds: 5, sideMs: 4 }

function chooseSuites(names: readonly string[]): readonly Suite[] {
  const unknown = names.find((name) => !suites.some((suite) => suite.name === name))
  if (unknown !== undefined) {
    throw new Error(`no suite "${unknown}"; there are: ${suites.map(({ name }) => name).join(', ')}`)
  }
  return names.length === 0 ? suites : suites.filter(({ name }) => names.includes(name))
}

function describeRun({ rounds }: Pace): string {
  return `${new Date().toISOString().slice(0, 10)}, ${describeMachine()}; medians of ${rounds} interleaved rounds`
}

async function save({ name, title, notes }: Suite, rows: readonly Row[]): Promise<void> {
  const folder = new URL('../docs/bench/', import.meta.url)
  await mkdir(folder, { recursive: true })
  const list = notes.map((note) => `- ${note}\n`).join('')
  const text = `# ${title}

Measured on ${describeRun(full)}. Other work may have run on the machine: go by the ratios.

${formatTable(rows)}

${list}
Written by \`npm run bench -- ${name} --save\`; without \`--save\` it only prints.
`
  await writeFile(new URL(`${name}.md`, folder), text)
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, save: { type: 'boolean', default: false } },
})
if (values.quick && values.save) throw new Error('--save takes a full run, without --quick')
const pace = values.quick ? quick : full

for (const suite of chooseSuites(positionals)) {
  console.log(`${suite.title}\n${describeRun(pace)}\n`)
  const rows = await suite.run(pace)
  console.log(`${formatTable(rows)}\n\n${suite.notes.map((note) => `- ${note}`).join('\n')}\n`)
  if (values.save) await save(suite, rows)
}
