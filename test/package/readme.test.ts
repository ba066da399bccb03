import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { runIn } from './project.ts'

// A newcomer's way: an empty folder, `npm install` of the package and axios, the first example of its README.

const folder = inject('folder')
const readme = readFileSync(join(folder, 'node_modules/axios-tencentcloud/README.md'), 'utf8')
const example = readme.match(/^```js\n([\s\S]*?)^```$/m)?.[1] ?? ''
const baseURL = 'https://kms.api.qcloud.com'

const installations = [
  ['newest', folder],
  ['oldest', inject('oldestAxiosFolder')],
  ['middle', inject('middleAxiosFolder')],
] as const

/** Compilers that the package's users may have; each is installed apart, since they share a command's name. */
const compilers = ['5.4', '5.9', '6.0', '7.0']
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
/** For a project that has `@types/node`. */
const nodeTypes = fileURLToPath(new URL('../../node_modules/@types', import.meta.url))
const bundler = { ...node, module: 'esnext', moduleResolution: 'bundler' }

function compile(
  version: string,
  name: string,
  compilerOptions: object,
  files: Record<string, string>,
  project = folder,
): string {
  for (const [file, code] of Object.entries(files)) writeFileSync(join(project, file), code)
  const config = join(project, `tsconfig.${name}.json`)
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
const listed = `\nexport = [${entries.map((_, at) => `entry${at}`).join(', ')}]\n`

test('the first example of the README takes no cast', () => {
  expect(example).toContain(`baseURL: '${baseURL}'`)
  expect(example).not.toMatch(/\bas (?!\{)|\bany\b|@ts-|<\w+>/)
})

describe.each(installations)('with the %s axios', (_, installed) => {
  test.each(compilers)('it passes TypeScript %s, strict, as do all entries, imported and by require()', (version) => {
    const files = { 'first.mts': example, 'imported.mts': imported, 'required.cts': required + listed }
    expect(compile(version, 'node', node, files, installed)).toBe('')
    const options = { ...bundler, skipLibCheck: true }
    expect(compile(version, 'bundler', options, { 'first.ts': example }, installed)).toBe('')
  })
})

test.each(compilers)(
  'all entries pass TypeScript %s without the types of a browser, by those of Node.js',
  (version) => {
    const server = { ...node, lib: ['es2022'], types: ['node'], typeRoots: [nodeTypes] }
    expect(compile(version, 'server', server, { 'server.mts': imported, 'server.cts': required + listed })).toBe('')
  },
)

/** A project inside one that has the packages installed, as `npm init -y` makes it; lately that is `"type": "commonjs"`. */
function commonJsProject(installed: string): string {
  const project = join(installed, 'commonjs')
  mkdirSync(project, { recursive: true })
  execFileSync('npm', ['init', '-y'], { cwd: project, stdio: 'pipe' })
  return project
}

/** CommonJS has no top-level await: what follows the imports stands in a function. */
const wrapped = example.replace(/^((?:import .*\n)+)([\s\S]*)$/, '$1async function main() {\n$2}\nvoid main()\n')

const calls = `import axios, { type AxiosError, type AxiosInstance, type InternalAxiosRequestConfig } from 'axios'
import { attachTencentCloud, type Attempt, attemptsOf, type GiveUpReason, HttpError, isTencentCloudError, type Sign, type TencentCloudFailure, ThrottlingError } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { type OfficialClient, withTencentCloud } from 'axios-tencentcloud/sdk'
import { signTc3 } from 'axios-tencentcloud/signing'
export { signTc3 }
const http: AxiosInstance = axios.create()
const sign: Sign = (config: InternalAxiosRequestConfig) => { config.headers.set('Authorization', 'x') }
attachTencentCloud(http, { sign })
export async function list(): Promise<readonly Attempt[]> {
  try {
    return attemptsOf(await http.get<string>('/', { tencentCloud: { deadlineMs: 5_000, idempotent: true } }))
  } catch (error) {
    if (error instanceof ThrottlingError) return error.attempts
    if (!isTencentCloudError(error)) throw error
    const known: AxiosError = error
    return attemptsOf(known.config?.url === '/' ? known : error)
  }
}
export function dataOf(error: TencentCloudFailure): unknown {
  const reason: GiveUpReason = error.reason
  if (error.kind === 'partial-success') return error.data
  if (error.kind === 'transport') return error instanceof HttpError ? error.body : reason
  // @ts-expect-error: only partial successes have data
  return error.data
}
export function isOurs(kind: TencentCloudFailure['kind'], error: TencentCloudFailure): boolean {
  switch (error.kind) {
    case 'throttling': case 'internal': case 'unavailable': case 'transport': case 'replay': case 'conflict': return false
    case 'invalid-parameter': case 'authentication': case 'request-expired': case 'authorization': case 'quota-exceeded':
    case 'unsupported': case 'not-found': case 'resource-state': case 'resource-insufficient': case 'operation-failed':
    case 'billing': case 'partial-success': case 'dry-run': case 'content-refused': case 'unknown': return kind === error.kind
    default: { const none: never = error; return none }
  }
}
export const replacement: typeof fetch = createTencentCloudFetch(fetch)
export const wrap = <Client extends OfficialClient>(client: Client): Client => withTencentCloud(client)
const tenant = { secretId: 'AKIDexample', secretKey: 'example' }
export const describe = () => http.post('https://cvm.tencentcloudapi.com/', { Limit: 20 }, {
  tencentCloud: { action: 'DescribeInstances', version: '2017-03-12', region: 'ap-guangzhou', language: 'en-US', credentials: async () => tenant },
})
attachTencentCloud(axios.create(), { deadlineMs: 5_000, errorLanguage: 'zh', retry: { maxRetryTimeMs: Infinity } })
// @ts-expect-error: it is called maxRetryTimeMs, and deadlineMs is an option of its own
attachTencentCloud(axios.create(), { retry: { deadlineMs: 5_000 } })
// @ts-expect-error: no such option
attachTencentCloud(http, { retries: 3 })
// @ts-expect-error: no such option of a call
void http.get('/', { tencentCloud: { deadline: 5_000 } })
// @ts-expect-error: no axios instance
attachTencentCloud({})
`
/** `commonjs` is what compilers had before they knew `exports`: up to 5.9 it resolves as Node 10 did. */
const commonJsModules = ['nodenext', 'node20', 'node16', 'commonjs']

describe.each(installations)('in a project of `npm init -y`, with the %s axios', (_, installed) => {
  const project = commonJsProject(installed)
  const cases = compilers
    .flatMap((version) => commonJsModules.map((module) => [version, module] as const))
    // `node20` came with 5.9.
    .filter(([version, module]) => version !== '5.4' || module !== 'node20')

  test.each(cases)('TypeScript %s takes the example and all calls without a cast, as module %s', (version, module) => {
    const options = { ...node, module, esModuleInterop: true, skipLibCheck: true }
    expect(compile(version, module, options, { 'first.ts': wrapped, 'calls.ts': calls }, project)).toBe('')
  })
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
