import { readFileSync } from 'node:fs'
import type { GiveUpReason } from 'axios-tencentcloud'
import { expect, test } from 'vitest'

// The compiler complains of one that is missing here.
const reasons: Readonly<Record<GiveUpReason, true>> = {
  'not-retryable': true,
  'could-duplicate': true,
  'could-overwrite': true,
  'not-replayable': true,
  'cannot-re-sign': true,
  'clock-unknown': true,
  'foreign-clock': true,
  'max-attempts': true,
  deadline: true,
  'queue-full': true,
  'budget-exhausted': true,
  'not-loaded': true,
  'no-credentials': true,
  'answer-begun': true,
  'retry-disabled': true,
  overruled: true,
}

test.each(['docs/guides/troubleshooting.md', 'docs/zh/guides/troubleshooting.md'])(
  '%s says of every reason for which a call is given up what to do',
  (document) => {
    const text = readFileSync(new URL(`../../${document}`, import.meta.url), 'utf8')
    expect(Object.keys(reasons).filter((reason) => !text.includes(`| \`${reason}\` |`))).toEqual([])
  },
)
