// npm run fuzz [-- <inputs>]: hostile inputs for every parser, and bodies of up to 50 MB
import fc from 'fast-check'
import { type Reading, readings } from '../test/envelope/readings.ts'
import { targets } from '../test/fuzz/targets.ts'

const wanted = Number(process.argv[2] ?? 1_000_000)
const shares = targets.reduce((sum, { share }) => sum + share, 0)
const megabyte = 1_000_000
let total = 0

interface Growth {
  readonly sizes: readonly number[]
  /** Milliseconds, in the order of the sizes. */
  readonly times: readonly number[]
}

function fastest(run: () => unknown, runs: number): number {
  let best = Number.POSITIVE_INFINITY
  for (let count = 0; count < runs; count++) {
    const begun = performance.now()
    run()
    best = Math.min(best, performance.now() - begun)
  }
  return best
}

/** The time of a reading at an eighth, a quarter, a half and the whole of a size in characters. */
function timesOf({ bodyOf, read, share = 1 }: Reading, largest: number, runs: number): Growth {
  const sizes = [0.125, 0.25, 0.5, 1].map((part) => Math.floor(part * share * largest))
  const times = sizes.map((size) => {
    const body = bodyOf(size)
    return fastest(() => read(body), runs)
  })
  return { sizes, times }
}

/** By what factor the time of the largest size exceeds linear growth since the second size. */
function excess({ sizes, times }: Growth): number {
  const [, size = 1, , last = 1] = sizes
  const [, time = 1, , lastTime = 1] = times
  return lastTime / Math.max(time, 0.05) / (last / size)
}

console.log('| what reads | inputs |\n|---|---|')
for (const { name, share, property } of targets) {
  const numRuns = Math.ceil((wanted * share) / shares)
  const details = await fc.check(property, { numRuns })
  if (details.failed) throw new Error(`${name}: ${fc.defaultReportMessage(details)}`)
  total += details.numRuns
  console.log(`| ${name} | ${details.numRuns.toLocaleString('en')} |`)
}
console.log(`| total | ${total.toLocaleString('en')} |\n`)

console.log('| body | MB | ms | ÷ linear |\n|---|---|---|---|')
for (const reading of readings) {
  const growth = timesOf(reading, 50 * megabyte, 2)
  const sizes = growth.sizes.map((size) => (size / megabyte).toFixed(2).replace(/\.?0+$/, '')).join(', ')
  const times = growth.times.map((time) => time.toFixed(time < 10 ? 1 : 0)).join(', ')
  console.log(`| ${reading.name} | ${sizes} | ${times} | ${excess(growth).toFixed(2)} |`)
}
