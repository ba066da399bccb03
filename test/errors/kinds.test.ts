import * as errors from 'axios-tencentcloud'
import {
  type AuthenticationError,
  type BillingFailure,
  type ErrorClassName,
  type ErrorKind,
  type GiveUpReason,
  type HttpError,
  isTencentCloudError,
  type PartialSuccessError,
  type TencentCloudError,
  type TencentCloudFailure,
  ThrottlingError,
  type TransportFailure,
} from 'axios-tencentcloud'
import { expect, expectTypeOf, test } from 'vitest'
import { kindByClass } from '../../src/catalog/index.ts'

// Most of these promises are kept by the compiler: the types that they state are checked by `npm run typecheck`.

const details = { code: '5400', serverMessage: '', retry: 'never', mayHaveRun: true, attempts: [] } as const

/** The kinds for which a caller wrote a case each, and no default but one that nothing reaches. */
function nameKind(error: TencentCloudFailure): string {
  switch (error.kind) {
    case 'partial-success':
      return `data: ${JSON.stringify(error.data)}`
    case 'transport':
      return error instanceof errors.HttpError ? `page: ${error.body}` : 'transport'
    case 'billing':
    case 'invalid-parameter':
    case 'authentication':
    case 'request-expired':
    case 'authorization':
    case 'replay':
    case 'throttling':
    case 'quota-exceeded':
    case 'unsupported':
    case 'not-found':
    case 'conflict':
    case 'resource-state':
    case 'resource-insufficient':
    case 'operation-failed':
    case 'dry-run':
    case 'content-refused':
    case 'internal':
    case 'unavailable':
    case 'unknown':
      return error.kind
    default: {
      const none: never = error
      return none
    }
  }
}

test('a switch over the kinds narrows to the class, and is exhaustive', () => {
  expect(nameKind(new errors.PartialSuccessError({ ...details, data: { done: 1 } }))).toBe('data: {"done":1}')
  expect(nameKind(new errors.HttpError({ ...details, body: '<html>' }))).toBe('page: <html>')
  expect(nameKind(new errors.PaymentError(details))).toBe('billing')
})

test('each kind narrows to the classes that have it, and to no other', () => {
  type Of<Kind extends ErrorKind> = Extract<TencentCloudFailure, { readonly kind: Kind }>
  expectTypeOf<Of<'partial-success'>>().toEqualTypeOf<PartialSuccessError>()
  expectTypeOf<Of<'throttling'>>().toEqualTypeOf<ThrottlingError>()
  expectTypeOf<Of<'billing'>>().toEqualTypeOf<BillingFailure>()
  expectTypeOf<Of<'transport'>>().toEqualTypeOf<TransportFailure>()
  expectTypeOf<Of<'unknown'>['kind']>().toEqualTypeOf<'unknown'>()
  expectTypeOf<HttpError>().toExtend<TransportFailure>()
  expectTypeOf<AuthenticationError['kind']>().toEqualTypeOf<'authentication' | 'request-expired'>()
  expectTypeOf<TencentCloudFailure['kind']>().toEqualTypeOf<ErrorKind>()
})

test('the declared kind of each class is the one that its errors have', () => {
  type Declared = { readonly [Name in ErrorClassName]: InstanceType<(typeof errors)[Name]>['kind'] }
  const kinds: Declared = kindByClass
  for (const [name, kind] of Object.entries(kinds)) {
    const error: TencentCloudError = new (Reflect.get(errors, name))(details)
    expect(error.kind).toBe(kind)
  }
})

test('isTencentCloudError narrows to the union of all classes', () => {
  const caught: unknown = new ThrottlingError(details)
  if (!isTencentCloudError(caught)) throw caught
  expectTypeOf(caught).toEqualTypeOf<TencentCloudFailure>()
  expect(nameKind(caught)).toBe('throttling')
})

test('the reason of an error is a reason to give up, and always there', () => {
  expectTypeOf<TencentCloudFailure['reason']>().toEqualTypeOf<GiveUpReason>()
  expect(new ThrottlingError(details).reason).toBe('not-retryable')
  expect(new ThrottlingError({ ...details, reason: 'deadline' }).reason).toBe('deadline')
})

test('the decision about an attempt tells which reasons there can be', () => {
  const reasonOf = (attempt: errors.Attempt): GiveUpReason | undefined =>
    attempt.decision === 'give-up' ? attempt.reason : undefined
  const facts = { number: 1, startedAt: 0, queuedMs: 0, durationMs: 1, delayMs: 0 }
  expect(reasonOf({ ...facts, decision: 'give-up', reason: 'deadline' })).toBe('deadline')
  expect(reasonOf({ ...facts, decision: 'return', reason: 'success' })).toBeUndefined()
})
