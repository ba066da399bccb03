// Applies each mutant that survived to its source, and runs the tests of its room again: Stryker switches mutants on
// while tests run, too late for what a module computes when it is loaded (tables, functions in constants).
//
//   MUTATE=retry node scripts/recheck-survivors.mjs     after npm run mutate, with nothing else at work on the sources
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import config from './config/stryker.config.mjs'

const report = JSON.parse(readFileSync(config.jsonReporter.fileName, 'utf8'))

/** The text with what stands between two places replaced; lines and columns count from 1. */
function replaced(source, { start, end }, replacement) {
  const lines = source.split('\n')
  const offsetOf = ({ line, column }) =>
    lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, column - 1)
  return source.slice(0, offsetOf(start)) + replacement + source.slice(offsetOf(end))
}

const run = promisify(execFile)
const command = ['vitest', 'run', '--bail', '1']

/** The file that holds a mutant at the moment, and its text without it. */
let mutated
const restore = () => mutated && writeFileSync(mutated.file, mutated.source)
process.on('SIGINT', () => {
  restore()
  process.exit(130)
})

const testsPass = () =>
  run('npx', command, { timeout: 120_000, maxBuffer: 1e9 }).then(
    () => true,
    () => false,
  )

if (!(await testsPass())) throw new Error('the tests fail as it is')

let [all, killed] = [0, 0]
for (const [file, { source, mutants }] of Object.entries(report.files)) {
  if (readFileSync(file, 'utf8') !== source) throw new Error(`${file} has changed since npm run mutate`)
  let left = 0
  mutated = { file, source }
  try {
    for (const { status, location, replacement, mutatorName } of mutants) {
      if (status !== 'Survived' && status !== 'NoCoverage') continue
      writeFileSync(file, replaced(source, location, replacement))
      if (!(await testsPass())) continue
      left++
      const line = source.split('\n')[location.start.line - 1].trim()
      console.log(`${file}:${location.start.line} ${mutatorName}: ${line} => ${replacement.slice(0, 80)}`)
    }
  } finally {
    restore()
  }
  all += mutants.length
  killed += mutants.length - left
  console.log(
    `${file}: ${mutants.length - left} of ${mutants.length} killed, ${((100 * (mutants.length - left)) / mutants.length).toFixed(1)} %`,
  )
}
console.log(`together ${killed} of ${all} killed, ${((100 * killed) / all).toFixed(1)} %`)
