import { expect, test } from 'vitest'
import { moduleGraph } from '../support/module-graph.ts'

test('the main entry leads to no file of the fleet, and to no module of Node or of a Redis client', async () => {
  const { files, others } = await moduleGraph('src/index.ts')
  expect(files.filter((file) => file.startsWith('src/fleet/'))).toEqual([])
  expect(others).toEqual(['axios', 'p-retry'])
})

test('the fleet needs no module but one of Node: the Redis client is its user’s', async () => {
  expect((await moduleGraph('src/fleet/index.ts')).others).toEqual(['node:crypto'])
})
