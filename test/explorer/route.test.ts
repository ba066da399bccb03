import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeHref, noQuery, parseRoute, searchHref } from '../../explorer/app/route.ts'
import { burst, defaultScenario } from '../../explorer/lab/scenario.ts'

describe('addresses', () => {
  it.each([
    ['#/cvm/InvalidParameter.Foo', 'cvm', 'InvalidParameter.Foo', ''],
    ['#/cmq/4400/10230', 'cmq', '4400', '10230'],
    ['#/common/4200', '*', '4200', ''],
    ['#/account/-/100193', 'account', '', '100193'],
    ['#/bmlb/-12000', 'bmlb', '-12000', ''],
  ])('%s is the stable address of a code', (href, service, code, moduleCode) => {
    expect(parseRoute(href)).toEqual({ page: 'code', service, code, moduleCode })
    expect(codeHref(service, code, moduleCode)).toBe(href)
  })

  it.each(['', '#', '#/', '#/cvm', '#/?q='])('%j is the search', (hash) => {
    expect(parseRoute(hash)).toEqual({ page: 'search', query: noQuery })
  })

  it('keeps the settings of a run of the lab', () => {
    expect(parseRoute('#/lab?calls=100&at-once=100&seed=12')).toEqual({ page: 'lab', scenario: burst })
    expect(parseRoute('#/lab')).toEqual({ page: 'lab', scenario: defaultScenario })
  })

  it('survives a lone surrogate', () => {
    expect(codeHref('cvm', 'Invalid\ud83d', '\udc00')).toBe('#/cvm/Invalid%EF%BF%BD/%EF%BF%BD')
    expect(parseRoute('#/cvm/Invalid\ud83d')).toMatchObject({ page: 'code', code: 'Invalid\ufffd' })
    expect(parseRoute('#/?q=Invalid\ud83d')).toMatchObject({ page: 'search', query: { text: 'Invalid\ufffd' } })
  })

  it('keeps any search', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('', 'cvm', '*'), (text, service) => {
        const query = { text: text.toWellFormed(), service, class: '', retry: 'busy' } as const
        expect(parseRoute(searchHref(query))).toEqual({ page: 'search', query })
      }),
    )
  })

  it('takes any hash without a throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseRoute(`#/${text}`)).toHaveProperty('page')
      }),
    )
    expect(parseRoute('#/cvm/%E0%A4%A')).toEqual({ page: 'code', service: 'cvm', code: '%E0%A4%A', moduleCode: '' })
  })
})
