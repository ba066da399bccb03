import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { createCloud } from './cloud.ts'
import type { Kept } from './promises.ts'

// The packed file on runtimes other than Node.js, which scripts/test-runtimes.mjs installs and names in the environment.
const { BUN_BINARY, DENO_BINARY, WORKERD_MODULES } = process.env

const folder = inject('folder')
const here = import.meta.dirname
const run = promisify(execFile)

/** For the programs that are started here: loopback traffic needs no proxy. */
const env = { ...process.env, NO_PROXY: '*', no_proxy: '*' }

/** Puts an entry of this folder beside the installed package, which it imports. */
async function install(entry: string): Promise<string> {
  const outfile = join(folder, `${entry}.mjs`)
  const options = { bundle: true, platform: 'node', format: 'esm', packages: 'external', tsconfigRaw: {} } as const
  await build({ entryPoints: [join(here, `${entry}.ts`)], outfile, ...options })
  return outfile
}

async function runProgram(binary: string, flags: readonly string[], url: string): Promise<Kept[]> {
  const { stdout } = await run(binary, [...flags, await install('entry'), url], { cwd: folder, env, timeout: 120_000 })
  return JSON.parse(stdout)
}

/** As wrangler does: all in one module, by what a package exports for workers. */
async function bundleWorker(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `export { default } from ${JSON.stringify(await install('worker'))}`, resolveDir: folder },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
  })
  return outputFiles[0]?.text ?? ''
}

interface Miniflare {
  dispatchFetch(url: string): Promise<Response>
  dispose(): Promise<void>
}

async function runWorker(modules: string, url: string): Promise<Kept[]> {
  const { Miniflare } = createRequire(join(modules, 'x.js'))('miniflare')
  const worker: Miniflare = new Miniflare({
    modules: true,
    script: await bundleWorker(),
    compatibilityDate: '2026-04-01',
    bindings: { CLOUD: url },
  })
  try {
    return await (await worker.dispatchFetch('http://worker.test/')).json()
  } finally {
    await worker.dispose()
  }
}

const runtimes: readonly (readonly [name: string, promises: number, run: (url: string) => Promise<Kept[]>])[] = [
  ...(BUN_BINARY ? [['Bun', 24, (url: string) => runProgram(BUN_BINARY, ['run'], url)] as const] : []),
  ...(DENO_BINARY
    ? [['Deno', 24, (url: string) => runProgram(DENO_BINARY, ['run', '--allow-all', '--no-lock'], url)] as const]
    : []),
  ...(WORKERD_MODULES ? [['workerd', 8, (url: string) => runWorker(WORKERD_MODULES, url)] as const] : []),
]

const runs = await Promise.all(
  runtimes.map(async ([name, promises, runAll]) => {
    const fake = createCloud()
    const listening = await fake.listen()
    afterAll(() => listening.close())
    return { name, promises, fake, kept: await runAll(listening.urlOf('cvm')) }
  }),
)

describe.each(runs)('on $name', ({ promises, fake, kept }) => {
  test.each(kept)('$title', ({ failure = '' }) => {
    expect(failure).toBe('')
  })

  test('all promises were tried, and a lost write ran once', () => {
    expect(kept).toHaveLength(promises)
    const lost = kept.length === 8 ? ['Client'] : ['Http', 'Fetch', 'Client']
    expect(lost.map((sender) => fake.executionsOf(`RunLost${sender}`).length)).toEqual(lost.map(() => 1))
  })
})

test('there is a runtime to test', () => {
  expect(runs.length).toBeGreaterThan(0)
})
