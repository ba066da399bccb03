import { expect, test } from 'vitest'
import { moduleGraph } from '../support/module-graph.ts'

test('the main entry loads nothing of the SDK, nor what wraps its clients', async () => {
  const { files, others } = await moduleGraph('src/index.ts')
  expect(files).toContain('src/engine/run-call.ts')
  // The texts of the codes that SDKs make up are data.
  const modules = [...files, ...others].filter((path) => !path.includes('/generated/texts/'))
  expect(modules.filter((path) => /sdk|tencentcloud-/.test(path))).toEqual([])
})

test('what wraps its clients loads nothing of the SDK, nor the signers', async () => {
  const { files, others } = await moduleGraph('src/sdk/index.ts')
  expect(files).toContain('src/sdk/with-tencent-cloud.ts')
  expect([...files, ...others].filter((path) => /node_modules|tencentcloud-|^node:/.test(path))).toEqual([])
})
