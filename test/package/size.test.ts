import { expect, test } from 'vitest'
import { bundleSizes } from '../support/bundle-sizes.ts'

test('the main entry is at most 12 kB; codes and texts, which load at the first failure, are at most 15 kB', async () => {
  const { entry, chunk } = await bundleSizes("export * from './src/index.ts'")
  const [secondHalf, codes, texts] = [
    chunk('src/axios/second-half.ts'),
    chunk('src/catalog/generated/codes.ts'),
    chunk('src/catalog/generated/texts.ts'),
  ]
  console.log(
    `minified and gzipped, without axios: entry ${entry}, secondHalf ${secondHalf}, codes ${codes}, texts ${texts} bytes`,
  )
  expect(entry).toBeLessThanOrEqual(12_000)
  expect(exceptions).toBeGreaterThan(0)
  expect(codes + exceptions + rules).toBeLessThanOrEqual(15_000)
  expect(texts).toBeLessThanOrEqual(15_000)
})
