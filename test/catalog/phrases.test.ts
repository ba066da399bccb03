import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitWords } from '../../scripts/api3/by-name.ts'
import { createPhraseMatcher } from '../../src/catalog/phrases.ts'

/** The phrases that stand in the text, by a matcher over them. */
function found(phrases: readonly string[], text: string, from = 0): readonly string[] {
  const matches: string[] = []
  const entries = phrases.map((phrase) => [phrase, phrase] as const)
  createPhraseMatcher(entries, 256).forEachIn(text, from, text.length, (phrase) => matches.push(phrase))
  return matches
}

describe('the words of a name', () => {
  it.each([
    ['TooFrequent', 'too frequent'],
    ['RRPCTimeoutError', 'rrpc timeout error'],
    ['QPSLimit', 'qps limit'],
    ['AzTimeZone', 'az time zone'],
    ['overQPS', 'over qps'],
    ['TimeOutURL', 'time out url'],
    ['EXCEED_CONCURRENT_REQUEST_LIMIT', 'exceed concurrent request limit'],
    ['X509CertificateLimit', 'x certificate limit'],
    ['InvalidInstanceId.NotFound', 'invalid instance id not found'],
    ['..Foo--bar..', 'foo bar'],
    ['fooBarÄBaz', 'foo bar baz'],
    ['ABc', 'a bc'],
    ['', ''],
    ['12.3', ''],
  ])('of %s are: %s', (name, words) => {
    expect(splitWords(name).join(' ')).toBe(words)
  })
})

describe('a phrase', () => {
  it.each<[string, string, boolean]>([
    ['too often', 'OpTooOften', true],
    ['too often', 'TooManyOften', false],
    ['too often', 'Too.Often', true],
    ['rate limit', 'VideoBitrateLimit', false],
    ['rate limit', 'RateLimited', false],
    ['task running', 'TaskNotRunning', false],
    ['^processing', 'Processing', true],
    ['^processing', 'JobProcessing', false],
    ['processing$', 'JobProcessing', true],
    ['processing$', 'ProcessingFailed', false],
    ['processing$', 'Processing..1', true],
    ['^balance$', 'Balance', true],
    ['^balance$', 'BalanceLow', false],
  ])('%s in %s: %s', (phrase, name, stands) => {
    expect(found([phrase], name)).toEqual(stands ? [phrase] : [])
  })

  it('is looked for behind the prefix only', () => {
    expect(found(['limit exceeded', '^exceeded'], 'LimitExceeded.Foo', 5)).toEqual(['^exceeded'])
  })

  it('is found wherever its words stand in a row, and nowhere else', () => {
    const word = fc.constantFrom('too', 'often', 'rate', 'limit', 'up')
    const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '))
    const name = fc.array(word, { maxLength: 12 }).map((words) => words.map((w) => w[0]?.toUpperCase() + w.slice(1)))
    fc.assert(
      fc.property(
        fc.uniqueArray(phrase, { maxLength: 8 }),
        name,
        fc.constantFrom('', '.', '_'),
        (phrases, words, by) => {
          const text = words.join(by)
          const spelled = ` ${words.join(' ').toLowerCase()} `
          const expected = phrases.filter((phrase) => spelled.includes(` ${phrase} `))
          expect([...new Set(found(phrases, text))].sort()).toEqual(expected.sort())
        },
      ),
    )
  })
})
