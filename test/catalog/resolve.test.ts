import { describe, expect, it } from 'vitest'
import type { CatalogEntry } from '../../src/catalog/index.ts'
import {
  type CodeQuery,
  findEntry,
  findException,
  findRule,
  indexEntries,
  indexExceptions,
  indexRules,
} from '../../src/catalog/resolve.ts'

const entry = (fields: Partial<CatalogEntry>): CatalogEntry => ({ class: 'DryRunError', retry: 'never', ...fields })

describe('the entry for a code', () => {
  const entries = {
    anyCode: entry({ service: 'cmq', moduleCode: '9' }),
    common: entry({ code: '4400' }),
    ofService: entry({ service: 'CMQ', code: '4400' }),
    ofModule: entry({ service: 'cmq', code: '4400', moduleCode: '1' }),
    ofAction: entry({ service: 'cmq', code: '4400', moduleCode: '2', actions: ['Send*', 'PublishMessage'] }),
    ofChange: entry({ service: 'cmq', code: '4400', moduleCode: '3', actions: ['Modify*'] }),
    ofAnyAction: entry({ service: 'cmq', code: '4400', moduleCode: '3' }),
    commonModule: entry({ code: '4400', moduleCode: '7' }),
    withBoth: entry({ service: 'cmq', code: '4400', moduleCode: '9' }),
  }
  const index = indexEntries(Object.values(entries))
  const nameOf = (found: CatalogEntry | undefined) =>
    Object.entries(entries).find(([, one]) => one === found)?.[0] ?? found

  it.each<[string, CodeQuery, string | undefined]>([
    ['4400', {}, 'common'],
    ['4400', { service: '' }, 'common'],
    ['4400', { service: 'kms' }, 'common'],
    ['4400', { service: 'cmq' }, 'ofService'],
    ['4400', { service: 'cMq' }, 'ofService'],
    ['4400', { service: 'cmq', moduleCode: '1' }, 'ofModule'],
    ['4400', { service: 'kms', moduleCode: '1' }, 'common'],
    ['4400', { service: 'kms', moduleCode: '7' }, 'commonModule'],
    // The service's own without the module code comes before the module code of every service.
    ['4400', { service: 'cmq', moduleCode: '7' }, 'ofService'],
    ['4400', { service: 'cmq', moduleCode: '2', action: 'SendMessage' }, 'ofAction'],
    ['4400', { service: 'cmq', moduleCode: '2', action: 'PublishMessage' }, 'ofAction'],
    ['4400', { service: 'cmq', moduleCode: '2', action: 'PublishMessages' }, 'ofService'],
    ['4400', { service: 'cmq', moduleCode: '2', action: 'Send' }, 'ofAction'],
    // Without an action, a changing one is assumed.
    ['4400', { service: 'cmq', moduleCode: '2' }, 'ofService'],
    ['4400', { service: 'cmq', moduleCode: '3' }, 'ofChange'],
    ['4400', { service: 'cmq', moduleCode: '3', action: '' }, 'ofChange'],
    ['4400', { service: 'cmq', moduleCode: '3', action: 'DescribeQueue' }, 'ofAnyAction'],
    // An entry with the public code comes before one for any.
    ['4400', { service: 'cmq', moduleCode: '9' }, 'withBoth'],
    ['5000', { service: 'cmq', moduleCode: '9' }, 'anyCode'],
    ['5000', { service: 'cmq' }, undefined],
    ['5000', {}, undefined],
    ['5000', { service: 'kms', moduleCode: '9' }, undefined],
    ['', { service: 'cmq' }, undefined],
    ['4400', { service: 'cmq\0', moduleCode: '1' }, 'common'],
    ['4400', { service: 'cmq\u00001' }, 'common'],
  ])('%s of %j is %s', (code, query, expected) => {
    expect(nameOf(findEntry(index, code, query))).toBe(expected)
  })

  it('of two that fit alike is the first', () => {
    const twice = indexEntries([entry({ code: '1', maxAttempts: 1 }), entry({ code: '1', maxAttempts: 2 })])
    expect(findEntry(twice, '1', {})?.maxAttempts).toBe(1)
  })

  it('is none where there are no entries', () => {
    expect(findEntry(indexEntries([]), '1', { moduleCode: '1' })).toBeUndefined()
  })
})

describe('an exception', () => {
  const index = indexExceptions([
    [
      'ThrottlingError',
      'throttle',
      true,
      [
        ['dnspod', 'InvalidParameter.Often .TooOften'],
        ['cvm', 'Foo'],
      ],
    ],
    ['BillingError', 'never', false, [['dnspod', 'Foo']]],
  ])

  it.each<[string, string | undefined, object | undefined]>([
    ['InvalidParameter.Often', 'dnspod', { class: 'ThrottlingError', retry: 'throttle', documented: true }],
    ['InvalidParameter.TooOften', 'DNSPod', { class: 'ThrottlingError', retry: 'throttle', documented: true }],
    ['Foo', 'cvm', { class: 'ThrottlingError', retry: 'throttle', documented: true }],
    ['Foo', 'dnspod', { class: 'BillingError', retry: 'never', documented: false }],
    ['Foo', 'kms', undefined],
    ['Foo', '', undefined],
    ['Foo', undefined, undefined],
    ['Bar', 'dnspod', undefined],
  ])('%s of %s is %j', (code, service, expected) => {
    expect(findException(index, code, { service })).toEqual(expected)
  })
})

describe('the rule for a code', () => {
  const rules = indexRules([
    entry({ code: 'AuthFailure' }),
    entry({ code: 'AuthFailure.SignatureExpire' }),
    entry({ code: 'Internal.Error' }),
  ])

  it.each<[string, string | undefined]>([
    ['AuthFailure', 'AuthFailure'],
    ['AuthFailure.Foo', 'AuthFailure'],
    ['AuthFailure.Foo.Bar', 'AuthFailure'],
    ['AuthFailure.SignatureExpire', 'AuthFailure.SignatureExpire'],
    ['AuthFailure.SignatureExpire.Foo', 'AuthFailure.SignatureExpire'],
    ['AuthFailure.SignatureExpired', 'AuthFailure'],
    ['AuthFailures', undefined],
    ['Internal', undefined],
    ['Internal.Error.', 'Internal.Error'],
    ['.AuthFailure', undefined],
    ['.', undefined],
    ['', undefined],
    [`AuthFailure.${'x'.repeat(1_000)}`, 'AuthFailure'],
    [`AuthFailure.${'.'.repeat(1_000)}`, 'AuthFailure'],
    [`${'x'.repeat(1_000)}.AuthFailure`, undefined],
  ])('%s is that of %s', (code, prefix) => {
    expect(findRule(rules, code)?.code).toBe(prefix)
  })

  it('is none where there are none', () => {
    expect(findRule(indexRules([]), 'AuthFailure.Foo')).toBeUndefined()
    expect(findRule(indexRules([entry({})]), 'AuthFailure')).toBeUndefined()
  })
})
