import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import type { Chart, Row, Suite } from './suite.ts'
import { formatTables } from './table.ts'

/** The result of one run of a suite. Saved as JSON, so that the report can show the last result of every suite. */
export interface SuiteResult {
  readonly suite: string
  readonly title: string
  readonly notes: readonly string[]
  /** The day, in ISO 8601. */
  readonly date: string
  readonly machine: string
  readonly method: string
  readonly rows: readonly Row[]
  readonly charts: readonly Chart[]
  /** The numbers that have aims, by name. Results of before 2026-11-29 have none. */
  readonly figures?: Readonly<Record<string, number>>
}

const docs = new URL('../docs/bench/', import.meta.url)
const folder = new URL('results/', docs)

export const describeRun = ({ date, machine, method }: SuiteResult): string => `${date}, ${machine}; ${method}`

export const formatResult = (result: SuiteResult): string =>
  `${formatTables(result.rows)}\n\n${result.notes.map((note) => `- ${note}\n`).join('')}`

/** JSON with each list of numbers on one line. */
const toJson = (result: SuiteResult): string =>
  JSON.stringify(result, undefined, 2).replace(/\[[\d,\s.]+\]/g, (list) => list.replace(/\s+/g, ''))

/** Writes docs/bench/results/<suite>.json, docs/bench/<suite>.md and the files that the suite made, by name. */
export async function saveResult(result: SuiteResult, files: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [name, content] of files) await writeFile(new URL(name, docs), content)
  const text = `# ${result.title}

Measured on ${describeRun(result)}. Other work may have run on the machine; compare the ratios.

${formatResult(result)}
Written by \`npm run bench -- ${result.suite} --save\`; without \`--save\` it only prints.
`
  await writeFile(new URL(`${result.suite}.md`, docs), text)
  await writeFile(new URL(`${result.suite}.json`, folder), `${toJson(result)}\n`)
}

/** Writes docs/bench/README.md. */
export const saveAims = (text: string): Promise<void> => writeFile(new URL('README.md', docs), text)

/** Loads the saved results in the order of the suites; results of suites that no longer exist come last. */
export async function loadResults(suites: readonly Suite[]): Promise<readonly SuiteResult[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  const results: SuiteResult[] = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(new URL(file, folder), 'utf8'))),
  )
  const place = ({ suite }: SuiteResult) =>
    (suites.findIndex(({ name }) => name === suite) + suites.length + 1) % (suites.length + 1)
  return results.toSorted((a, b) => place(a) - place(b))
}
