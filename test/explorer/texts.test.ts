import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitMatches } from '../../explorer/search/split-matches.ts'
import { duration, durationRange } from '../../explorer/text/durations.ts'
import { preferredLanguage } from '../../explorer/text/preferred-language.ts'
import { wordParts } from '../../explorer/text/word-parts.ts'

describe('marked texts', () => {
  it('are cut where words were found, whatever their case', () => {
    expect(splitMatches('RequestLimitExceeded', ['limit', 'request'])).toEqual([
      { text: 'RequestLimit', found: true },
      { text: 'Exceeded', found: false },
    ])
  })

  it('lose nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (text, words) => {
        const pieces = splitMatches(text, words)
        expect(pieces.map((piece) => piece.text).join('')).toBe(text)
      }),
    )
  })
})

describe('names', () => {
  it('break between their words, and lose nothing', () => {
    expect(wordParts('RequestLimitExceeded.UinLimit_X')).toEqual([
      'Request',
      'Limit',
      'Exceeded.',
      'Uin',
      'Limit_',
      'X',
    ])
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(wordParts(text).join('')).toBe(text)
      }),
    )
  })
})

describe('durations', () => {
  it.each([
    [0, 100, '0–100 ms'],
    [10, 10, '10 ms'],
    [100, 1_000, '100 ms – 1 s'],
    [2_000, 20_000, '2–20 s'],
  ])('%d to %d ms reads %s', (least, most, text) => {
    expect(durationRange(least, most).replaceAll('\u00a0', ' ')).toBe(text)
  })

  it('go over to minutes', () => {
    expect(duration(150_000)).toBe('2.5\u00a0min')
  })

  it('keep a number on the line of its unit', () => {
    expect(duration(100)).toBe('100\u00a0ms')
  })
})

describe('the language', () => {
  it.each([
    [null, 'zh-CN', 'zh'],
    [null, 'zh', 'zh'],
    [null, 'de-DE', 'en'],
    ['en', 'zh-CN', 'en'],
    ['zh', 'en-US', 'zh'],
    ['fr', 'en-US', 'en'],
  ])('remembered %s, of a browser in %s, is %s', (remembered, browser, language) => {
    expect(preferredLanguage(remembered, browser)).toBe(language)
  })
})
