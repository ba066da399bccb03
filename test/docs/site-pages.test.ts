import { expect, test } from 'vitest'
import { entries } from '../../scripts/config/entries.ts'
import { entryPages, toApiPage } from '../../scripts/site/api-pages.ts'
import { escapeBraces, moveLinks } from '../../scripts/site/links.ts'
import { tokenize } from '../../site/.vitepress/tokenize.ts'

const places = new Map([
  ['docs/guides/README.md', 'guides/index.md'],
  ['docs/guides/signing.md', 'guides/signing.md'],
  ['examples/demo.ts', 'examples/demo.md'],
  ['bench/report.html', '/bench-report.html'],
])

test.each([
  ['[signing](signing.md#rules)', '[signing](signing.md#rules)'],
  ['[all](README.md)', '[all](index.md)'],
  ['[all](../guides)', '[all](index.md)'],
  ['[`demo`](../../examples/demo.ts)', '[`demo`](../examples/demo.md)'],
  ['[report](../../bench/report.html)', '[report](/bench-report.html)'],
  ['[elsewhere](https://example.com/a.md)', '[elsewhere](https://example.com/a.md)'],
  ['[a file](../../src/index.ts)', 'a file'],
  ['`[code](signing.md)`', '`[code](signing.md)`'],
])('on the site %s becomes %s', (link, expected) => {
  expect(moveLinks(link, 'docs/guides/errors.md', 'guides/errors.md', places)).toBe(expected)
})

test('braces outside of code are no expression of Vue', () => {
  expect(escapeBraces('a {{ b }} `{{ c }}`\n\n```ts\n{{ d }}\n```\n')).toBe(
    'a &#123;&#123; b }} `{{ c }}`\n\n```ts\n{{ d }}\n```\n',
  )
})

test('the reference has a page for each entry of the package, the main one first', () => {
  expect(entryPages[0]?.specifier).toBe('axios-tencentcloud')
  expect(entryPages.map(({ specifier }) => specifier).sort()).toEqual(entries.map(({ specifier }) => specifier).sort())
})

test('a page of the reference has the import, and links to types by their names', () => {
  const [main] = entryPages
  if (!main) throw new Error('no entry')
  const written = '# index\n\n## Functions\n\n### attach()\n\n[`Options`](#options-3)\n\n## Interfaces\n\n### Options\n'
  const { text } = toApiPage(main, written)
  expect(text).toContain("import { attach } from 'axios-tencentcloud'")
  expect(text).toContain('[`Options`](#type-options)')
  expect(text).toContain('### Options {#type-options}')
})

test.each([
  ['retry budget', ['retry', 'budget']],
  ['重试预算', ['重试', '试预', '预算']],
  ['被限频的 RunInstances', ['被限', '限频', '频的', 'RunInstances']],
  ['用axios调用', ['用', 'axios', '调用']],
  ['ERR_PACING_DEADLINE', ['ERR_PACING_DEADLINE']],
])('the search looks for "%s" by %j', (text, words) => {
  expect(tokenize(text)).toEqual(words)
})
