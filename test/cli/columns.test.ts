import { describe, expect, it } from 'vitest'
import { readEntries } from '../../scripts/catalog/read-products.ts'
import { countColumns, wrap } from '../../src/cli/columns.ts'

const texts = readEntries().flatMap(({ meaning, remedy }) => [meaning, remedy].filter((text) => text !== undefined))

describe.each(['zh', 'en'] as const)('a text of the catalog in several lines, %s', (language) => {
  const wrapped = [40, 66, 70, 78].flatMap((width) =>
    texts.map((text) => ({ width, text: text[language], lines: wrap(text[language], width) })),
  )
  const broken = wrapped.filter(({ lines }) => lines.length > 1)

  it('loses nothing but blanks', () => {
    expect(broken.length).toBeGreaterThan(1_000)
    for (const { text, lines } of wrapped) expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
  })

  it('fits, has no blanks at its ends, and no punctuation on the wrong side of a break', () => {
    for (const { width, lines } of broken) {
      for (const line of lines) {
        if (/\S\s\S/.test(line.replace(/`[^`]*`/g, '_'))) expect(countColumns(line), line).toBeLessThanOrEqual(width)
        expect(line).toBe(line.trim())
      }
      for (const line of lines.slice(1)) expect(line).not.toMatch(/^[，。、；：！？）》」』】”’,.;:!?)\]}]/)
      for (const line of lines.slice(0, -1)) expect(line).not.toMatch(/[（《「『【“‘([{]$/)
    }
  })

  it('leaves no letter and no short word alone', () => {
    const alone = broken.filter(({ lines }) => countColumns(lines.at(-1) ?? '') < 8)
    expect(alone.map(({ lines }) => lines)).toEqual([])
  })
})

describe('a line of Chinese', () => {
  it.each([
    [
      'ends behind punctuation where it can',
      '请求频率已达上限，本次调用未执行即被拒绝',
      30,
      ['请求频率已达上限，', '本次调用未执行即被拒绝'],
    ],
    [
      'keeps code in backticks whole',
      '请设置 `clientToken: inject` 后重试',
      24,
      ['请设置', '`clientToken: inject`', '后重试'],
    ],
    ['does not begin with a closing mark of Latin letters', '参数（a）错误（b).', 16, ['参数（a）', '错误（b).']],
  ])('%s', (_, text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines)
  })
})
