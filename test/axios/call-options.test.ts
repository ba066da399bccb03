import { inspect } from 'node:util'
import axios, { type AxiosError, type AxiosRequestConfig } from 'axios'
import { attachTencentCloud, isTencentCloudError, type TencentCloudOptions } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'
import { http as handlers } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { Signers } from '../../src/engine/signing/signer.ts'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'

const tenant = (number: number) => ({ secretId: `AKIDtenant${number}EXAMPLE`, secretKey: `key${number}EXAMPLEkey` })
const clock = new InstantClock()
const fake = createFakeTencentCloud({ now: clock.now, credentials: [tenant(1), tenant(2)] })
const server = setupServer(...fake.handlers(handlers))
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => fake.reset())
afterAll(() => server.close())

const cvm = 'https://cvm.tencentcloudapi.com/'

function client(options: TencentCloudOptions = {}, config: AxiosRequestConfig = {}) {
  const instance = axios.create({ proxy: false, ...config })
  attachTencentCloud(instance, { clock, ...options })
  return instance
}

const lastRequest = () => fake.requests.at(-1)
const paramsOf = (url = '') => Object.fromEntries(new URL(url).searchParams)

describe('fields of the protocol that a request does not name', () => {
  const call = { action: 'DescribeInstances', region: 'ap-guangzhou', language: 'en-US' } as const

  test.each(['axios', 'fetch'])(
    'are filled in from the options of the call, and signed, through %s',
    async (through) => {
      const credentials = tenant(1)
      if (through === 'axios') await client({ credentials }).post(cvm, { Limit: 20 }, { tencentCloud: call })
      else {
        const init = { method: 'POST', body: '{"Limit":20}', headers: { 'content-type': 'application/json' } }
        await createTencentCloudFetch(undefined, { credentials, clock })(cvm, { ...init, tencentCloud: call })
      }
      expect(lastRequest()).toMatchObject({ action: 'DescribeInstances', verified: true, params: { Limit: 20 } })
      expect(lastRequest()?.headers).toMatchObject({
        'x-tc-action': 'DescribeInstances',
        'x-tc-version': '2017-03-12',
        'x-tc-region': 'ap-guangzhou',
        'x-tc-language': 'en-US',
      })
    },
  )

  test.each(['axios', 'fetch'])('a POST without a body gets an empty JSON object, through %s', async (through) => {
    const credentials = tenant(1)
    const tencentCloud = { action: 'DescribeZones' }
    if (through === 'axios') await client({ credentials }).post(cvm, undefined, { tencentCloud })
    else await createTencentCloudFetch(undefined, { credentials, clock })(cvm, { method: 'POST', tencentCloud })
    expect(lastRequest()).toMatchObject({ action: 'DescribeZones', verified: true, body: '{}' })
    expect(lastRequest()?.headers).toMatchObject({ 'content-type': 'application/json' })
  })

  test('are filled in for a repeat as well, signed afresh', async () => {
    fake.fail('DescribeInstances', faults.api3('InternalError', 'once'))
    await client({ credentials: tenant(1) }).post(cvm, {}, { tencentCloud: call })
    expect(fake.requests.map(({ verified, headers }) => [verified, headers['x-tc-version']])).toEqual(
      Array(2).fill([true, '2017-03-12']),
    )
  })

  test('do not replace what the request names', async () => {
    const headers = { 'X-TC-Action': 'DescribeZones', 'X-TC-Version': '2016-01-01', 'X-TC-Region': 'ap-beijing' }
    await client({ credentials: tenant(1) }).post(
      cvm,
      {},
      { headers, tencentCloud: { ...call, version: '2017-03-12' } },
    )
    expect(lastRequest()?.headers).toMatchObject({
      'x-tc-action': 'DescribeZones',
      'x-tc-version': '2016-01-01',
      'x-tc-region': 'ap-beijing',
      'x-tc-language': 'en-US',
    })
  })

  test('a Region in the body is the action’s own', async () => {
    await client({ credentials: tenant(1) }).post(cvm, { Region: 'theirs' }, { tencentCloud: call })
    expect(lastRequest()).toMatchObject({ params: { Region: 'theirs' } })
    expect(lastRequest()?.headers['x-tc-region']).toBe('ap-guangzhou')
  })

  test('are parameters for the legacy API, which has no version', async () => {
    const url = 'https://kms.api.qcloud.com/v2/index.php'
    await client({ credentials: tenant(1) }).get(url, { tencentCloud: { action: 'ListKey', region: 'gz' } })
    expect(lastRequest()).toMatchObject({ action: 'ListKey', verified: true })
    expect(paramsOf(lastRequest()?.url)).toMatchObject({ Action: 'ListKey', Region: 'gz' })
    expect(paramsOf(lastRequest()?.url)).not.toHaveProperty('Version')
  })

  test('are parameters for version 1 of the signature', async () => {
    const instance = client({ credentials: tenant(1), signing: 'HmacSHA256' })
    await instance.post(cvm, { Limit: 20 }, { tencentCloud: call })
    expect(lastRequest()).toMatchObject({ action: 'DescribeInstances', verified: true })
    expect(lastRequest()?.params).toMatchObject({ Version: '2017-03-12', Region: 'ap-guangzhou', Limit: '20' })
  })

  test('show in the error', async () => {
    fake.fail('DescribeInstances', faults.api3('InvalidParameter', 'no'))
    const error = await rejectionOf(client().post(cvm, {}, { tencentCloud: call }))
    expect(error).toMatchObject({
      service: 'cvm',
      action: 'DescribeInstances',
      region: 'ap-guangzhou',
      version: '2017-03-12',
    })
  })

  test.each([
    ['several versions', 'https://ams.tencentcloudapi.com/', /needs a version.*one of 2020-06-08, 2020-12-29/],
    ['no known version', 'https://nosuchproduct.tencentcloudapi.com/', /nosuchproduct needs a version/],
  ])('of a product with %s, the version has to be named', async (_, url, message) => {
    const instance = client({ credentials: tenant(1) })
    const error = await rejectionOf(instance.post(url, {}, { tencentCloud: { action: 'DescribeThings' } }))
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toMatchObject({ message: expect.stringMatching(message) })
    expect(fake.requests).toHaveLength(0)
    await instance.post(url, {}, { tencentCloud: { action: 'DescribeThings', version: '2020-12-29' } })
    expect(lastRequest()?.headers['x-tc-version']).toBe('2020-12-29')
  })

  test.each([
    [{ version: '20170312' }, '`tencentCloud.version` must be a date such as 2017-03-12'],
    [{ region: 'ap guangzhou' }, '`tencentCloud.region` must be'],
    [{ language: 'en' as 'en-US' }, '`tencentCloud.language` must be one of zh-CN, en-US'],
    [{ credentials: { secretId: '', secretKey: 'x' } }, '`tencentCloud.credentials.secretId` must be'],
  ])('%o is refused by name', async (tencentCloud, message) => {
    expect(await rejectionOf(client().post(cvm, {}, { tencentCloud }))).toMatchObject({
      message: expect.stringContaining(message),
    })
  })

  test('a foreign host gets none of them', async () => {
    let sent: AxiosRequestConfig = {}
    const instance = client({ credentials: tenant(1) })
    const adapter: AxiosRequestConfig['adapter'] = async (config) => {
      sent = config
      return { data: '', status: 200, statusText: '', headers: {}, config }
    }
    await instance.post('https://api.example.com/', {}, { adapter, tencentCloud: { ...call, credentials: tenant(2) } })
    expect(Object.keys(Object(sent.headers)).filter((name) => /^(x-tc|auth)/i.test(name))).toEqual([])
  })
})

describe('one client for many tenants', () => {
  const describeFor = (credentials: object | (() => object)) =>
    ({ tencentCloud: { action: 'DescribeInstances', credentials } }) as AxiosRequestConfig

  test('signs each call with the credentials of that call, which outrank those of the client and its `sign`', async () => {
    const sign = vi.fn()
    for (const instance of [client({ credentials: tenant(1) }), client({ sign }), client()]) {
      await instance.post(cvm, {}, describeFor(tenant(2)))
      await instance.post(
        cvm,
        {},
        describeFor(async () => tenant(1)),
      )
    }
    const ids = fake.requests.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1])
    expect(ids).toEqual(
      Array(3)
        .fill([tenant(2).secretId, tenant(1).secretId])
        .flat(),
    )
    expect(fake.requests.map(({ verified }) => verified)).toEqual(Array(6).fill(true))
    expect(sign).not.toHaveBeenCalled()
  })

  test('a throttle of one does not slow another down', async () => {
    const instance = client({ credentials: tenant(1) })
    fake.fail('DescribeInstances', faults.api3('RequestLimitExceeded', 'slow down'))
    await instance.post(cvm, {}, describeFor(tenant(1)))
    const before = clock.now()
    await instance.post(cvm, {}, describeFor(tenant(2)))
    expect(clock.now()).toBe(before)
    await instance.post(cvm, {}, describeFor(tenant(1)))
    expect(clock.now()).toBeGreaterThan(before)
  })

  test('a time that is refused to one is corrected for that one alone', async () => {
    const ahead = createFakeTencentCloud({ now: () => clock.now() + 3_600_000, credentials: [tenant(1), tenant(2)] })
    const own = setupServer(...ahead.handlers(handlers))
    server.close()
    own.listen()
    try {
      const instance = client()
      for (const number of [1, 1, 2]) await instance.post(cvm, {}, describeFor(tenant(number)))
      expect(ahead.requests.map(({ verified }) => verified)).toHaveLength(5)
    } finally {
      own.close()
      server.listen({ onUnhandledRequest: 'error' })
    }
  })

  test('a provider is asked once for all calls that bring it', async () => {
    const provider = vi.fn(async () => tenant(2))
    const instance = client()
    for (let call = 0; call < 5; call++) await instance.post(cvm, {}, describeFor(provider))
    expect(provider).toHaveBeenCalledTimes(1)
  })

  test('keeps a thousand signers at most, those that were used last', () => {
    const signers = new Signers({ clock })
    const first = signers.find(tenant(1))
    for (let number = 2; number <= 1_500; number++) {
      signers.find(tenant(number))
      expect(signers.find(tenant(1))).toBe(first)
    }
    expect(signers.size).toBe(1_000)
  })

  test('objects that hide their keys from loggers are told apart, too', async () => {
    const hiding = (number: number) => ({ ...tenant(number), toJSON: () => '[hidden]' })
    const instance = client()
    for (const number of [1, 2]) await instance.post(cvm, {}, describeFor(Object.create(hiding(number))))
    const ids = fake.requests.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1])
    expect(ids).toEqual([tenant(1).secretId, tenant(2).secretId])
  })

  test('credentials of a call do not take the token of those among the defaults of the instance', async () => {
    const defaults = { tencentCloud: { credentials: { ...tenant(1), token: 'tokenOfOne', expiresAt: 1 } } }
    const instance = client({}, defaults)
    await instance.post(cvm, {}, describeFor(tenant(2)))
    expect(lastRequest()).toMatchObject({ verified: true })
    expect(lastRequest()?.headers).not.toHaveProperty('x-tc-token')
    // The fake knows no token of this account.
    await rejectionOf(instance.post(cvm, {}, describeFor({ ...tenant(2), token: 'tokenOfTwo' })))
    expect(lastRequest()?.headers).toMatchObject({ 'x-tc-token': 'tokenOfTwo' })
  })

  test('nothing that axios itself prints of a call shows its credentials, and its config can be sent again', async () => {
    const controller = new AbortController()
    const signal = controller.signal
    fake.fail('DescribeInstances', faults.hang())
    const cancelled = rejectionOf(client().post(cvm, {}, { ...describeFor(tenant(2)), signal }))
    await vi.waitFor(() => expect(fake.requests).toHaveLength(1))
    controller.abort()
    fake.fail('DescribeInstances', faults.status(400))
    const instance = client({ throwErrors: false })
    const refused = await rejectionOf(instance.post(cvm, {}, describeFor(tenant(2))))
    const response = await instance.request((refused as AxiosError).config ?? {})
    expect(lastRequest()).toMatchObject({ verified: true })
    for (const shown of [await cancelled, refused, { config: response.config }]) {
      expect(shown).toHaveProperty('config.tencentCloud.credentials.secretId', tenant(2).secretId)
      const printed = [JSON.stringify(shown), inspect(shown, { depth: 9, showHidden: true })].join()
      expect(printed).toContain('tencentCloud')
      expect(printed).not.toContain(tenant(2).secretKey)
    }
  })

  test('no secret of one shows in the error of another, or in its own', async () => {
    const instance = client({ credentials: tenant(1) })
    await instance.post(cvm, {}, describeFor(tenant(2)))
    const leak = JSON.stringify([tenant(1), tenant(2)])
    fake.fail('DescribeInstances', faults.api3('InvalidParameter', `you sent ${tenant(2).secretKey}`))
    const error = await rejectionOf(instance.post(cvm, {}, describeFor(tenant(2))))
    expect(isTencentCloudError(error)).toBe(true)
    for (const { secretKey, secretId } of [tenant(1), tenant(2)]) {
      expect(leak).toContain(secretKey)
      expect(JSON.stringify(error)).not.toContain(secretKey)
      expect(JSON.stringify(error)).not.toContain(secretId)
    }
  })
})

describe('the product of a call', () => {
  // 4400 is a quota of requests, but in CMQ 4400/10230 is a message that is too large.
  const data = '{"code":4400,"message":"(10230)message too large"}'

  test.each([
    ['the call’s', 'https://kms.api.qcloud.com', {}, { service: 'cmq' }, 'cmq'],
    ['the host’s, where the call names none', 'https://cmq-queue-gz.api.qcloud.com', { service: 'kms' }, {}, 'cmq'],
    ['the client’s, where the host names none', 'https://gateway.example.com', { service: 'cmq' }, {}, 'cmq'],
  ])('is %s', async (_, origin, options, tencentCloud, service) => {
    const instance = client({ ...options, hosts: [origin] })
    const adapter: AxiosRequestConfig['adapter'] = async (config) => {
      return { data, status: 200, statusText: '', headers: {}, config }
    }
    const params = { Action: 'SendMessage' }
    const error = await rejectionOf(instance.get(`${origin}/v2/index.php`, { params, adapter, tencentCloud }))
    expect(error).toMatchObject({ service, code: '4400', name: 'InvalidParameterError' })
  })
})

describe('a `service` that no product has', () => {
  async function warningsOf(options: TencentCloudOptions[]): Promise<string[]> {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    for (const one of options) client(one)
    await vi.waitFor(() => expect(warned.mock.calls.length).toBeGreaterThan(0), { timeout: 500 }).catch(() => {})
    const texts = warned.mock.calls.map(([text]) => String(text))
    warned.mockRestore()
    return texts
  }

  test('and that is one slip away from one draws one warning, which names it', async () => {
    const texts = await warningsOf([{ service: 'kmss' }, { service: 'kmss' }])
    expect(texts).toEqual([expect.stringMatching(/option `service`: no product is named "kmss"; did you mean "kms"\?/)])
  })

  test('names the product of the same letters before others', async () => {
    expect(await warningsOf([{ service: 'vcm' }])).toEqual([expect.stringContaining('did you mean "cvm"?')])
  })

  test.each([
    [{ service: 'kms' }],
    [{ service: 'KMS' }],
    [{ service: 'somethingnew' }],
    [{ service: 'qq' }],
    [{ service: 'kmsx', catalog: [{ service: 'kmsx', code: '1', class: 'ThrottlingError', retry: 'throttle' }] }],
  ] as [TencentCloudOptions][])('but else none: %o', async (options) => {
    expect(await warningsOf([options])).toEqual([])
  })
})
