import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** Lists all files that an entry loads, statically or dynamically, and the packages that stay external. */
async function graphOf(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    packages: 'external',
    outdir: 'out',
    metafile: true,
    write: false,
    logLevel: 'silent',
    tsconfigRaw: {},
  })
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports.map(({ path }) => path))
  return [...new Set([...Object.keys(metafile.inputs), ...imported])]
}

test('the main entry never loads OpenTelemetry, statically or dynamically', async () => {
  const graph = await graphOf('src/index.ts')
  expect(graph).toContain('src/engine/watch-call.ts')
  expect(graph).toContain('axios')
  expect(graph.filter((path) => /opentelemetry|telemetry\/otel/.test(path))).toEqual([])
})

test('axios-tencentcloud/otel loads only OpenTelemetry’s API, neither axios nor the main entry', async () => {
  const graph = await graphOf('src/telemetry/otel/index.ts')
  expect(graph.filter((path) => !path.startsWith('src/'))).toEqual(['@opentelemetry/api'])
  expect(graph.filter((path) => path.startsWith('src/') && !path.startsWith('src/telemetry/'))).toEqual([])
})
