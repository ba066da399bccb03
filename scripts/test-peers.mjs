// Runs axios' own tests: as they are, with this package's middleware (of dist/: `npm run build`) on every instance, and
// with the middleware and credentials. Where the outcome of a test differs, the middleware changes what axios does.
// The sources are a clone of axios at the version of package-lock.json, or those that AXIOS_SOURCES names: a folder, or a
// git directory. AXIOS_LIB=installed runs their tests with the code of the axios that is installed here instead of theirs.
//
// All hosts of the tests are foreign ones, where nothing may differ; so a baseURL, whose host the middleware takes for
// Tencent Cloud's, is hidden from it. TRUST_BASE_URL=1 lets it see that, and runs no test with credentials: the differences
// that this makes are in peers/expected.mjs.
//
//   npm run test:peers
//
// Ends with 1 if a test differs that is not expected to, and with 2 if the tests could not be run.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expectedWithTrust } from './peers/expected.mjs'
import { giveUp, prepareSources } from './peers/sources.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
/** The folders of axios' tests that run in Node.js; those for browsers run there too, in a makeshift page. */
const suites = ['tests/unit', 'tests/browser', 'tests/smoke/esm/tests']

const trusts = process.env.TRUST_BASE_URL === '1'
const expected = trusts ? expectedWithTrust : {}

/** The ways in which the tests are run: without the middleware, or with these options of it. */
const modes = {
  plain: undefined,
  with: {},
  ...(!trusts && { 'with credentials': { credentials: { secretId: 'AKIDofNobody', secretKey: 'keyOfNobody' } } }),
}
const modeNames = Object.keys(modes)

/** The outcomes of a run, by file and name of the test. Names that a file has twice get a number. */
function readOutcomes(report, sources) {
  const outcomes = new Map()
  for (const { name: file, message, assertionResults } of report.testResults) {
    const path = relative(sources, file).split(sep).join('/')
    // A file that could not be loaded has no tests, and that is an outcome too.
    if (assertionResults.length === 0) outcomes.set(`${path} > (the file)`, message ? 'failed' : 'passed')
    for (const { fullName, status } of assertionResults) {
      const name = `${path} > ${fullName}`
      let unique = name
      for (let count = 2; outcomes.has(unique); count++) unique = `${name} (${count})`
      outcomes.set(unique, status)
    }
  }
  return outcomes
}

function runTests(mode, sources, cache) {
  const report = join(cache, `${mode.replaceAll(' ', '-')}.json`)
  rmSync(report, { force: true })
  console.log(`Running axios’ tests: ${mode} …`)
  // Loopback traffic must not go through a proxy of this machine.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name)))
  const options = modes[mode] && { PEERS_OPTIONS: JSON.stringify(modes[mode]), ...(trusts && { PEERS_TRUST: '1' }) }
  spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...['--config', join(root, 'scripts/peers/vitest.config.mjs')],
      ...['--reporter=json', `--outputFile=${report}`],
    ],
    // axios' tests read files by their path from the folder of the sources.
    { cwd: sources, stdio: 'ignore', env: { ...env, PEERS_SOURCES: sources, ...options } },
  )
  if (!existsSync(report)) giveUp(`vitest made no report of axios’ tests (${mode}).`)
  return readOutcomes(JSON.parse(readFileSync(report, 'utf8')), sources)
}

/** One row for each file: how many tests it has, how many passed in each mode, and how many differ. */
function toRows(names, runs, differing) {
  const files = [...new Set(names.map((name) => name.split(' > ')[0]))].sort()
  return files.map((file) => {
    const own = names.filter((name) => name.startsWith(`${file} > `))
    const passed = runs.map((run) => own.filter((name) => run.get(name) === 'passed').length)
    return [file, own.length, ...passed, own.filter((name) => differing.includes(name)).length]
  })
}

const sumOf = (rows) => rows[0].map((_, column) => rows.reduce((sum, row) => sum + row[column], 0))

function toTable(header, rows) {
  const texts = [header, ...rows].map((row) => row.map(String))
  const widths = header.map((_, column) => Math.max(...texts.map((row) => row[column].length)))
  return texts.map((row) => row.map((text, at) => (at ? text.padStart(widths[at]) : text.padEnd(widths[0]))).join('  '))
}

const describeTest = (name, runs) =>
  `  ${name}: ${runs.map((run, at) => `${modeNames[at]} ${run.get(name) ?? 'missing'}`).join(', ')}`

if (!existsSync(join(root, 'dist/index.js'))) giveUp('There is no dist/: run `npm run build` first.')

const { version } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages['node_modules/axios']
// Vitest knows files by their real paths, also where node_modules is a link.
const cache = join(realpathSync(join(root, 'node_modules')), '.cache/peers')
mkdirSync(cache, { recursive: true })
const sources = prepareSources(cache, version, suites)
const usesInstalled = process.env.AXIOS_LIB === 'installed'
if (usesInstalled) {
  rmSync(join(sources.folder, 'lib'), { recursive: true })
  for (const name of ['index.js', 'lib']) {
    cpSync(join(root, 'node_modules/axios', name), join(sources.folder, name), { recursive: true })
  }
}
for (const suite of ['tests/unit', 'tests/browser']) {
  cpSync(join(root, 'scripts/peers/canary.test.js'), join(sources.folder, suite, 'canary.test.js'))
}

const runs = modeNames.map((mode) => runTests(mode, sources.folder, cache))
const names = [...new Set(runs.flatMap((run) => [...run.keys()]))]
const differing = names.filter((name) => new Set(runs.map((run) => run.get(name))).size > 1)
const unexpected = differing.filter((name) => !(name in expected))
const failedInAll = names.filter((name) => runs.every((run) => run.get(name) === 'failed'))
const rows = toRows(names, runs, differing)
const total = ['total', ...sumOf(rows.map(([, ...numbers]) => numbers))]

console.log(`\nTests of axios ${sources.version}, code of axios ${usesInstalled ? version : sources.version}\n`)
console.log(toTable(['file', 'tests', ...modeNames, 'differ'], [...rows, total]).join('\n'))
console.log(`\nFailed in every run, and so compared nothing: ${failedInAll.length}`)
for (const name of failedInAll) console.log(`  ${name}`)
console.log(`\nDiffer as expected: ${differing.length - unexpected.length}`)
for (const name of differing.filter((name) => name in expected)) {
  console.log(`${describeTest(name, runs)}\n    ${expected[name]}`)
}
console.log(`\nDiffer: ${unexpected.length}`)
for (const name of unexpected) console.log(describeTest(name, runs))
if (unexpected.length > 0) process.exitCode = 1
