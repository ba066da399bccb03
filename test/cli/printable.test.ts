import { expect, test } from 'vitest'
import { answerTo } from './terminal.ts'

/** One of each kind: C1, separators, marks and overrides of direction. */
const controls = '\u009b\u0085\u2028\u2029\u200e\u200f\u061c\u202a\u202e\u2066\u2069\u007f'
const anyControl = /[^\P{Cc}\n]|[\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u

const input = JSON.stringify({ code: 4400, message: `(10250)a${controls}b`, requestId: `r${controls}` })

test.each([
  ['explain', []],
  ['explain --json', ['--json']],
])('%s prints no control character or mark of direction of a pasted text', async (_what, flags) => {
  const { output } = await answerTo(['explain', ...flags], { input })
  expect(output).toContain('4400')
  expect(output).not.toMatch(anyControl)
  if (flags.length > 0) expect(JSON.parse(output).serverMessage).toBe(`a${controls}b`)
})

test.each([
  [['explain', `Nothing${controls}Known`]],
  [[`no-such${controls}`]],
  [['explain', '4400', `--lang=${controls}`]],
])('a complaint repeats no control character: %#', async (args) => {
  const { complaint, output } = await answerTo(args)
  expect(`${complaint}${output}`).not.toBe('')
  expect(`${complaint}${output}`).not.toMatch(anyControl)
})
