import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { expect, inject, test } from 'vitest'
import { runIn } from './project.ts'

const folder = inject('folder')
const installed = join(folder, 'node_modules/axios-tencentcloud')
const paths = inject('packed').filter((path) => path.startsWith('dist/'))
const read = (path: string): string => readFileSync(join(installed, path), 'utf8')

/** Has a module of dist code of its own, or does it only hand on what others export? */
const handsOn = (text: string): boolean =>
  text
    .replaceAll(/^(?:import|export) [^;]*;/gm, '')
    .replaceAll(
      /^(?:const \w+ = require\(.*\)|exports\.\w+ = .*|Object\.defineProperty\(exports, .*|"use strict");$/gm,
      '',
    )
    .trim() === ''

test('every map leads to sources that are installed, and every module that names a map has it', () => {
  const maps = paths.filter((path) => path.endsWith('.map'))
  expect(maps.length).toBeGreaterThan(60)
  for (const map of maps) {
    for (const source of JSON.parse(read(map)).sources) {
      expect(existsSync(join(installed, dirname(map), source)), `${map}: ${source}`).toBe(true)
    }
  }
  for (const path of paths.filter((one) => !one.endsWith('.map'))) {
    const text = read(path)
    const map = text.match(/^\/\/# sourceMappingURL=(.*)$/m)?.[1]
    if (map) expect(maps, path).toContain(join(dirname(path), map))
    // Tables are data; a map would be half as long again. The explorer is a page. The others have no source.
    else if (!handsOn(text))
      expect(path).toMatch(/^dist\/(?:commonjs\/)?(?:tables\/|explorer\/|package\.json$|chunks\/rolldown-runtime\.js$)/)
  }
})

test('Node names the line of the source, with source maps enabled', () => {
  const output = runIn(
    folder,
    'stack.mjs',
    `process.setSourceMapsEnabled(true)
const { attachTencentCloud } = await import('axios-tencentcloud')
try { attachTencentCloud({}) } catch (error) { console.log(error.stack) }`,
  )
  expect(output).toMatch(/axios-tencentcloud[\\/]src[\\/]axios[\\/]attach\.ts:\d+:\d+/)
})

test('the map of a consumer’s bundle carries the sources of this package', async () => {
  const { outputFiles } = await build({
    stdin: { contents: "export { attachTencentCloud } from 'axios-tencentcloud'", resolveDir: folder },
    bundle: true,
    format: 'esm',
    external: ['axios'],
    sourcemap: true,
    outdir: 'out',
    write: false,
  })
  const text = outputFiles.find(({ path }) => path.endsWith('.map'))?.text ?? '{}'
  const { sources, sourcesContent } = JSON.parse(text)
  const at = sources.findIndex((source: string) => source.endsWith('axios-tencentcloud/src/axios/attach.ts'))
  expect(sourcesContent[at]).toBe(read('src/axios/attach.ts'))
})
