import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { bundleSizes } from '../test/support/bundle-sizes.ts'
import { ensureBuilt, root } from './built.ts'
import { measureRounds, type Side } from './compare.ts'
import { type Contender, contenders, here } from './contenders.ts'
import type { Row, Suite } from './suite.ts'

const run = promisify(execFile)

/** Milliseconds that a fresh process takes to import modules, one after the other; its own start is not counted. */
async function importTime(specifiers: readonly string[]): Promise<number> {
  const imports = specifiers.map((specifier) => `await import(${JSON.stringify(specifier)})`).join('\n')
  const code = `const start = performance.now()\n${imports}\nconsole.log(performance.now() - start)`
  // Resolved from the package's folder, its own name leads to the built package, as it does elsewhere.
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: root })
  return Number(stdout)
}

const specifiersOf = ({ specifier }: Contender): string[] => (specifier ? ['axios', specifier] : ['axios'])

/** An application that takes of a package what it needs. */
const applicationOf = ({ specifier, exports }: Contender): string =>
  `export ${exports === '*' ? exports : `{ ${exports.join(', ')} }`} from ${JSON.stringify(specifier)}`

const line = (what: string, bytes: number, side?: Side): Row => ({
  'beside axios': what,
  'bytes, min + gzip': String(bytes),
  'import, ms': side ? side.median.toFixed(1) : '',
  'import ÷ axios': side ? side.ratio.median.toFixed(2) : '',
  'middle half': side ? `${side.ratio.lowerQuartile.toFixed(2)}-${side.ratio.upperQuartile.toFixed(2)}` : '',
})

/** What loads later, at the first failure. */
async function laterLines(): Promise<readonly Row[]> {
  const { chunk } = await bundleSizes(applicationOf(here))
  return [
    line('- and at the first failure: decision, loop, pacing', chunk('dist/chunks/second-half.js')),
    line(
      '- and at the first failure: codes, texts that all products share',
      ['codes', 'exceptions', 'texts/common'].reduce((sum, name) => sum + chunk(`dist/tables/${name}.js`), 0),
    ),
  ]
}

/** What must be loaded before a call can be made. */
export const weight: Suite = {
  name: 'weight',
  title: 'Import time and bundle size',
  notes: [
    'Bytes: of a browser bundle made by esbuild, minified, each file gzipped, without axios, of what an application has to import to repeat its calls; of axios-tencentcloud the main entry with all its exports.',
    'Import: milliseconds in a fresh Node.js process, without the start of that process, to import axios and then the package; ÷ the time to import axios alone, in another process of the same round. The middle half is that of the rounds.',
    'Nobody bundled for Node.js: each package is imported in the files that it ships, axios-tencentcloud as `npm run build` makes it.',
  ],
  async run({ rounds }) {
    ensureBuilt()
    // The two strategies of smithy's are one package: it is imported once.
    const packages = [...new Map(contenders.map((one) => [one.specifier, one])).values()]
    const measures = packages.map((one) => () => importTime(specifiersOf(one)))
    const { baseline, sides } = await measureRounds(() => importTime(['axios']), measures, rounds)
    const rows: Row[] = []
    for (const [at, contender] of packages.entries()) {
      const { entry } = await bundleSizes(applicationOf(contender))
      rows.push(line(contender.specifier ?? '', entry, sides[at]))
    }
    const [own, ...rest] = rows
    const axiosRow = { ...line('(axios alone)', 0), 'import, ms': baseline.toFixed(1) }
    return [axiosRow, ...(own ? [own] : []), ...(await laterLines()), ...rest]
  },
}
