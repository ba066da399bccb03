import { expect, test } from 'vitest'
import { bundleSizes } from '../support/bundle-sizes.ts'

test('the main entry is at most 12 kB; codes and texts, which load at the first failure, are at most 15 kB', async () => {
  const { entry, chunk } = await bundleSizes("export * from './src/index.ts'")
  const [recovery, codes, texts] = [
    chunk('src/axios/recovery.ts'),
    chunk('src/catalog/generated/codes.ts'),
    chunk('src/catalog/generated/texts.ts'),
  ]
  console.log(
    `minified and gzipped, without axios: entry ${entry}, recovery ${recovery}, codes ${codes}, texts ${texts} bytes`,
  )
  expect(entry).toBeLessThanOrEqual(12_000)
  expect(codes + texts).toBeLessThanOrEqual(15_000)
})
