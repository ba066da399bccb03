import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'

const modules = join(inject('folder'), 'node_modules')

const bytesIn = (folder: string): number =>
  readdirSync(join(modules, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + lstatSync(join(parentPath, name)).size, 0)

test('the package takes at most 6.1 MB installed, and what it depends on at most 150 kB', () => {
  const own = bytesIn('axios-tencentcloud')
  const dependencies = ['cac', 'p-retry', 'is-network-error', 'picocolors']
  const others = dependencies.map(bytesIn).reduce((sum, bytes) => sum + bytes, 0)
  console.log(`installed: ${own} bytes, dependencies ${others}`)
  expect(own).toBeLessThanOrEqual(6_100_000)
  expect(others).toBeLessThanOrEqual(150_000)
})
