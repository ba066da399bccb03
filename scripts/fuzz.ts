// npm run fuzz [-- <inputs>]: hostile inputs for every parser, and bodies of up to 50 MB
import fc from 'fast-check'
import { targets } from '../test/hardening/fuzz-targets.ts'
import { excess, growthOf, readings } from '../test/hardening/sizes.ts'

const wanted = Number(process.argv[2] ?? 1_000_000)
const shares = targets.reduce((sum, { share }) => sum + share, 0)
const megabyte = 1_000_000
let total = 0

console.log('| parser | inputs |\n|---|---|')
for (const { name, share, property } of targets) {
  const numRuns = Math.ceil((wanted * share) / shares)
  const details = await fc.check(property, { numRuns })
  if (details.failed) throw new Error(`${name}: ${fc.defaultReportMessage(details)}`)
  total += details.numRuns
  console.log(`| ${name} | ${details.numRuns.toLocaleString('en')} |`)
}
console.log(`| total | ${total.toLocaleString('en')} |\n`)

console.log('| body | MB | ms | ÷ linear |\n|---|---|---|---|')
for (const reading of readings.values()) {
  const growth = growthOf(reading, 50 * megabyte, 2)
  const sizes = growth.sizes.map((size) => (size / megabyte).toFixed(2).replace(/\.?0+$/, '')).join(', ')
  const times = growth.times.map((time) => time.toFixed(time < 10 ? 1 : 0)).join(', ')
  console.log(`| ${growth.name} | ${sizes} | ${times} | ${excess(growth).toFixed(2)} |`)
}
