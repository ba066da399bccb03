import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import { runIn } from './project.ts'

// A newcomer's way: an empty folder, `npm install` of the package and axios, the first example of its README.

const folder = inject('folder')
const readme = readFileSync(join(folder, 'node_modules/axios-tencentcloud/README.md'), 'utf8')
const example = readme.match(/^```ts\n([\s\S]*?)^```$/m)?.[1] ?? ''
const baseURL = 'https://kms.api.qcloud.com'

/** Compilers that the package's users may have; each is installed apart, since they share a command's name. */
const compilers = ['5.9', '6.0', '7.0']
const tools = mkdtempSync(join(folder, '..', 'compilers-'))

beforeAll(() => {
  const aliases = compilers.map((version) => `typescript-${version}@npm:typescript@~${version}.0`)
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--no-bin-links']
  writeFileSync(join(tools, 'package.json'), '{"private":true}')
  execFileSync('npm', ['install', ...quiet, ...aliases], { cwd: tools, stdio: 'pipe' })
}, 120_000)

/** The options of `tsc --init`, in essence: strict, and declaration files are checked as well. */
const strict = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  types: [],
}
const node = { module: 'nodenext', target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'] }
const bundler = { ...node, module: 'esnext', moduleResolution: 'bundler' }

function compile(version: string, name: string, compilerOptions: object, files: Record<string, string>): string {
  for (const [file, code] of Object.entries(files)) writeFileSync(join(folder, file), code)
  const config = join(folder, `tsconfig.${name}.json`)
  const options = { compilerOptions: { ...strict, ...compilerOptions }, files: Object.keys(files) }
  writeFileSync(config, JSON.stringify(options))
  const tsc = join(tools, `node_modules/typescript-${version}/bin/tsc`)
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', config], { encoding: 'utf8' })
  return status === 0 ? '' : `${status} ${stdout}${stderr}`
}

// Without ./otel, whose peer is optional and not installed here.
const entries = ['', '/catalog', '/fetch', '/signing', '/fleet', '/sdk', '/testing'].map(
  (path) => `axios-tencentcloud${path}`,
)
const imported = entries.map((entry) => `import '${entry}'`).join('\n')
const required = entries.map((entry, at) => `import entry${at} = require('${entry}')`).join('\n')
const used = `\nexport = [${entries.map((_, at) => `entry${at}`).join(', ')}]\n`

test('the first example of the README takes no cast', () => {
  expect(example).toContain(`baseURL: '${baseURL}'`)
  expect(example).not.toMatch(/\bas (?!\{)|\bany\b|@ts-|<\w+>/)
})

test.each(compilers)('it passes TypeScript %s, strict, as do all entries, imported and by require()', (version) => {
  const files = { 'first.mts': example, 'imported.mts': imported, 'required.cts': required + used }
  expect(compile(version, 'node', node, files)).toBe('')
  expect(compile(version, 'bundler', { ...bundler, skipLibCheck: true }, { 'first.ts': example })).toBe('')
})

test('it runs as it stands, where the host throttles at first', () => {
  // The example's host stays as it is written; its requests are sent to a fake on loopback.
  const program = `import axios from 'axios'
import { createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'
const fake = createFakeTencentCloud()
const listening = await fake.listen()
fake.fail('ListKey', faults.legacy(4420, '(10250)qps throttling'))
const send = axios.getAdapter('http')
axios.defaults.adapter = (config) => send({ ...config, baseURL: listening.urlOf('kms') })
await import('./first-example.mjs')
await listening.close()`
  writeFileSync(join(folder, 'first-example.mjs'), example)
  expect(runIn(folder, 'run-example.mjs', program)).toMatch(/code: 0[\s\S]* 2$/)
})
