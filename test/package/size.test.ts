import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { bundleSizes } from '../support/bundle-sizes.ts'

const tables = 'dist/tables'
const filesOf = (folder: string): readonly string[] =>
  readdirSync(fileURLToPath(new URL(`../../${tables}/${folder}`, import.meta.url))).filter((name) =>
    name.endsWith('.js'),
  )

const textFiles = filesOf('texts')
const ownTables = filesOf('entries')

test('the main entry is at most 15 kB; the codes and any file of texts, which load at a failure, are at most 15 kB, what decides and explains 36.7 kB', async () => {
  const { entry, chunk } = await bundleSizes("export * from 'axios-tencentcloud'")
  const recovery = chunk('dist/chunks/recovery.js')
  const pacing = chunk('dist/chunks/turns.js')
  const codes = chunk(`${tables}/codes.js`)
  const exceptions = chunk(`${tables}/exceptions.js`)
  const texts = textFiles.map((name) => [name, chunk(`${tables}/texts/${name}`)] as const)
  const bytes = texts.map(([name, size]) => `${name} ${size}`).join(', ')
  console.log(
    `minified and gzipped, without axios: entry ${entry}, recovery ${recovery}, pacing ${pacing}, codes ${codes}, exceptions ${exceptions}; texts: ${bytes}`,
  )
  expect(entry).toBeLessThanOrEqual(15_000)
  expect(recovery + pacing).toBeLessThanOrEqual(36_700)
  const allLists = chunk('dist/chunks/by-all-lists.js') + chunk(`${tables}/ordinary.js`)
  console.log(`what judges by all lists: ${allLists}`)
  expect(allLists).toBeLessThanOrEqual(2_500)
  expect(codes + exceptions).toBeLessThanOrEqual(13_000)
  const words = chunk('dist/chunks/words.js')
  const own = ownTables.map((name) => [name, chunk(`${tables}/entries/${name}`)] as const)
  console.log(`what judges by words: ${words}; entries: ${own.map(([name, size]) => `${name} ${size}`).join(', ')}`)
  expect(codes + exceptions + words).toBeLessThanOrEqual(18_000)
  for (const [name, size] of own) expect(size, name).toBeLessThanOrEqual(3_000)
  for (const [name, size] of texts) expect(size, name).toBeLessThanOrEqual(15_000)
})

test('documented limits load with the pacing in at most 2.5 kB, and their texts, of at most 4 kB, only when they are told', async () => {
  const main = await bundleSizes("export * from 'axios-tencentcloud'")
  const catalog = await bundleSizes("export * from 'axios-tencentcloud/catalog'")
  const [limits, texts] = [main.chunk(`${tables}/limits.js`), catalog.chunk(`${tables}/limit-texts.js`)]
  console.log(`minified and gzipped: documented limits ${limits}, their texts ${texts}`)
  expect(limits).toBeLessThanOrEqual(2_500)
  expect(texts).toBeLessThanOrEqual(4_000)
  expect(main.entryModules.filter((module) => /limits\.ts$|limit-texts\.ts$/.test(module))).toEqual([])
  expect(() => main.chunk(`${tables}/limit-texts.js`)).toThrow()
})

test('the catalog by itself runs in a browser, and loads no list before it is asked for', async () => {
  const { entry, chunk } = await bundleSizes("export * from 'axios-tencentcloud/catalog'")
  const [index, products, cvm] = ['code-index', 'product-list', 'products/cvm'].map((name) =>
    chunk(`${tables}/${name}.js`),
  )
  console.log(`minified and gzipped: catalog ${entry}, index ${index}, products ${products}, the list of cvm ${cvm}`)
  expect(entry).toBeLessThanOrEqual(15_000)
  expect(index).toBeLessThanOrEqual(90_000)
})

test('the fetch by itself is at most 18 kB, and no part of the main entry', async () => {
  const { entry, entryModules } = await bundleSizes("export * from 'axios-tencentcloud/fetch'")
  const main = await bundleSizes("export * from 'axios-tencentcloud'")
  console.log(`minified and gzipped, without axios: fetch ${entry}, the main entry ${main.entry}`)
  expect(entry).toBeLessThanOrEqual(18_000)
  expect(entryModules).toContain('src/fetch/create-fetch.ts')
  expect(main.entryModules.filter((module) => module.startsWith('src/fetch/'))).toEqual([])
})

test.each([
  ['signing', 5_000],
  ['otel', 3_600],
  ['fleet', 4_000],
  ['sdk', 19_000],
  ['testing', 12_000],
])('%s by itself is at most %i bytes', async (name, budget) => {
  const { entry } = await bundleSizes(`export * from 'axios-tencentcloud/${name}'`, ['@opentelemetry/api', 'node:*'])
  console.log(`minified and gzipped, without axios: ${name} ${entry}`)
  expect(entry).toBeLessThanOrEqual(budget)
})
