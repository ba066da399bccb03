import { describe, expect, test } from 'vitest'
import { countCells, pad, wrap } from '../../examples/support/terminal.ts'

describe('a column', () => {
  test.each([
    ['abc', 3],
    ['请求', 4],
    ['4420，限频', 10],
    ['', 0],
  ])('counts the cells of %j', (text, cells) => {
    expect(countCells(text)).toBe(cells)
  })

  test('is filled up by cells and not by characters', () => {
    expect(pad('请求', 6)).toBe('请求  ')
    expect(pad('abcdef', 3)).toBe('abcdef')
  })
})

describe('wrapping', () => {
  test('breaks at blanks, and makes one blank of several and of line breaks', () => {
    expect(wrap('one  two\nthree four', 9)).toEqual(['one two', 'three', 'four'])
  })

  test('breaks between wide characters, but not before their punctuation', () => {
    expect(wrap('请降低频率，后重试。', 10)).toEqual(['请降低频', '率，后重', '试。'])
  })

  test('leaves a word whole that is longer than a line', () => {
    expect(wrap('a InvalidRequest.ReplayAttack b', 10)).toEqual(['a', 'InvalidRequest.ReplayAttack', 'b'])
  })

  test('makes no line of blanks', () => {
    expect(wrap('  ', 10)).toEqual([])
  })
})
