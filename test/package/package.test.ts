import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, test } from 'vitest'
import { runIn } from './project.ts'

// The package as its users get it: built, packed, and installed beside axios into an empty folder.

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = inject('folder')
const packed = inject('packed')

const run = (file: string, content: string): string => runIn(folder, file, content)

describe('the packed package', () => {
  test('has the catalog by itself', () => {
    const output = run(
      'catalog.mjs',
      `import { lookup, products, search } from 'axios-tencentcloud/catalog'
const { source, retry } = await lookup('ResourceInUse.DiskRollbacking', { service: 'cbs' })
const [first] = await search('4420/10250')
console.log([source, retry, first.class, (await products()).length > 200].join())`,
    )
    expect(output).toBe('listed,busy,ThrottlingError,true')
  })

  test('has the fleet by itself, without a Redis client of its own', () => {
    const output = run(
      'fleet.mjs',
      `import { createFleet } from 'axios-tencentcloud/fleet'
const refuse = async () => { throw new Error('away') }
const fleet = createFleet({ redis: { evalsha: refuse, eval: refuse }, processes: 4 })
const { slotsInMs, fallback } = await fleet.reserve({ key: 'key', qps: 20, wanted: 1, withinMs: 1_000 })
console.log([slotsInMs.length, fallback].join())`,
    )
    expect(output).toBe('1,away')
  })

  test('has a fetch, from ESM and with require()', () => {
    const use = `
async function use(fetch) {
  const fake = createFakeTencentCloud()
  const listening = await fake.listen()
  fake.fail('ListKey', faults.legacy(6000, '(10050)server internal error'))
  const tencentCloud = createTencentCloudFetch(fetch, { hosts: [listening.url], retry: { baseDelayMs: 1 } })
  const response = await tencentCloud(listening.urlOf('kms') + '/v2/index.php?Action=ListKey')
  await listening.close()
  return [(await response.json()).code, attemptsOf(response).length].join()
}
use(globalThis.fetch).then(console.log)`
    const imported = [
      ['attemptsOf', 'axios-tencentcloud'],
      ['createTencentCloudFetch', 'axios-tencentcloud/fetch'],
      ['createFakeTencentCloud, faults', 'axios-tencentcloud/testing'],
    ]
    const esm = imported.map(([names, from]) => `import { ${names} } from '${from}'`)
    const cjs = imported.map(([names, from]) => `const { ${names} } = require('${from}')`)
    expect(run('fetch.mjs', esm.join('\n') + use)).toBe('0,2')
    expect(run('fetch.cjs', cjs.join('\n') + use)).toBe('0,2')
  })

  test('has a command that looks a code up', () => {
    const command = join(folder, 'node_modules/.bin/axios-tencentcloud')
    const output = execFileSync(command, ['explain', '4400', '--lang', 'en'], { cwd: folder, encoding: 'utf8' })
    expect(output).toContain('ThrottlingError')
  })

  test('answers at the command without loading axios or its own main entry', () => {
    const coverage = join(folder, 'coverage')
    const main = join(folder, 'node_modules/axios-tencentcloud/dist/cli.js')
    const env = { ...process.env, NODE_V8_COVERAGE: coverage }
    const { status } = spawnSync(process.execPath, [main, 'explain', 'InternlError'], { cwd: folder, env })
    expect(status).toBe(1)
    const reports = readdirSync(coverage).map((name) => JSON.parse(readFileSync(join(coverage, name), 'utf8')))
    const loaded: string[] = reports.flatMap(({ result }) => result.map(({ url }: { url: string }) => url))
    const files = loaded.flatMap((url) => url.split('/node_modules/')[1] ?? [])
    expect(files).toContain('axios-tencentcloud/dist/cli.js')
    expect(files.filter((file) => /^axios\/|^p-retry\/|^axios-tencentcloud\/dist\/index\.js$/.test(file))).toEqual([])
  })

  test('makes spans and metrics where OpenTelemetry is installed beside it', () => {
    const app = `const { createTelemetry } = await import('axios-tencentcloud/otel')
createTelemetry().subscribe()()
console.log('subscribed')`
    // An optional peer: not installed with the package.
    symlinkSync(join(root, 'node_modules/@opentelemetry'), join(folder, 'node_modules/@opentelemetry'))
    expect(run('otel.mjs', app)).toBe('subscribed')
    expect(run('otel.cjs', "console.log(typeof require('axios-tencentcloud/otel').createTelemetry)")).toBe('function')
  })

  test('has types that a strict project needs no cast for', () => {
    writeFileSync(
      join(folder, 'app.mts'),
      `import axios from 'axios'
import { attachTencentCloud, type Attempt, ThrottlingError, attemptsOf } from 'axios-tencentcloud'
import { lookup, type SearchResult, search } from 'axios-tencentcloud/catalog'
import { createTelemetry, type Telemetry } from 'axios-tencentcloud/otel'
export const telemetry: Telemetry = createTelemetry()
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
const tencentCloudFetch = createTencentCloudFetch(fetch, { sign: (request) => request.headers.set('Authorization', 'x') })
export const replacement: typeof fetch = tencentCloudFetch
export const called: Promise<Response> = tencentCloudFetch('https://kms.tencentcloudapi.com', { tencentCloud: { action: 'ListKey' } })
import { type OfficialClient, withTencentCloud } from 'axios-tencentcloud/sdk'
export const wrap = <Client extends OfficialClient>(client: Client): Client => withTencentCloud(client, { retry: { maxAttempts: 2 } })
export const found: Promise<readonly SearchResult[]> = search('4400', { limit: 3 })
export const meaning: Promise<string | undefined> = lookup('4400').then((it) => it.meaning?.zh)
const http = axios.create({ baseURL: 'https://kms.api.qcloud.com' })
const attachment = attachTencentCloud(http, { onEvent: telemetry.onEvent })
attachTencentCloud(axios.create(), { onEvent: (event) => console.log(event.call?.action, event.type === 'retry' && event.attempt.reason) })
export async function list(): Promise<readonly Attempt[]> {
  try {
    const response = await http.get<{ keys: string[] }>('/v2/index.php', { params: { Action: 'ListKey' }, tencentCloud: { deadlineMs: 5_000 } })
    return attemptsOf(response)
  } catch (error) {
    if (error instanceof ThrottlingError) return error.attempts
    throw error
  } finally {
    attachment.detach()
  }
}
// @ts-expect-error: no such option
attachTencentCloud(http, { retries: 3 })
`,
    )
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          module: 'nodenext',
          target: 'es2022',
          lib: ['es2022', 'dom'],
          types: [],
          exactOptionalPropertyTypes: true,
          skipLibCheck: true,
        },
        files: ['app.mts'],
      }),
    )
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })
    expect(stdout).toBe('')
  })

  test('carries what it promises and nothing else', () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'package.json',
        'dist/index.js',
        'dist/index.d.ts',
        'dist/commonjs/index.js',
        'dist/commonjs/index.d.ts',
        'src/index.ts',
      ]),
    )
    for (const path of packed) {
      expect(path).toMatch(
        /^(dist\/|src\/(?!.*\/generated\/)|docs\/(guides|zh)\/.*\.md$|docs\/(testing|telemetry)\.md$|README(\.zh-CN)?\.md|CHANGELOG\.md|LICENSE|package\.json)/,
      )
    }
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(Object.keys(dependencies)).toEqual(['cac', 'p-retry', 'picocolors'])
  })

  test.each(['README.md', 'README.zh-CN.md'])('carries every document to which %s leads', (document) => {
    const links = [...readFileSync(join(root, document), 'utf8').matchAll(/\]\(([^):\s#]+)[^):\s]*\)/g)].map(
      ([, link]) => link,
    )
    expect(links.length).toBeGreaterThan(20)
    expect(links.filter((link) => link !== undefined && !packed.includes(link))).toEqual([])
  })
})
