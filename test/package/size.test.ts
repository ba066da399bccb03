import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { bundleSizes } from '../support/bundle-sizes.ts'

const generated = 'src/catalog/generated'
const textFiles = readdirSync(fileURLToPath(new URL(`../../${generated}/texts`, import.meta.url)))

test('the main entry is at most 15 kB; the codes and any file of texts, which load at a failure, are at most 15 kB, what decides 31 kB', async () => {
  const { entry, chunk } = await bundleSizes("export * from './src/index.ts'")
  const sizeOf = (path: string) => chunk(`src/${path}`)
  const secondHalf = sizeOf('axios/second-half.ts')
  const codes = sizeOf('catalog/generated/codes.ts')
  const exceptions = sizeOf('catalog/generated/exceptions.ts')
  const texts = textFiles.map((name) => [name, chunk(`${generated}/texts/${name}`)] as const)
  const bytes = texts.map(([name, size]) => `${name} ${size}`).join(', ')
  console.log(
    `minified and gzipped, without axios: entry ${entry}, secondHalf ${secondHalf}, codes ${codes}, exceptions ${exceptions}; texts: ${bytes}`,
  )
  expect(entry).toBeLessThanOrEqual(15_000)
  expect(secondHalf).toBeLessThanOrEqual(31_000)
  // The rules for names are a part of the second half.
  expect(codes + exceptions).toBeLessThanOrEqual(13_000)
  for (const [name, size] of texts) expect(size, name).toBeLessThanOrEqual(15_000)
})

test('the catalog by itself runs in a browser, and loads no list before it is asked for', async () => {
  const { entry, chunk } = await bundleSizes("export * from './src/catalog/full/index.ts'")
  const [index, products, cvm] = ['code-index', 'product-list', 'products/cvm'].map((name) =>
    chunk(`${generated}/${name}.ts`),
  )
  console.log(`minified and gzipped: catalog ${entry}, index ${index}, products ${products}, the list of cvm ${cvm}`)
  expect(entry).toBeLessThanOrEqual(15_000)
  expect(index).toBeLessThanOrEqual(90_000)
})

test('the fetch by itself is at most 14 kB, and no part of the main entry', async () => {
  const { entry, sources } = await bundleSizes("export * from './src/fetch/index.ts'")
  const main = await bundleSizes("export * from './src/index.ts'")
  console.log(`minified and gzipped, without axios: fetch ${entry}, the main entry ${main.entry}`)
  expect(entry).toBeLessThanOrEqual(14_000)
  expect(sources).toContain('src/fetch/create-fetch.ts')
  expect(main.sources.filter((source) => source.startsWith('src/fetch/'))).toEqual([])
})

test.each([
  ['signing', 'signing', 5_000],
  ['otel', 'telemetry/otel', 3_500],
  ['fleet', 'fleet', 4_000],
  ['sdk', 'sdk', 17_000],
  ['testing', 'testing', 12_000],
])('%s by itself, src/%s, is at most %i bytes', async (name, room, budget) => {
  const { entry } = await bundleSizes(`export * from './src/${room}/index.ts'`, ['@opentelemetry/api', 'node:*'])
  console.log(`minified and gzipped, without axios: ${name} ${entry}`)
  expect(entry).toBeLessThanOrEqual(budget)
})
