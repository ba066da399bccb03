import { describe, expect, it } from 'vitest'
import { readProducts } from '../../scripts/catalog/read-products.ts'
import { couldHaveRun } from '../../src/catalog/could-have-run.ts'
import { createLookup, type Disposition, type ErrorClassName, lookup } from '../../src/catalog/index.ts'
import type { AnswerQuery } from '../../src/catalog/resolve.ts'

const { classify } = createLookup()

it.each<[string, AnswerQuery, ErrorClassName, Disposition]>([
  // What one product means by a code that others share.
  ['NoSuchVersion', { service: 'cos' }, 'ResourceNotFoundError', 'never'],
  ['NoSuchVersion', { dialect: 'cos' }, 'ResourceNotFoundError', 'never'],
  ['NoSuchVersion', { service: 'cvm' }, 'UnsupportedError', 'never'],
  ['SlowDown', { service: 'cos' }, 'ThrottlingError', 'throttle'],
  ['SlowDown', { service: 'ci' }, 'ThrottlingError', 'throttle'],
  ['AccessDenied', { service: 'cos', message: 'Access Denied.' }, 'AuthorizationError', 'never'],
  ['AccessDenied', { service: 'cos', message: 'Request has expired' }, 'RequestExpiredError', 'clock'],
  ['PathConflict', { service: 'cos' }, 'ResourceConflictError', 'busy'],
  ['-71', { service: 'cos' }, 'ThrottlingError', 'throttle'],
  // DNSPod: by action.
  ['6', { service: 'dnspod-legacy', action: 'Domain.Info' }, 'InvalidParameterError', 'never'],
  ['7', { service: 'dnspod-legacy', action: 'Domain.Create' }, 'ResourceConflictError', 'never'],
  ['7', { service: 'dnspod-legacy', action: 'domain.create' }, 'ResourceConflictError', 'never'],
  ['7', { service: 'dnspod-legacy', action: 'Domain.Remove' }, 'ResourceStateError', 'never'],
  ['7', { service: 'dnspod-legacy', action: 'Domainshare.List' }, 'ResourceNotFoundError', 'never'],
  ['7', { service: 'dnspod-legacy', action: 'User.Something' }, 'AuthorizationError', 'never'],
  ['8', { service: 'dnspod-legacy', action: 'Domainalias.Create' }, 'ResourceConflictError', 'never'],
  ['500025', { service: 'dnspod-legacy', action: 'Record.Create' }, 'QuotaExceededError', 'never'],
  ['50', { service: 'dnspod-legacy' }, 'AuthenticationError', 'never'],
  ['10002', { service: 'dnspod-legacy', action: 'Record.Create' }, 'AuthenticationError', 'never'],
  // Statuses whose text tells what they mean.
  ['429', { service: 'apigateway', message: 'API rate limit exceeded' }, 'ThrottlingError', 'throttle'],
  ['429', { service: 'apigateway', message: 'API quota exceeded' }, 'QuotaExceededError', 'never'],
  [
    '429',
    { service: 'apigateway', message: 'req is cross origin, api /x need open cors flag on qcloud apigateway.' },
    'UnsupportedError',
    'never',
  ],
  [
    '401',
    {
      service: 'apigateway',
      message: 'HMAC signature cannot be verified, the x-date header is out of date for HMAC Authentication.',
    },
    'RequestExpiredError',
    'clock',
  ],
  ['401', { service: 'apigateway' }, 'AuthenticationError', 'never'],
  ['404', { service: 'apigateway', message: 'There is no api match uri[/x].' }, 'ResourceNotFoundError', 'never'],
  ['432', { service: 'scf' }, 'ThrottlingError', 'throttle'],
  ['433', { service: 'scf' }, 'ResourceOperationError', 'never'],
  ['410', { service: 'scf' }, 'InsufficientBalanceError', 'never'],
  // Module codes without a public code.
  ['4000', { service: 'live', moduleCode: '20301' }, 'ResourceNotFoundError', 'never'],
  ['6000', { service: 'live', moduleCode: '20101' }, 'QuotaExceededError', 'never'],
  // Formats of their own.
  ['SIGN_PARAM_INVALID', { service: 'cloudbase' }, 'AuthenticationError', 'never'],
  ['FUNCTIONS_TIME_LIMIT_EXCEEDED', { service: 'cloudbase' }, 'ResourceOperationError', 'never'],
  ['DATABASE_TRANSACTION_CONFLICT', { service: 'cloudbase' }, 'ResourceConflictError', 'busy'],
  ['-501004', { service: 'cloudbase' }, 'ThrottlingError', 'throttle'],
  ['70346', { service: 'im' }, 'AuthenticationError', 'never'],
  ['30008', { service: 'im' }, 'ResourceConflictError', 'busy'],
  ['1001', { service: 'vms' }, 'AuthenticationError', 'never'],
  ['1001', { service: 'im' }, 'InvalidParameterError', 'never'],
  ['4002', { service: 'asr' }, 'AuthenticationError', 'never'],
  ['110', { service: 'asr' }, 'InternalServerError', 'transient'],
  ['120', { service: 'tencent-map' }, 'ThrottlingError', 'throttle'],
  ['1008026', { service: 'tpns' }, 'PartialSuccessError', 'never'],
  ['76', { service: 'xinge' }, 'ThrottlingError', 'throttle'],
  ['15', { service: 'youtu' }, 'ThrottlingError', 'throttle'],
  ['-28', { service: 'lvb' }, 'ResourceStateError', 'busy'],
  // Made up by official SDKs.
  ['ClientError.NetworkError', {}, 'ServiceUnavailableError', 'transient'],
  ['ClientNetworkError', {}, 'ServiceUnavailableError', 'transient'],
  ['InvalidCredential', {}, 'AuthenticationError', 'never'],
  ['signMethod invalid', {}, 'InvalidParameterError', 'never'],
])('%s of %j is a %s, %s', async (code, query, errorClass, retry) => {
  expect(await classify(code, query)).toMatchObject({ class: errorClass, retry, source: 'listed' })
})

it('codes that official SDKs make up come in no answer', async () => {
  for (const dialect of ['api3', 'legacy']) {
    expect(await classify('InvalidCredential', { dialect })).toMatchObject({ source: 'rule' })
    expect(await classify('NetworkError', { dialect })).not.toMatchObject({ service: 'sdk' })
  }
})

it.each(['400', '404', '500', '120', '4002', '1014'])(
  '%s in the format of the legacy API is no number of a product with a format of its own',
  async (code) => expect(await classify(code, { dialect: 'legacy' })).toMatchObject({ source: 'rule' }),
)

describe("DNSPod's numbers", () => {
  const entries = readProducts().find(({ service }) => service === 'dnspod-legacy')?.entries ?? []
  const pairs = entries.flatMap(({ code = '', actions = [] }) => actions.map((action) => [code, action] as const))

  it('6 and 7 mean the agent interface only where no action says otherwise', async () => {
    const ambiguous = pairs.filter(([code]) => code === '6' || code === '7')
    expect(ambiguous.length).toBeGreaterThan(70)
    for (const [code, action] of ambiguous) {
      const { meaning } = await lookup(code, { service: 'dnspod-legacy', action })
      expect(meaning?.en, `${code} ${action}`).not.toContain('agent')
    }
    expect((await lookup('7', { service: 'dnspod-legacy' })).meaning?.en).toContain('agent')
  })
})

it('a function that ran out of time may have had an effect', async () => {
  for (const [code, service] of [
    ['433', 'scf'],
    ['FUNCTION_TIME_LIMIT_EXCEEDED', 'cloudbase'],
    ['WIDGETS_TIME_LIMIT_EXCEEDED', 'cloudbase'],
  ] as const) {
    const found = await classify(code, { service })
    expect(found.class).not.toBe('QuotaExceededError')
    expect(couldHaveRun(found), code).toBe(true)
  }
})

describe('no text', () => {
  it('speaks of the name of its code in place of its meaning', () => {
    for (const { service, entries = [] } of readProducts()) {
      for (const { code, meaning } of entries) {
        expect(meaning?.en ?? '', `${service} ${code}`).not.toMatch(/the name says|see documentation/i)
      }
    }
  })
})
