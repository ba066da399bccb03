import '../support/steps.ts'

import { expect, test } from 'vitest'
import { judgeEventText } from '../../src/streams/event-text.ts'
import { growthOf, linear } from '../support/steps.ts'

const event = (end: string) => `data: {"choices":[{"delta":{"content":"Hello"}}]}${end}${end}`

test.each([event('\n'), event('\r'), event('\r\n'), '\n', ':', 'data: a\n'])(
  'a stream of %j again and again is read in steps that grow with its size',
  async (piece) => {
    expect(await growthOf((size) => piece.repeat(size / piece.length), judgeEventText)).toBeLessThan(linear)
  },
)
