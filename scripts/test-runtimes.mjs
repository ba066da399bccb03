// Runs the core of the tests on every runtime that the package promises to run on: each Node.js (`engines`: the oldest
// one, and the lines after it); the older ones of the axios range; the packed file, in ESM and CommonJS, on each Node.js;
// and on Bun, Deno and workerd. All are those of npm, in npm's cache. Ends with 1 if anything failed; reports/ has a report
// of each run.
//
//   node scripts/test-runtimes.mjs [name of a report ...]      all, or those: node-22, axios-oldest, module-systems, other-runtimes
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { delimiter, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const versions = ['20.19.0', '22', '24']

/** What depends on the runtime: timers, streams, sockets, crypto, fetch, the module loader. */
const core = [
  'test/retry/clock',
  'test/retry/decide',
  'test/retry/retry-after',
  'test/envelope',
  'test/axios/attach',
  'test/axios/bodies',
  'test/axios/cancellation',
  'test/axios/deadline',
  'test/axios/failures',
  'test/axios/interceptors',
  'test/axios/retries',
  'test/axios/run-when',
  'test/axios/signed',
  'test/axios/signers',
  'test/axios/streams',
  'test/fetch',
  'test/sdk/failures',
  'test/sdk/retries',
  'test/sdk/transport',
  'test/signing',
]

/** Runs a command with a package of npm, which is installed into npm's cache if it is not there; yields what it prints. */
function withPackage(name, ...command) {
  const output = execFileSync('npm', ['exec', '--yes', `--package=${name}`, '--', ...command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  })
  return output.trim()
}

const nodeBinary = (version) => withPackage(`node@${version}`, 'node', '-p', 'process.execPath')

/** Bun, Deno, and the folder of packages that has miniflare, which runs workerd. The last miniflare that runs on Node.js 20. */
const otherRuntimes = () => ({
  BUN_BINARY: withPackage('bun@1.4', 'bun', '-p', 'process.execPath'),
  DENO_BINARY: withPackage('deno@2.9', 'deno', 'eval', 'console.log(Deno.execPath())'),
  WORKERD_MODULES: dirname(
    withPackage('miniflare@4.20260426.0', 'node', '-p', 'process.env.PATH').split(delimiter).find(isInCache) ?? '',
  ),
})

/** npm puts the commands of such a package first on the PATH: …/_npx/<hash>/node_modules/.bin */
const isInCache = (folder) => folder.includes('_npx')

function vitest(what, node, args, env = {}) {
  console.log(`::: ${what}`)
  // Slow machines time out here: what is tested is the runtime, and not its speed.
  const options = ['--testTimeout=60000', '--reporter=dot', '--reporter=json', `--outputFile.json=reports/${what}.json`]
  const { status } = spawnSync(node, ['node_modules/vitest/vitest.mjs', 'run', ...options, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}`, ...env },
  })
  if (status !== 0) process.exitCode = 1
}

mkdirSync(`${root}reports`, { recursive: true })
const chosen = process.argv.slice(2)
const isChosen = (what) => chosen.length === 0 || chosen.includes(what)

for (const version of versions.filter((one) => isChosen(`node-${one}`)))
  vitest(`node-${version}`, nodeBinary(version), ['--project', 'unit', ...core])
for (const alias of ['axios-oldest', 'axios-middle'].filter(isChosen))
  vitest(alias, process.execPath, ['--project', alias])
if (isChosen('module-systems'))
  vitest('module-systems', process.execPath, ['--project', 'package', 'test/package/module-systems.test.ts'], {
    NODE_BINARIES: versions.map(nodeBinary).join(delimiter),
  })
if (isChosen('other-runtimes')) vitest('other-runtimes', process.execPath, ['--project', 'runtimes'], otherRuntimes())
