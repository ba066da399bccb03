import { describe, expect, it } from 'vitest'
import { checkEntries } from '../../src/catalog/index.ts'

const entry = { code: '4400', class: 'ThrottlingError', retry: 'throttle' }

describe('checkEntries', () => {
  it('accepts entries with every field and with few', () => {
    const text = { en: 'Wait.', zh: '等待。' }
    const full = {
      ...entry,
      service: 'cmq',
      moduleCode: '10660',
      actions: ['Send*', 'PublishMessage', '*'],
      wireText: 'too many',
      maxAttempts: 3,
      minDelayMs: 30_000,
      timestampToleranceSeconds: 300,
      meaning: text,
      remedy: text,
    }
    expect(() => checkEntries([full, entry, { ...entry, service: undefined }], 'catalog')).not.toThrow()
    expect(() => checkEntries([], 'catalog')).not.toThrow()
  })

  it.each<[string, unknown, string]>([
    ['no array', {}, '`catalog` must be an array of catalog entries, not an object'],
    ['null', null, '`catalog` must be an array of catalog entries, not null'],
    ['an entry that is a string', ['4400'], '`catalog[0]` must be an object, not "4400"'],
    [
      'no code at all',
      [entry, { class: 'ThrottlingError', retry: 'throttle' }],
      '`catalog[1]` must be an entry with a code, a moduleCode or both, not an object',
    ],
    [
      'an unknown class',
      [{ ...entry, class: 'ThrottleError' }],
      '`catalog[0].class` must be one of InvalidParameterError, ',
    ],
    ['a class from the prototype', [{ ...entry, class: 'toString' }], '`catalog[0].class` must be one of '],
    ['no class', [{ code: '1', retry: 'never' }], 'not undefined'],
    [
      'an unknown disposition',
      [{ ...entry, retry: true }],
      '`catalog[0].retry` must be one of throttle, re-sign, clock, transient, busy, never, not true',
    ],
    ['a numeric code', [{ ...entry, code: 4400 }], '`catalog[0].code` must be a non-empty string, not 4400'],
    ['an empty module code', [{ ...entry, moduleCode: '' }], '`catalog[0].moduleCode` must be a non-empty string'],
    ['an empty service', [{ ...entry, service: '' }], '`catalog[0].service` must be a non-empty string'],
    [
      'an endless delay',
      [{ ...entry, minDelayMs: Number.POSITIVE_INFINITY }],
      '`catalog[0].minDelayMs` must be a positive, finite number, not Infinity',
    ],
    [
      'no attempts',
      [{ ...entry, maxAttempts: 0 }],
      '`catalog[0].maxAttempts` must be a positive, finite number, not 0',
    ],
    ['a negative tolerance', [{ ...entry, timestampToleranceSeconds: -1 }], 'catalog[0].timestampToleranceSeconds'],
    [
      'actions that are a string',
      [{ ...entry, actions: 'Send*' }],
      '`catalog[0].actions` must be a non-empty array, not "Send*"',
    ],
    ['no actions', [{ ...entry, actions: [] }], '`catalog[0].actions` must be a non-empty array'],
    ['a pattern with a star inside', [{ ...entry, actions: ['Send', '*Message'] }], '`catalog[0].actions[1]` must be'],
    [
      'a text in one language',
      [{ ...entry, meaning: { en: 'Wait.' } }],
      '`catalog[0].meaning.zh` must be a non-empty string',
    ],
    [
      'a text in Chinese alone',
      [{ ...entry, meaning: { zh: '等待。' } }],
      '`catalog[0].meaning.en` must be a non-empty string',
    ],
    [
      'an action that is a number',
      [{ ...entry, actions: [5] }],
      "must be an action's name, or its beginning followed by *, not 5",
    ],
    ['an empty action', [{ ...entry, actions: [''] }], '`catalog[0].actions[0]` must be'],
    ['a text that is a string', [{ ...entry, remedy: 'Wait.' }], '`catalog[0].remedy` must be an object { en, zh }'],
    [
      'a misspelt field',
      [{ ...entry, maxAttempt: 3 }],
      'unknown option `catalog[0].maxAttempt`; known here: service, code, ',
    ],
    ['a very long value', [{ ...entry, retry: 'x'.repeat(9999) }], `not "${'x'.repeat(40)}"`],
  ])('refuses %s and names the field', (_, value, message) => {
    expect(() => checkEntries(value, 'catalog')).toThrow(TypeError)
    expect(() => checkEntries(value, 'catalog')).toThrow(message)
  })
})
