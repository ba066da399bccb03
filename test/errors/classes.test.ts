import axios, { AxiosError } from 'axios'
import * as errors from 'axios-tencentcloud'
import { isTencentCloudError, type TencentCloudError, ThrottlingError } from 'axios-tencentcloud'
import { describe, expect, test, vi } from 'vitest'
import { kindByClass } from '../../src/catalog/index.ts'

const details = {
  code: '4420',
  serverMessage: 'qps throttling',
  retry: 'throttle',
  mayHaveRun: false,
  attempts: [],
} as const

/** A class, its kind, and its ancestors below TencentCloudError, as documented. */
const classes: [name: keyof typeof kindByClass, kind: string, parents: string[]][] = [
  ['InvalidParameterError', 'invalid-parameter', []],
  ['AuthenticationError', 'authentication', []],
  ['RequestExpiredError', 'request-expired', ['AuthenticationError']],
  ['AuthorizationError', 'authorization', []],
  ['ReplayAttackError', 'replay', []],
  ['ThrottlingError', 'throttling', []],
  ['QuotaExceededError', 'quota-exceeded', []],
  ['UnsupportedError', 'unsupported', []],
  ['ResourceNotFoundError', 'not-found', []],
  ['ResourceConflictError', 'conflict', []],
  ['ResourceStateError', 'resource-state', []],
  ['ResourceInsufficientError', 'resource-insufficient', []],
  ['ResourceOperationError', 'operation-failed', []],
  ['BillingError', 'billing', []],
  ['PurchaseError', 'billing', ['BillingError']],
  ['InsufficientBalanceError', 'billing', ['BillingError']],
  ['AccountArrearsError', 'billing', ['BillingError']],
  ['QualificationError', 'billing', ['BillingError']],
  ['PaymentError', 'billing', ['BillingError']],
  ['PartialSuccessError', 'partial-success', []],
  ['DryRunError', 'dry-run', []],
  ['ContentRefusedError', 'content-refused', []],
  ['InternalServerError', 'internal', []],
  ['ServiceUnavailableError', 'unavailable', []],
  ['TransportError', 'transport', []],
  ['HttpError', 'transport', ['TransportError']],
  ['NetworkError', 'transport', ['TransportError']],
  ['TimeoutError', 'transport', ['TransportError']],
  ['StreamError', 'transport', ['TransportError']],
  ['TencentCloudError', 'unknown', []],
]

type ErrorClass = new (given: typeof details) => TencentCloudError
const classOf = (name: string): ErrorClass => Reflect.get(errors, name)

test('the table has every class', () => {
  expect(classes.map(([name]) => name).sort()).toEqual(Object.keys(kindByClass).sort())
})

describe.each(classes)('%s', (name, kind, parents) => {
  test(`is of kind ${kind}, and an instance of its ancestors, TencentCloudError and AxiosError alone`, () => {
    const error = new (classOf(name))(details)
    expect(error).toMatchObject({ name, kind, code: '4420', retry: 'throttle' })
    expect(error.stack).toMatch(/^\w+: 4420: qps throttling/)
    const expected = new Set([name, ...parents, 'TencentCloudError'])
    for (const [other] of classes) expect(error instanceof classOf(other)).toBe(expected.has(other))
    expect(error).toBeInstanceOf(AxiosError)
    expect(error).toBeInstanceOf(Error)
    expect(axios.isAxiosError(error)).toBe(true)
  })
})

test('instanceof works for an error of another copy of the package', async () => {
  vi.resetModules()
  const { ThrottlingError: Twin, HttpError } = await import('../../src/errors/index.ts')
  const error = new Twin(details)
  expect(Twin).not.toBe(ThrottlingError)
  expect(error).toBeInstanceOf(ThrottlingError)
  expect(isTencentCloudError(error)).toBe(true)
  expect(new ThrottlingError(details) instanceof HttpError).toBe(false)
})

test('instanceof of a subclass means that subclass', () => {
  class MyThrottling extends ThrottlingError {}
  expect(new ThrottlingError(details)).not.toBeInstanceOf(MyThrottling)
  expect(new MyThrottling(details)).toBeInstanceOf(MyThrottling)
  expect(new MyThrottling(details)).toBeInstanceOf(ThrottlingError)
})

test.each([[null], [undefined], [{}], ['4420'], [new Error('x')], [new AxiosError('x')], [Object.create(null)]])(
  '%s is no TencentCloudError',
  (value) => {
    expect(isTencentCloudError(value)).toBe(false)
  },
)
