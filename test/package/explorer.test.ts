import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type RunningExplorer, startExplorer } from '../support/explorer-command.ts'

// The page that the installed command serves. test/explorer/packed.explorer.ts looks at it in a browser.

const dist = join(inject('folder'), 'node_modules/axios-tencentcloud/dist')
const script = join(dist, 'cli.js')

describe('the explorer of the installed package', () => {
  let explorer: RunningExplorer
  beforeAll(async () => {
    explorer = await startExplorer(script)
  })
  afterAll(() => explorer.interrupt())

  const get = (path: string, headers: Record<string, string> = {}) => fetch(new URL(path, explorer.url), { headers })

  test('tells its address and how it ends', () => {
    expect(explorer.printed).toBe(`The error explorer is at ${explorer.url} (Ctrl-C ends it).\n`)
  })

  test('serves the page, which names no other host', async () => {
    const response = await get('/')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const html = await response.text()
    expect(html).toContain("default-src 'none'")
    const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address)
    for (const address of addresses) expect(address).toMatch(/^(?:\.\/|data:)/)
    for (const address of addresses.filter((one) => one?.startsWith('./'))) {
      expect((await get(address ?? '')).status, address).toBe(200)
    }
  })

  test('takes less than 400 kB in the package, and is sent compressed and plain', async () => {
    const folder = join(dist, 'explorer')
    const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
    console.log(`the page in the package: ${bytes} bytes`)
    expect(bytes).toBeLessThanOrEqual(400_000)
    const [zipped, plain] = await Promise.all(
      ['gzip', 'identity'].map((encoding) => get('/explorer.js', { 'accept-encoding': encoding })),
    )
    expect([zipped?.headers.get('content-encoding'), plain?.headers.get('content-encoding')]).toEqual(['gzip', null])
    expect(await zipped?.text()).toBe(await plain?.text())
  })

  test('makes the catalog of the package’s own tables, and gives these', async () => {
    const catalog = await (await get('/catalog.js')).text()
    expect(catalog).toContain('InvalidParameterValue.InstanceIdNotFound'.slice(0, 21))
    expect(catalog.length).toBeGreaterThan(1_000_000)
    expect(await (await get('/tables/texts/kms.js')).text()).toMatch(/^const /)
  })

  test('has nothing else of the package', async () => {
    for (const path of ['/cli.js', '/index.js', '/package.json', '/tables', '/explorer/index.html']) {
      expect((await get(path)).status, path).toBe(404)
    }
  })

  test('says that its port is taken, and ends', () => {
    const { port } = new URL(explorer.url)
    const run = (lang: string) => spawnSync(process.execPath, [script, 'explorer', '--port', port, '--lang', lang])
    const english = run('en')
    expect([english.status, String(english.stderr)]).toEqual([
      1,
      `Port ${port} is taken by another program. Choose another one with --port, or any free one with --port 0.\n`,
    ])
    expect(String(run('zh').stderr)).toBe(`端口 ${port} 已被占用。请用 --port 换一个，或用 --port 0 任选空闲端口。\n`)
  })
})

test('the explorer ends with Ctrl-C, without a failure', async () => {
  const explorer = await startExplorer(script)
  await (await fetch(explorer.url)).text()
  expect(await explorer.interrupt()).toBe(0)
})
