// Prints "N passed, N failed" over the JSON reports of vitest. A step that failed outside the runners, a report that is
// missing and one without tests count as failures: silence is not success.
//
//   node scripts/count-tests.mjs <0 or 1: did a step fail?> <report> …
import { readFileSync } from 'node:fs'

const [stepFailed, ...reports] = process.argv.slice(2)
let passed = 0
let failed = 0
for (const path of reports) {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8'))
    passed += report.numPassedTests
    failed += report.numFailedTests + report.numPendingTests
    if (report.numTotalTests === 0 || (!report.success && report.numFailedTests === 0)) failed++
  } catch (error) {
    console.error(`${path}: ${error.message}`)
    failed++
  }
}
if (stepFailed !== '0' && failed === 0) failed = 1
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
