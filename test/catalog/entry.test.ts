import { expect, it } from 'vitest'
import { kindByClass } from '../../src/catalog/index.ts'

it('each class has the kind that switches over `kind` rely on', () => {
  expect(kindByClass).toEqual({
    InvalidParameterError: 'invalid-parameter',
    AuthenticationError: 'authentication',
    RequestExpiredError: 'request-expired',
    AuthorizationError: 'authorization',
    ReplayAttackError: 'replay',
    ThrottlingError: 'throttling',
    QuotaExceededError: 'quota-exceeded',
    UnsupportedError: 'unsupported',
    ResourceNotFoundError: 'not-found',
    ResourceConflictError: 'conflict',
    ResourceStateError: 'resource-state',
    ResourceInsufficientError: 'resource-insufficient',
    ResourceOperationError: 'operation-failed',
    BillingError: 'billing',
    PurchaseError: 'billing',
    InsufficientBalanceError: 'billing',
    AccountArrearsError: 'billing',
    QualificationError: 'billing',
    PaymentError: 'billing',
    PartialSuccessError: 'partial-success',
    DryRunError: 'dry-run',
    ContentRefusedError: 'content-refused',
    InternalServerError: 'internal',
    ServiceUnavailableError: 'unavailable',
    TransportError: 'transport',
    HttpError: 'transport',
    NetworkError: 'transport',
    TimeoutError: 'transport',
    StreamError: 'transport',
    TencentCloudError: 'unknown',
  })
})
