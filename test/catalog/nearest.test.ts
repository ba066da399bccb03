import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance, nearestCodes } from '../../src/catalog/full/nearest.ts'

/** By the definition, in as many steps as it takes. */
function distanceByDefinition(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  const [restA, restB] = [a.slice(1), b.slice(1)]
  if (a[0] === b[0]) return distanceByDefinition(restA, restB)
  return (
    1 + Math.min(distanceByDefinition(restA, restB), distanceByDefinition(restA, b), distanceByDefinition(a, restB))
  )
}

describe('the distance of two texts', () => {
  it.each([
    ['kitten', 'sitting', 6, 3],
    ['kitten', 'sitting', 3, 3],
    ['kitten', 'sitting', 2, Number.POSITIVE_INFINITY],
    ['', '', 0, 0],
    ['', 'ab', 2, 2],
    ['ab', '', 1, Number.POSITIVE_INFINITY],
    ['abcdef', 'abcdef', 0, 0],
    ['abcdef', 'abcxef', 0, Number.POSITIVE_INFINITY],
    ['xabcdef', 'abcdefy', 2, 2],
    ['abcdefgh', 'defghabc', 6, 6],
    ['abcdefgh', 'defghabc', 5, Number.POSITIVE_INFINITY],
  ])('%j and %j, within %i, is %d', (a, b, most, expected) => {
    expect(editDistance(a, b, most)).toBe(expected)
  })

  it('is the number of letters that must be changed, added or left out, or Infinity beyond the bound', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 })
    fc.assert(
      fc.property(word, word, fc.nat({ max: 6 }), (a, b, most) => {
        const expected = distanceByDefinition(a, b)
        expect(editDistance(a, b, most)).toBe(expected <= most ? expected : Number.POSITIVE_INFINITY)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('the codes nearest to a mistyped one', () => {
  it.each<[string, string[], string[]]>([
    [
      'the nearest first',
      ['AuthFailuress', 'AuthFailures', 'AuthFailure'],
      ['AuthFailure', 'AuthFailures', 'AuthFailuress'],
    ],
    ['those equally near by name', ['AuthFailureB', 'AuthFailureA'], ['AuthFailureA', 'AuthFailureB']],
    ['each once', ['AuthFailureA', 'AuthFailureA'], ['AuthFailureA']],
    ['letter case aside', ['AUTHFAILUREX'], ['AUTHFAILUREX']],
    // Of eleven letters a quarter is two.
    ['with a quarter of the letters wrong at most', ['AuthFailuxx', 'AuthFailxxx'], ['AuthFailuxx']],
    [
      'with as many letters missing or more',
      ['AuthFailu', 'AuthFail', 'AuthFailurexx', 'AuthFailurexxx'],
      ['AuthFailu', 'AuthFailurexx'],
    ],
    ['with letters that are another’s', ['erAuthFailu'], []],
    ['and no others', ['Foo', ''], []],
  ])('%s', (_what, codes, expected) => {
    expect(nearestCodes('authFailure', codes, 9)).toEqual(expected)
  })

  it('are as many as are asked for at most', () => {
    expect(nearestCodes('authFailure', ['AuthFailureB', 'AuthFailureA', 'AuthFailure'], 2)).toEqual([
      'AuthFailure',
      'AuthFailureA',
    ])
  })

  it.each([
    ['abc', 'abx', true],
    ['abc', 'axx', false],
    ['abcdefg', 'abcdefx', true],
    ['abcdefg', 'abcdexx', false],
    ['abcdefgh', 'abcdefxx', true],
    ['abcdefgh', 'abcdexxx', false],
    // Six letters at most, however long a code is.
    ['a'.repeat(100), `${'a'.repeat(94)}bbbbbb`, true],
    ['a'.repeat(100), `${'a'.repeat(93)}bbbbbbb`, false],
    ['a'.repeat(128), 'a'.repeat(127), true],
    ['a'.repeat(129), 'a'.repeat(128), false],
  ])('of %s, %s is one: %s', (code, other, isNear) => {
    expect(nearestCodes(code, [other], 9)).toEqual(isNear ? [other] : [])
  })

  it('are those by the definition', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'é'), minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 12 }), (code, codes) => {
        const most = Math.max(1, Math.floor(code.length / 4))
        const isNear = (one: string) => distanceByDefinition(code.toLowerCase(), one.toLowerCase()) <= most
        expect([...nearestCodes(code, codes, 99)].sort()).toEqual([...new Set(codes)].filter(isNear).sort())
      }),
      { numRuns: 500 },
    )
  })
})
