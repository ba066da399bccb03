import '../support/steps.ts'

import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { collectSecrets } from '../../src/errors/redact.ts'
import { countSteps, growthOf, linear } from '../support/steps.ts'

const find = (data: unknown) => expect(collectSecrets({ data }).size).toBe(0)

function objectsThatHoldEachOther(count: number): object {
  const all: object[] = []
  for (let made = 0; made < count; made++) all.push({ all })
  return { all }
}

test.each<[what: string, make: (size: number) => unknown]>([
  ['bytes that are searched', (size) => Buffer.alloc(size, 'a=b&')],
  ['a list of numbers', (size) => Array.from({ length: size }, (_, at) => at)],
  ['objects that hold each other', (size) => objectsThatHoldEachOther(size / 8)],
])('the secrets in %s are found in steps that grow with its size', async (_what, make) => {
  expect(await growthOf(make, find)).toBeLessThan(linear)
})

test.each<[what: string, data: unknown]>([
  ['32 MB of bytes', Buffer.alloc(32_000_000, 'a=')],
  ['a stream', Object.assign(new PassThrough(), { Password: 'unread' })],
])('%s: not searched for secrets', async (_what, data) => {
  expect(await countSteps(() => find(data))).toBeLessThan(1_000)
})
