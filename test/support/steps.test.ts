import './steps.ts'

import { expect, test } from 'vitest'
import { countSteps, growthOf, linear } from './steps.ts'

const text = (size: number): string => 'x'.repeat(size)

test('steps are the same in each run', async () => {
  const run = () => JSON.parse(`{"text":${JSON.stringify(text(1_000).replace(/x$/, 'y'))}}`)
  expect(await countSteps(run)).toBe(await countSteps(run))
})

test.each<[what: string, run: (text: string) => unknown]>([
  ['a search from each character', (body) => Array.from(body, (_, at) => body.indexOf('y', at))],
  ['a slice from each character', (body) => Array.from(body, (_, at) => body.slice(at))],
  [
    'a regular expression from each character',
    (body) => {
      const regex = /y/g
      for (regex.lastIndex = 0; regex.lastIndex < body.length; ) {
        const { lastIndex } = regex
        regex.exec(body)
        regex.lastIndex = lastIndex + 1
      }
    },
  ],
  [
    'a list that is shifted',
    (body) => {
      const list = [...body]
      while (list.length > 0) list.shift()
    },
  ],
  [
    'a list that is copied',
    (body) => {
      let list: string[] = []
      for (const char of body) list = [...list, char]
    },
  ],
])('quadratic growth is seen: %s', async (_what, run) => {
  expect(await growthOf(text, run, 500)).toBeGreaterThan(3)
})

test('linear growth is seen as such', async () => {
  expect(await growthOf(text, (body) => [...body.split('x').join('y')].map((char) => char.trim()))).toBeLessThan(linear)
})
