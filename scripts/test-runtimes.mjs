// Runs the core of the tests on every Node.js that the package promises to run on (`engines`: the oldest one, and the
// lines after it), with both ends of the axios range, and the packed file in ESM and CommonJS on each. The binaries are
// those of npm's package `node`. Ends with 1 if anything failed; reports/ has a report of each run.
//
//   node scripts/test-runtimes.mjs
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
  'test/axios/bodies',
  'test/axios/interceptors',
  'test/axios/retries',
  'test/axios/run-when',
  'test/axios/signed',
  'test/fetch',
  'test/sdk/failures',
  'test/sdk/retries',
  'test/sdk/transport',
  'test/signing',
]

function binaryOf(version) {
  const print = ['node', '-e', 'console.log(process.execPath)']
  const output = execFileSync('npm', ['exec', '--yes', `--package=node@${version}`, '--', ...print], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  })
  return output.trim()
}

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
const binaries = versions.map(binaryOf)
for (const [at, node] of binaries.entries()) vitest(`node-${versions[at]}`, node, ['--project', 'unit', ...core])
vitest('oldest-axios', process.execPath, ['--project', 'oldest-axios'])
vitest('module-systems', process.execPath, ['--project', 'package', 'test/package/module-systems.test.ts'], {
  NODE_BINARIES: binaries.join(delimiter),
})
