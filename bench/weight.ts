import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { bundleSizes } from '../test/support/bundle-sizes.ts'
import { ensureBuilt, root } from './built.ts'
import { measureRounds, type Side } from './compare.ts'
import { type Contender, contenders, here } from './contenders.ts'
import type { Row, Suite } from './suite.ts'

const run = promisify(execFile)

/** Measures the milliseconds that a fresh process takes to import modules in turn, without its own start. */
async function importTime(specifiers: readonly string[]): Promise<number> {
  const imports = specifiers.map((specifier) => `await import(${JSON.stringify(specifier)})`).join('\n')
  const code = `const start = performance.now()\n${imports}\nconsole.log(performance.now() - start)`
  // With this `cwd`, the name of this package resolves to the built package, as it does for users.
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: root })
  return Number(stdout)
}

const listSpecifiers = ({ specifier }: Contender): string[] => (specifier ? ['axios', specifier] : ['axios'])

/** The source of an application that uses only the exports it needs. */
const createApplication = ({ specifier, exports }: Contender): string =>
  `export ${exports === '*' ? exports : `{ ${exports.join(', ')} }`} from ${JSON.stringify(specifier)}`

const line = (what: string, bytes: number, side?: Side): Row => ({
  'beside axios': what,
  'bytes, min + gzip': String(bytes),
  'import, ms': side ? side.median.toFixed(1) : '',
  'import ÷ axios': side ? side.ratio.median.toFixed(2) : '',
  'middle half': side ? `${side.ratio.lowerQuartile.toFixed(2)}-${side.ratio.upperQuartile.toFixed(2)}` : '',
})

/** The parts that are loaded at the first failure. */
async function laterLines(): Promise<readonly Row[]> {
  const { chunk } = await bundleSizes(createApplication(here))
  return [
    line('- and at the first failure: decision, loop, errors', chunk('dist/chunks/recovery.js')),
    line('- and at the first throttle or burst: pacing', chunk('dist/chunks/turns.js')),
    line(
      '- and at the first failure: codes, texts that all products share',
      ['codes', 'exceptions', 'texts/common'].reduce((sum, name) => sum + chunk(`dist/tables/${name}.js`), 0),
    ),
  ]
}

/** Measures what must be loaded before a call can be made. */
export const weight: Suite = {
  name: 'weight',
  title: 'Import time and bundle size',
  notes: [
    'Bytes: size of a browser bundle by esbuild, minified, each file gzipped, without axios. It contains what an application imports to retry its calls; for axios-tencentcloud the main entry with all its exports.',
    'Import: milliseconds in a fresh Node.js process to import axios and then the package, without the start of the process; ÷ the time to import axios alone, in another process of the same round. Middle half: of the rounds.',
    'On Node.js nothing is bundled: each package is imported in the files that it ships, axios-tencentcloud as built by `npm run build`.',
  ],
  async run({ rounds }, add) {
    ensureBuilt()
    // Both smithy strategies come from one package, which is imported once.
    const packages = [...new Map(contenders.map((one) => [one.specifier, one])).values()]
    const measures = packages.map((one) => () => importTime(listSpecifiers(one)))
    const { baseline, sides } = await measureRounds(() => importTime(['axios']), measures, rounds)
    const rows: Row[] = []
    for (const [at, contender] of packages.entries()) {
      const { entry } = await bundleSizes(createApplication(contender))
      rows.push(line(contender.specifier ?? '', entry, sides[at]))
      if (contender !== here) continue
      add.figure('main entry', entry)
      add.figure('import', sides[at]?.ratio.median ?? Number.NaN)
    }
    const [own, ...rest] = rows
    const axiosRow = { ...line('(axios alone)', 0), 'import, ms': baseline.toFixed(1) }
    return [axiosRow, ...(own ? [own] : []), ...(await laterLines()), ...rest]
  },
}
