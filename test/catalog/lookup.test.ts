import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEntries, readRules } from '../../scripts/catalog/read-products.ts'
import { type CatalogEntry, type CodeQuery, createLookup, kindByClass, lookup } from '../../src/catalog/index.ts'
import { remedies } from '../../src/catalog/sentences/remedies.ts'
import { type SeedRow, seedRows } from './seed-rows.ts'

const entries = readEntries()
const { rules, unknown } = readRules()

/** A call that the row is about. */
const queryOf = ({ service, moduleCode, actions }: SeedRow): CodeQuery => ({
  service: service === '*' ? undefined : service,
  moduleCode,
  action: actions?.[0]?.replace('*', 'Project'),
})

const titleOf = ({ service, code, moduleCode, actions }: SeedRow) =>
  [service, code ?? 'any code', moduleCode, actions?.join('|')].filter(Boolean).join(' ')

const textsOf = (row: SeedRow) =>
  entries.find(
    (entry) =>
      entry.service === row.service &&
      entry.code === row.code &&
      entry.moduleCode === row.moduleCode &&
      entry.actions?.join() === row.actions?.join(),
  )

describe('listed codes', () => {
  it.each(seedRows.map((row) => ({ title: titleOf(row), row })))('$title resolves to its own row', async ({ row }) => {
    const code = row.code ?? '4000'
    const texts = textsOf(row)
    expect(await lookup(code, queryOf(row))).toEqual({
      service: row.service,
      code,
      ...(row.moduleCode && { moduleCode: row.moduleCode }),
      class: row.class,
      kind: kindByClass[row.class],
      retry: row.retry,
      ...(row.maxAttempts && { maxAttempts: row.maxAttempts }),
      ...(row.timestampToleranceSeconds && { timestampToleranceSeconds: row.timestampToleranceSeconds }),
      meaning: texts?.meaning,
      remedy: texts?.remedy,
      source: 'listed',
      documented: true,
    })
  })

  it('classify tells the same as lookup, but for the texts', async () => {
    const query = { service: 'kms', moduleCode: '10250' }
    const { meaning, remedy, ...rest } = await lookup('4420', query)
    expect(await createLookup().classify('4420', query)).toEqual(rest)
    expect(meaning?.en).toContain('5,000')
    expect(remedy?.zh).toContain('重试')
  })

  it('the name of a service may come in any case', async () => {
    expect(await lookup('4420', { service: 'KMS', moduleCode: '10250' })).toMatchObject({
      service: 'kms',
      retry: 'throttle',
    })
  })

  it.each<[string, string, CodeQuery, object]>([
    ['both codes of the service come first', '4000', { service: 'ckafka', moduleCode: '10016' }, { retry: 'busy' }],
    [
      'then the public code of the service',
      '4500',
      { service: 'account', moduleCode: '1' },
      { timestampToleranceSeconds: 7200 },
    ],
    [
      'then both codes of the common list',
      '5100',
      { service: 'kms', moduleCode: '100004' },
      { class: 'InvalidParameterError', moduleCode: '100004' },
    ],
    [
      'the service comes before the common list',
      '5100',
      { service: 'ckafka', moduleCode: '100004' },
      { service: 'ckafka', retry: 'transient' },
    ],
    [
      'then the public code of the common list',
      '4300',
      { service: 'kms', moduleCode: '1' },
      { service: '*', class: 'AuthorizationError' },
    ],
    ['another service has no part in it', '100193', { service: 'kms' }, { kind: 'unknown' }],
    ['a module code alone does not stand for the pair', '4420', { service: 'kms' }, { kind: 'unknown' }],
  ])('%s', async (_, code, query, expected) => {
    expect(await lookup(code, query)).toMatchObject(expected)
  })
})

describe('codes that mislead by their number or prefix', () => {
  it.each<[string, string, CodeQuery, object]>([
    ['4400 of CMQ is a message too large', '4400', { service: 'cmq', moduleCode: '10230' }, { retry: 'never' }],
    [
      '4500 of CMQ is a limit of subscriptions',
      '4500',
      { service: 'cmq', moduleCode: '10480' },
      { class: 'QuotaExceededError', retry: 'never' },
    ],
    [
      'a queue of CMQ can be created anew 30 s after its deletion',
      '6040',
      { service: 'cmq', moduleCode: '10660' },
      { retry: 'busy', minDelayMs: 30_000 },
    ],
    ['a missing queue comes with 4440 too', '4440', { service: 'cmq', moduleCode: '10100' }, { kind: 'not-found' }],
    [
      'too many unacknowledged messages are a quota',
      '6070',
      { service: 'cmq', moduleCode: '10690' },
      { retry: 'never' },
    ],
    [
      'an unsupported operation of KMS is an outage',
      'UnsupportedOperation.ServiceTemporaryUnavailable',
      { service: 'kms' },
      { class: 'ServiceUnavailableError', retry: 'transient' },
    ],
    [
      'an invalid parameter of DNSPod is a rate limit',
      'InvalidParameter.OperationIsTooFrequent',
      { service: 'dnspod' },
      { class: 'ThrottlingError', retry: 'throttle', minDelayMs: 60_000 },
    ],
    [
      'a request limit of DNSPod is a quota',
      'RequestLimitExceeded.BatchTaskLimit',
      { service: 'dnspod' },
      { class: 'QuotaExceededError', retry: 'never' },
    ],
    [
      'a login timeout is no timeout',
      'FailedOperation.LoginTimeout',
      { service: 'dnspod' },
      { class: 'AuthenticationError', retry: 'never' },
    ],
  ])('%s', async (_, code, query, expected) => {
    expect(await lookup(code, query)).toMatchObject(expected)
  })

  it.each<[string, string | undefined, string]>([
    ['31', 'Record.Create', 'conflict'],
    ['31', 'Record.Modify', 'quota-exceeded'],
    ['31', 'Record.List', 'unknown'],
    ['7', 'Record.Create', 'authorization'],
    ['7', 'Record.List', 'invalid-parameter'],
    ['6', undefined, 'invalid-parameter'],
  ])('DNSPod code %s of %s is %s', async (code, action, kind) => {
    expect(await lookup(code, { service: 'dnspod-legacy', action })).toMatchObject({ kind })
  })

  it('a code that is known by its name only is explained by it, and has the remedy that fits', async () => {
    const found = await lookup('InvalidParameter.MxInvalid', { service: 'dnspod' })
    expect(found).toMatchObject({ service: 'dnspod', source: 'listed', documented: true })
    expect(found.meaning).toEqual({ en: 'MX is not valid.', zh: 'MX 无效。' })
    expect(found.remedy).toEqual(remedies.value)
  })

  it('every entry has a meaning and a remedy in both languages', async () => {
    for (const { service, code = '4000', moduleCode, actions } of entries) {
      const found = await lookup(code, { service, moduleCode, action: actions?.[0]?.replace('*', '') })
      const texts = [found.meaning?.en, found.meaning?.zh, found.remedy?.en, found.remedy?.zh]
      expect(texts.every(Boolean), [service, code, moduleCode].join(' ')).toBe(true)
    }
  })
})

describe('one number, several meanings', () => {
  it.each<[string, string, CodeQuery, object]>([
    ['4400 is a limit of requests', '4400', { service: 'kms' }, { class: 'ThrottlingError', retry: 'throttle' }],
    [
      '4400 of CMQ is a size, whatever its module',
      '4400',
      { service: 'cmq' },
      { service: 'cmq', class: 'InvalidParameterError', retry: 'never' },
    ],
    [
      '4400 of CMQ with a module code that nobody listed is a size too',
      '4400',
      { service: 'cmq', moduleCode: '99999' },
      { service: 'cmq', retry: 'never' },
    ],
    ['4400 of SCF is a bad parameter', '4400', { service: 'scf', moduleCode: '9003' }, { kind: 'invalid-parameter' }],
    ['4500 is a replay', '4500', { service: 'kms' }, { class: 'ReplayAttackError', retry: 're-sign' }],
    [
      '4500 of CMQ is a quota, whatever its module',
      '4500',
      { service: 'cmq' },
      { service: 'cmq', class: 'QuotaExceededError', retry: 'never' },
    ],
    ['4200 is an expired request', '4200', {}, { class: 'RequestExpiredError', retry: 'clock' }],
    ['6040 of CMQ waits for the old queue', '6040', { service: 'cmq', moduleCode: '10660' }, { retry: 'busy' }],
    ['6040 of CMQ is a failed confirmation', '6040', { service: 'cmq', moduleCode: '10750' }, { retry: 'transient' }],
    [
      '6040 of CMQ is a half confirmation',
      '6040',
      { service: 'cmq', moduleCode: '10760' },
      { class: 'PartialSuccessError', retry: 'never' },
    ],
    [
      '4000 of KMS with a module code is the module\u2019s',
      '4000',
      { service: 'kms', moduleCode: '10010' },
      { service: 'kms', moduleCode: '10010' },
    ],
    ['4000 without one is everybody\u2019s', '4000', { service: 'kms' }, { service: '*', kind: 'invalid-parameter' }],
    [
      '4200 of SCF is a missing right',
      '4200',
      { service: 'scf', moduleCode: '10461' },
      { class: 'AuthorizationError', retry: 'never' },
    ],
    [
      '9003 of the account list is a project name',
      '4000',
      { service: 'account', moduleCode: '9003', action: 'AddProject' },
      { remedy: { en: 'Send a project name.' } },
    ],
    ['-503 of the monitor is a parameter', '-503', { service: 'monitor' }, { kind: 'invalid-parameter' }],
    ['-503 of another product is unknown', '-503', { service: 'cvm' }, { kind: 'unknown' }],
    ['9003 of CDB is a parameter', '9003', { service: 'cdb' }, { service: 'cdb', kind: 'invalid-parameter' }],
    ['9003 of nobody is unknown', '9003', { service: 'cvm' }, { kind: 'unknown' }],
  ])('%s', async (_, code, query, expected) => {
    expect(await lookup(code, query)).toMatchObject(expected)
  })
})

describe('rows that depend on the action', () => {
  it.each<[string, string | undefined, string, object]>([
    ['1000', 'AddProject', '4000', { kind: 'not-found' }],
    ['1000', 'ModifyProject', '5000', { kind: 'not-found' }],
    ['1000', 'DeleteProject', '-1', { kind: 'not-found' }],
    ['1000', 'DescribeProject', '4000', { kind: 'invalid-parameter', moduleCode: '1000' }],
    ['1000', undefined, '4000', { kind: 'not-found' }],
    ['1000', '', '4000', { kind: 'not-found' }],
    ['1000', 'BindProject', '5100', { kind: 'operation-failed' }],
    ['9003', undefined, '4000', { remedy: { en: 'Send a project name.' } }],
    ['9003', 'DescribeProject', '4000', { meaning: { en: 'A parameter of the project query is wrong.' } }],
    ['1007', 'DescribeProject', '4000', { class: 'InvalidParameterError' }],
    ['1007', 'AddProject', '4000', { class: 'AuthorizationError' }],
  ])('account module code %s with action %s and code %s', async (moduleCode, action, code, expected) => {
    expect(await lookup(code, { service: 'account', moduleCode, action })).toMatchObject(expected)
  })
})

describe('prefixes of named codes', () => {
  const dispositions = { InternalError: 'transient', InternalServerError: 'transient', ServiceUnavailable: 'transient' }

  it.each(rules)('$prefix decides for what follows it', async ({ prefix, meaning, remedy, ...rule }) => {
    expect(await lookup(`${prefix}.SomethingNew`, { service: 'cvm' })).toEqual({
      ...rule,
      service: '*',
      code: `${prefix}.SomethingNew`,
      kind: kindByClass[rule.class],
      meaning,
      remedy,
      source: 'rule',
      documented: true,
    })
  })

  it.each<[string, string, string]>([
    ['InvalidParameter.Foo', 'InvalidParameterError', 'never'],
    ['InvalidParameterValue.Foo', 'InvalidParameterError', 'never'],
    ['InvalidParameterCombination', 'InvalidParameterError', 'never'],
    ['MissingParameter', 'InvalidParameterError', 'never'],
    ['UnknownParameter', 'InvalidParameterError', 'never'],
    ['RequestSizeLimitExceeded', 'InvalidParameterError', 'never'],
    ['ResponseSizeLimitExceeded', 'InvalidParameterError', 'never'],
    ['AuthFailure.SignatureFailure', 'AuthenticationError', 'never'],
    ['AuthFailure.SecretIdNotFound', 'AuthenticationError', 'never'],
    ['AuthFailure.TokenFailure', 'AuthenticationError', 'never'],
    ['AuthFailure.MFAFailure', 'AuthenticationError', 'never'],
    ['AuthFailure.Foo', 'AuthenticationError', 'never'],
    ['AuthFailure.SignatureExpire', 'RequestExpiredError', 'clock'],
    ['AuthFailure.UnauthorizedOperation', 'AuthorizationError', 'never'],
    ['UnauthorizedOperation.CamNoAuth', 'AuthorizationError', 'never'],
    ['IpInBlacklist', 'AuthorizationError', 'never'],
    ['RequestLimitExceeded', 'ThrottlingError', 'throttle'],
    ['RequestLimitExceeded.UinLimitExceeded', 'ThrottlingError', 'throttle'],
    ['RequestLimitExceeded.Foo.Bar', 'ThrottlingError', 'throttle'],
    ['LimitExceeded', 'QuotaExceededError', 'never'],
    ['LimitExceeded.Foo', 'QuotaExceededError', 'never'],
    ['InvalidAction', 'UnsupportedError', 'never'],
    ['ActionOffline', 'UnsupportedError', 'never'],
    ['NoSuchVersion', 'UnsupportedError', 'never'],
    ['NoSuchProduct', 'UnsupportedError', 'never'],
    ['UnsupportedOperation.Foo', 'UnsupportedError', 'never'],
    ['UnsupportedRegion', 'UnsupportedError', 'never'],
    ['UnsupportedProtocol', 'UnsupportedError', 'never'],
    ['ResourceNotFound.Foo', 'ResourceNotFoundError', 'never'],
    ['ResourceInUse.Foo', 'ResourceConflictError', 'never'],
    ['ResourceUnavailable.Foo', 'ResourceStateError', 'never'],
    ['ResourceInsufficient.Foo', 'ResourceInsufficientError', 'never'],
    ['ResourcesSoldOut.Foo', 'ResourceInsufficientError', 'never'],
    ['FailedOperation', 'ResourceOperationError', 'never'],
    ['OperationDenied.Foo', 'ResourceOperationError', 'never'],
    ['DryRunOperation', 'DryRunError', 'never'],
    ['InternalError.Foo', 'InternalServerError', 'transient'],
    ['InternalServerError', 'InternalServerError', 'transient'],
    ['ServiceUnavailable', 'ServiceUnavailableError', 'transient'],
    ['InvalidAction.ActionUnavailable', 'ServiceUnavailableError', 'transient'],
  ])('%s is a %s, %s', async (code, errorClass, retry) => {
    expect(await lookup(code)).toMatchObject({ class: errorClass, retry })
  })

  it('only throttles, expired signatures and faults of the service are ever repeated', () => {
    const repeated = rules.filter(({ retry }) => retry !== 'never').map(({ prefix, retry }) => [prefix, retry])
    expect(Object.fromEntries(repeated)).toEqual({
      ...dispositions,
      'AuthFailure.SignatureExpire': 'clock',
      'InvalidAction.ActionUnavailable': 'transient',
      RequestLimitExceeded: 'throttle',
      'RequestLimitExceeded.GlobalRegionUinLimitExceeded': 'throttle',
      'RequestLimitExceeded.IPLimitExceeded': 'throttle',
      'RequestLimitExceeded.UinLimitExceeded': 'throttle',
    })
  })

  it('a listed code outranks its prefix, and does not speak for its neighbours', async () => {
    expect(await lookup('InternalError.CAMInnerError')).toMatchObject({
      class: 'AuthorizationError',
      retry: 'never',
      source: 'listed',
    })
    expect(await lookup('InternalError.CAMInnerErrors')).toMatchObject({ retry: 'transient', source: 'rule' })
    expect(await lookup('AuthFailure')).toMatchObject({ class: 'AuthorizationError', source: 'listed' })
    expect(await lookup('AuthFailure.Foo')).toMatchObject({ class: 'AuthenticationError', source: 'rule' })
  })

  it.each(['InternalErrors', 'Internal', 'internalerror', '.InternalError', 'RequestLimitExceededFoo'])(
    '%s does not begin with a prefix and a dot',
    async (code) => expect(await lookup(code)).toMatchObject({ kind: 'unknown' }),
  )
})

describe('codes that are not listed', () => {
  it.each(['4999', '-4110', '4000.1', '', 'Foo', 'Foo.InternalError'])(
    '%j is unknown and never repeated',
    async (code) => {
      expect(await lookup(code, { service: 'cvm' })).toEqual({
        service: '*',
        code,
        class: 'TencentCloudError',
        kind: 'unknown',
        retry: 'never',
        ...unknown,
        source: 'rule',
        documented: false,
      })
    },
  )

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__proto__.x', 'constructor.InternalError'])(
    '%s is unknown wherever it stands',
    async (name) => {
      expect(await lookup(name)).toMatchObject({ kind: 'unknown' })
      expect(await lookup('4999', { service: name, action: name, moduleCode: name })).toMatchObject({ kind: 'unknown' })
    },
  )

  it('a code cannot imitate the key of another', async () => {
    expect(await lookup('4420\x0010250', { service: 'kms' })).toMatchObject({ kind: 'unknown' })
    expect(await lookup('10250', { service: 'kms\x004420' })).toMatchObject({ kind: 'unknown' })
  })

  it('any strings whatever are answered without a rejection', async () => {
    const { classify } = createLookup([{ code: '1', class: 'ThrottlingError', retry: 'throttle' }])
    const anything = fc.option(fc.string(), { nil: undefined })
    await fc.assert(
      fc.asyncProperty(fc.string(), anything, anything, anything, async (code, service, action, moduleCode) => {
        const found = await classify(code, { service, action, moduleCode })
        expect(found.kind).toBe(kindByClass[found.class])
      }),
    )
  })
})

describe('entries of the `catalog` option', () => {
  const entry = (fields: Partial<CatalogEntry>): CatalogEntry => ({ class: 'BillingError', retry: 'never', ...fields })

  it.each<[string, CatalogEntry]>([
    ['one for the service and both codes', entry({ service: 'kms', code: '4420', moduleCode: '10250' })],
    ['one for the service and the public code', entry({ service: 'kms', code: '4420' })],
    ['one for every service', entry({ code: '4420' })],
    ['one for a module code alone', entry({ moduleCode: '10250' })],
    ['one with a service in capitals', entry({ service: 'KMS', code: '4420' })],
  ])('%s outranks a built-in one', async (_, own) => {
    const found = await createLookup([own]).lookup('4420', { service: 'kms', moduleCode: '10250' })
    expect(found).toMatchObject({ class: 'BillingError', kind: 'billing', source: 'listed', documented: true })
  })

  it('the most specific of them decides', async () => {
    const { classify } = createLookup([
      entry({ code: '1', maxAttempts: 1 }),
      entry({ code: '1', moduleCode: '2', maxAttempts: 2 }),
      entry({ service: 'cvm', code: '1', maxAttempts: 3 }),
      entry({ service: 'cvm', code: '1', actions: ['Run*'], maxAttempts: 4 }),
      entry({ service: 'cvm', code: '1', moduleCode: '2', maxAttempts: 5 }),
      entry({ service: 'cvm', moduleCode: '2', actions: ['RunInstances'], maxAttempts: 6 }),
      entry({ service: 'cvm', code: '1', moduleCode: '2', actions: ['RunInstances'], maxAttempts: 7 }),
    ])
    const queries: readonly CodeQuery[] = [
      { service: 'kms' },
      { service: 'kms', moduleCode: '2' },
      { service: 'cvm' },
      { service: 'cvm', action: 'RunCommand' },
      { service: 'cvm', action: 'Describe', moduleCode: '2' },
      { service: 'cvm', action: 'RunInstances', moduleCode: '2' },
    ]
    const found = await Promise.all(queries.map((query) => classify('1', query)))
    expect(found.map(({ maxAttempts }) => maxAttempts)).toEqual([1, 2, 3, 4, 5, 7])
    expect(await classify('9', { service: 'cvm', action: 'RunInstances', moduleCode: '2' })).toMatchObject({
      maxAttempts: 6,
    })
  })

  it('a named code is matched whole, and outranks a rule', async () => {
    const { classify } = createLookup([entry({ code: 'InternalError.Foo' })])
    expect(await classify('InternalError.Foo')).toMatchObject({ class: 'BillingError' })
    expect(await classify('InternalError.Foo.Bar')).toMatchObject({ class: 'InternalServerError' })
  })

  it('their hints and texts are passed on', async () => {
    const told = { meaning: { en: 'Full.', zh: '满了。' }, remedy: { en: 'Wait.', zh: '等待。' }, minDelayMs: 30_000 }
    const { lookup } = createLookup([entry({ code: '4400', ...told })])
    expect(await lookup('4400')).toMatchObject(told)
  })

  it('one without texts gets none, rather than those of the entry that it replaces', async () => {
    const { lookup } = createLookup([entry({ code: '4400' })])
    expect(Object.keys(await lookup('4400'))).not.toContain('remedy')
  })
})
