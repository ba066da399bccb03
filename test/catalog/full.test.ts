import { lookup } from 'axios-tencentcloud/catalog'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEntries } from '../../scripts/catalog/read-products.ts'
import { seedRows } from './seed-rows.ts'

const entries = readEntries()

const actionOf = (actions: readonly string[] | undefined) => actions?.[0]?.replace('*', 'Project')

describe('the whole catalog', { timeout: 60_000 }, () => {
  it.each([
    ['entries written by hand', entries],
    ['rows of the five documents', seedRows],
  ])('%s resolve to their class and disposition', async (_, rows) => {
    for (const { service, code = '4000', moduleCode, actions, message, class: errorClass, retry } of rows) {
      const query = { service: service === '*' ? undefined : service, moduleCode, action: actionOf(actions), message }
      const found = await lookup(code, query)
      const name = [service, code, moduleCode, actions].join(' ')
      expect([found.source, found.class, found.retry], name).toEqual(['listed', errorClass, retry])
    }
  })

  it('a code that is listed by its name only is explained by it', async () => {
    const code = 'FailedOperation.DisassociateKeyPairFailed'
    expect(await lookup(code, { service: 'CVM' })).toMatchObject({
      service: 'cvm',
      source: 'listed',
      meaning: { en: 'Disassociating the key pair failed.', zh: '解除关联密钥对失败。' },
    })
  })

  it('a code that the product does not list is left to the rules', async () => {
    expect(await lookup('FailedOperation.Foo', { service: 'cvm' })).toMatchObject({ source: 'rule', retry: 'never' })
    expect(await lookup('4999')).toMatchObject({ source: 'rule', kind: 'unknown' })
  })

  it('any strings whatever are answered without a rejection', async () => {
    const anything = fc.option(fc.oneof(fc.string(), fc.constant('__proto__'), fc.constant('cvm')), { nil: undefined })
    await fc.assert(
      fc.asyncProperty(fc.string(), anything, anything, anything, async (code, service, action, moduleCode) => {
        expect((await lookup(code, { service, action, moduleCode })).code).toBe(code)
      }),
    )
  })
})

it.each([
  ['4400', {}, 'ThrottlingError'],
  ['4400', { service: 'cmq', moduleCode: '10230' }, 'InvalidParameterError'],
  ['4400', { service: 'scf', moduleCode: '9003' }, 'InvalidParameterError'],
  ['4500', {}, 'ReplayAttackError'],
  ['4500', { service: 'cmq', moduleCode: '10480' }, 'QuotaExceededError'],
  ['RequestLimitExceeded.AnyNew', {}, 'ThrottlingError'],
  ['LimitExceeded.AnyNew', {}, 'QuotaExceededError'],
  ['RequestSizeLimitExceeded', {}, 'InvalidParameterError'],
])('a code means what its product says: %s of %j is a %s', async (code, query, name) => {
  expect((await lookup(code, query)).class).toBe(name)
})

it.each([
  ['FailedOperation.EngineServerError', 'hunyuan', 'transient'],
  ['InternalError.CAMInnerError', 'hunyuan', 'never'],
])('a prefix does not outrank what is known of a code: %s of %s is %s', async (code, service, retry) => {
  expect((await lookup(code, { service })).retry).toBe(retry)
})
