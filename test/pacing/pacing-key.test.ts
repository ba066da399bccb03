import { expect, test } from 'vitest'
import {
  describeLimit,
  findWiderScope,
  type PacedCall,
  type PacingScope,
  readAction,
  toPacingKey,
  wideScopes,
} from '../../src/pacing/pacing-key.ts'

const call = {
  account: 'secret-id',
  host: 'cvm.tencentcloudapi.com',
  service: 'cvm',
  action: 'DescribeInstances',
  region: 'ap-guangzhou',
} as const satisfies PacedCall

/** Of each scope what a call must have in common with another one to share its limit. */
const shared: Record<PacingScope, readonly (keyof PacedCall)[]> = {
  action: ['account', 'host', 'service', 'action', 'region'],
  everywhere: ['account', 'service', 'action'],
  service: ['account', 'service'],
  account: ['account'],
  address: ['host'],
}
const parts = ['account', 'host', 'service', 'action', 'region'] as const
const scopes = ['action', 'everywhere', 'service', 'account', 'address'] as const

test.each(
  scopes.flatMap((scope) =>
    parts.map((part) => ({ scope, part, verb: shared[scope].includes(part) ? 'do not share' : 'share' })),
  ),
)('calls that differ in $part $verb a limit of scope $scope', ({ scope, part, verb }) => {
  const other = toPacingKey(scope, { ...call, [part]: 'another' })
  expect(other === toPacingKey(scope, call)).toBe(verb === 'share')
})

test('limits of different scopes are not shared, even when what they have in common is', () => {
  expect(new Set(scopes.map((scope) => toPacingKey(scope, {}))).size).toBe(5)
})

test('parts that only read the same when run together tell calls apart', () => {
  const key = (service: string, action: string) => toPacingKey('everywhere', { service, action })
  expect(key('cvm', 'Describe')).not.toBe(key('cvmD', 'escribe'))
})

test('the service and action can be read from the key of an action, and from no other', () => {
  const actionOf = (scope: PacingScope, one: PacedCall) => readAction(toPacingKey(scope, one))
  expect(actionOf('action', call)).toEqual({ service: 'cvm', action: 'DescribeInstances' })
  expect(actionOf('action', { ...call, action: undefined })).toBeUndefined()
  expect(actionOf('action', { ...call, service: undefined })).toBeUndefined()
  for (const scope of scopes.slice(1)) expect(actionOf(scope, call)).toBeUndefined()
})

test('processes of a fleet name a limit alike: the scope and its parts in order, an unknown one left empty', () => {
  expect(toPacingKey('action', call)).toBe(
    'action\0secret-id\0cvm.tencentcloudapi.com\0cvm\0DescribeInstances\0ap-guangzhou',
  )
  expect(toPacingKey('service', { service: 'cvm' })).toBe('service\0\0cvm')
})

test.each([
  ['action', { host: call.host, service: 'cvm', action: 'DescribeInstances', region: 'ap-guangzhou' }],
  ['everywhere', { service: 'cvm', action: 'DescribeInstances' }],
  ['service', { service: 'cvm' }],
  ['account', {}],
  ['address', { host: call.host }],
] as const)(
  'a limit of scope %s is described by what its calls have in common, never with the SecretId',
  (scope, shown) => {
    expect(describeLimit(scope, call)).toStrictEqual({ scope, ...shown })
  },
)

test('what is not known of a call is not shown', () => {
  expect(describeLimit('action', { service: 'cvm', action: undefined })).toStrictEqual({
    scope: 'action',
    service: 'cvm',
  })
})

test.each([
  ['RequestLimitExceeded.GlobalRegionUinLimitExceeded', 'everywhere'],
  ['RequestLimitExceeded.UinLimitExceeded', 'service'],
  ['RequestLimitExceeded.IPLimitExceeded', 'address'],
  ['RequestLimitExceeded', undefined],
])('%s is of a limit of scope %s', (code, scope) => {
  expect(findWiderScope(code)).toBe(scope)
})

test('a call meets the limits of all scopes that a code can widen to, the narrowest first', () => {
  expect(wideScopes).toEqual(['everywhere', 'service', 'address'])
})
