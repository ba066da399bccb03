import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import axios, { type AxiosInstance, type AxiosRequestConfig } from 'axios'
import {
  AuthenticationError,
  attachTencentCloud,
  attemptsOf,
  type TencentCloudError,
  type TencentCloudOptions,
} from 'axios-tencentcloud'
import type { CredentialSource, Credentials } from 'axios-tencentcloud/signing'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { InstantClock, ManualClock } from '../support/clocks.ts'
import { type Cloud, rejectionOf, startCloud } from '../support/cloud.ts'
import { until } from '../support/turns.ts'

const secretKey = 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE'
const credentials: Credentials = { secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secretKey }
const temporary: Credentials = { ...credentials, token: 'token-0123456789' }
const throttled = faults.api3('RequestLimitExceeded', 'slow down')
const legacyPath = '/v2/index.php'

interface Signed extends Cloud {
  readonly kms: AxiosInstance
  readonly cvm: AxiosInstance
}

/** A fake that verifies every signature, and clients that sign. */
async function startSigned(options: TencentCloudOptions = {}, known: Credentials = credentials): Promise<Signed> {
  const cloud = await startCloud({ credentials: [known] })
  const signing = { credentials: known, ...options }
  return {
    ...cloud,
    kms: cloud.client(signing),
    cvm: cloud.client(
      { ...signing, service: 'cvm' },
      { baseURL: `${cloud.url}/cvm`, headers: { 'X-TC-Version': '2017-03-12', 'X-TC-Region': 'ap-guangzhou' } },
    ),
  }
}

const action = (name: string): AxiosRequestConfig => ({ headers: { 'X-TC-Action': name } })

function form(): FormData {
  const data = new FormData()
  data.set('Name', '未命名 "x"\n')
  data.set('File', new File([new Uint8Array([0, 255, 13, 10])], 'ü.bin', { type: 'application/x-thing' }))
  return data
}

describe('every attempt passes verification, and its body arrives whole', () => {
  const requests: [what: string, send: (clients: Signed) => Promise<unknown>][] = [
    [
      'TC3, JSON',
      ({ cvm }) => cvm.post('/', { Limit: 1, Name: '未命名', 'it’s': "'()*!" }, action('DescribeInstances')),
    ],
    [
      'TC3, JSON text that axios trims',
      ({ cvm }) =>
        cvm.post('/', '  {"Limit":1}  ', {
          headers: { 'X-TC-Action': 'DescribeInstances', 'Content-Type': 'application/json' },
        }),
    ],
    ['TC3, no body', ({ cvm }) => cvm.post('/', undefined, action('DescribeInstances'))],
    ['TC3, an empty body', ({ cvm }) => cvm.post('/', '', action('DescribeInstances'))],
    ['TC3, 1 MB', ({ cvm }) => cvm.post('/', { Data: 'ü'.repeat(500_000) }, action('DescribeInstances'))],
    [
      'TC3, bytes',
      ({ cvm }) =>
        cvm.post('/', Buffer.from([0, 1, 254, 255]), {
          headers: { 'X-TC-Action': 'DescribeInstances', 'Content-Type': 'application/octet-stream' },
        }),
    ],
    [
      'TC3, an ArrayBuffer',
      ({ cvm }) =>
        cvm.post('/', new Uint8Array([0, 1, 254, 255]).buffer, {
          headers: { 'X-TC-Action': 'DescribeInstances', 'Content-Type': 'application/octet-stream' },
        }),
    ],
    [
      'TC3, a Blob',
      ({ cvm }) =>
        cvm.post('/', new Blob(['{"Limit":1}']), {
          headers: { 'X-TC-Action': 'DescribeInstances', 'Content-Type': 'application/json' },
        }),
    ],
    ['TC3, a FormData', ({ cvm }) => cvm.post('/', form(), action('DescribeInstances'))],
    [
      'TC3, a form that axios makes of an object',
      ({ cvm }) => cvm.postForm('/', { Name: 'x', Number: 5 }, action('DescribeInstances')),
    ],
    [
      'TC3, URLSearchParams',
      ({ cvm }) => cvm.post('/', new URLSearchParams({ Name: 'a b' }), action('DescribeInstances')),
    ],
    [
      'TC3, GET with params',
      ({ cvm }) =>
        cvm.get('/', {
          params: {
            Action: 'DescribeInstances',
            Version: '2017-03-12',
            Name: "未 '()*!~ +&",
            List: ['a', 'b'],
            Filter: { a: 1 },
          },
        }),
    ],
    [
      'TC3, GET with URLSearchParams and a query',
      ({ cvm }) =>
        cvm.get('/?q=1%2B', { params: new URLSearchParams({ Name: 'a b' }), ...action('DescribeInstances') }),
    ],
    [
      'TC3, action from the call’s options',
      ({ cvm }) => cvm.post('/', {}, { tencentCloud: { action: 'DescribeInstances' } }),
    ],
    [
      'v1, GET on the legacy path',
      ({ kms }) =>
        kms.get(legacyPath, {
          params: { Action: 'ListKey', Name: "未 '()*", Filters: [{ Name: 'x', Values: ['1', 2] }], under_score: 'x' },
        }),
    ],
    ['v1, form POST', ({ kms }) => kms.post(legacyPath, new URLSearchParams({ Action: 'ListKey', Name: 'a b' }))],
    [
      'v1, an object as POST',
      ({ kms }) => kms.post(legacyPath, { Action: 'ListKey', Deep: { Values: [1, { a: 'ü' }] } }),
    ],
    [
      'v1, a FormData',
      ({ kms }) => {
        const data = new FormData()
        data.set('Action', 'ListKey')
        return kms.post(legacyPath, data)
      },
    ],
  ]
  test.each(requests)('%s', async (_what, send) => {
    const clients = await startSigned()
    const { fake } = clients
    fake.fail('*', throttled, faults.api3('InternalError', 'x'))
    await send(clients)
    // Verified over what arrived: a body that was cut off would not be.
    expect(fake.requests.map((request) => request.verified)).toEqual([true, true, true])
    expect(fake.executions).toHaveLength(1)
    const nonces = fake.requests.map((request) => request.nonce).filter(Boolean)
    expect(new Set(nonces).size).toBe(nonces.length)
  })

  test.each(['HmacSHA1', 'HmacSHA256', 'TC3-HMAC-SHA256'] as const)(
    'signing: %s is obeyed, for API 3.0 too',
    async (signing) => {
      const { fake, cvm } = await startSigned({ signing })
      const params = { Action: 'DescribeInstances', Version: '2017-03-12', Region: 'ap-guangzhou', Limit: 1 }
      await cvm.get('/', { params })
      await cvm.post('/', new URLSearchParams({ ...params, Limit: '1' }))
      expect(fake.requests.map((request) => request.verified)).toEqual([true, true])
      expect(
        fake.requests.every(
          (request) => (signing === 'TC3-HMAC-SHA256') === (request.headers.authorization !== undefined),
        ),
      ).toBe(true)
    },
  )

  test('a token of temporary credentials goes along', async () => {
    const { fake, kms, cvm } = await startSigned({}, temporary)
    await kms.get(legacyPath, { params: { Action: 'ListKey' } })
    await cvm.post('/', {}, action('DescribeInstances'))
    expect(fake.requests.map((request) => request.verified)).toEqual([true, true])
  })

  test('a stream is sent with its body unsigned, once', async () => {
    const { fake, cvm } = await startSigned()
    fake.fail('DescribeInstances', faults.api3('InternalError', 'x'))
    const error = await rejectionOf(
      cvm.post('/', Readable.from(['{}']), {
        headers: { 'X-TC-Action': 'DescribeInstances', 'Content-Type': 'application/json' },
      }),
    )
    expect(error).toMatchObject({ attempts: [{ reason: 'not-replayable' }] })
    expect(fake.requests.map((request) => request.verified)).toEqual([true])
  })

  test('the fetch adapter signs the same', async () => {
    const { fake, client, url } = await startSigned()
    const http = client({ credentials, service: 'cvm' }, { adapter: 'fetch', baseURL: `${url}/cvm` })
    fake.fail('*', throttled)
    await http.post('/', { Name: 'ü' }, action('DescribeInstances'))
    await http.post('/', form(), action('DescribeInstances'))
    await http.get('/', { params: { Name: "'" }, ...action('DescribeInstances') })
    expect(fake.requests.map((request) => request.verified)).toEqual([true, true, true, true])
  })

  test('a replayed read is signed afresh; a Create that nothing explains is not repeated: its twin may have run', async () => {
    const { fake, kms } = await startSigned()
    fake.fail('ListKey', faults.legacy(4500, 'replay'), faults.legacy(4500, 'replay'))
    await kms.get(legacyPath, { params: { Action: 'ListKey' } })
    expect(new Set(fake.requests.map((request) => request.nonce)).size).toBe(3)
    fake.fail('CreateKey', faults.legacy(4500, 'replay'))
    expect(await rejectionOf(kms.get(legacyPath, { params: { Action: 'CreateKey' } }))).toMatchObject({
      attempts: [{ reason: 'could-duplicate' }],
    })
  })

  test('1,000 concurrent calls get no 4500, and share no nonce', async () => {
    // Unpaced: the clock of these tests jumps over every wait, for all calls at once.
    const { fake, kms } = await startSigned({ pacing: false })
    const { Agent } = await import('node:http')
    const httpAgent = new Agent({ keepAlive: true, maxSockets: 64 })
    await Promise.all(
      Array.from({ length: 1_000 }, () => kms.get(legacyPath, { params: { Action: 'ListKey' }, httpAgent })),
    )
    httpAgent.destroy()
    expect(new Set(fake.requests.map((request) => request.nonce)).size).toBe(1_000)
    expect(fake.requests.every((request) => request.verified && request.outcome === 'success')).toBe(true)
  }, 60_000)

  test('v1 cannot sign files: the error says what can', async () => {
    const { fake, kms } = await startSigned()
    const error = await rejectionOf(kms.post(legacyPath, form()))
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toContain("signing: 'TC3-HMAC-SHA256'")
    expect(fake.requests).toHaveLength(0)
  })
})

describe('what the caller sees', () => {
  test('a request that its caller has signed is left alone', async () => {
    const { fake, client } = await startCloud()
    const http = client({ credentials })
    await http.get(legacyPath, { params: { Action: 'ListKey', Signature: 'mine', Nonce: 1 } })
    await http.post('/', {}, { headers: { Authorization: 'TC3-HMAC-SHA256 mine', 'X-TC-Action': 'ListKeys' } })
    expect(fake.requests.map((request) => request.signature ?? request.headers.authorization)).toEqual([
      'mine',
      'TC3-HMAC-SHA256 mine',
    ])
  })

  test('response.config and error.config are unsigned: sent again, they are signed anew', async () => {
    const { fake, cvm, kms } = await startSigned()
    const response = await cvm.post('/', { Limit: 1 }, action('DescribeInstances'))
    expect(response.config.headers.Authorization).toBeUndefined()
    await cvm.request(response.config)
    fake.fail('ListKey', faults.legacy(4000, '(1)no'))
    const error = (await rejectionOf(kms.get(legacyPath, { params: { Action: 'ListKey' } }))) as TencentCloudError
    expect(error.config?.url).toBe(legacyPath)
    expect(error.config?.params).toEqual({ Action: 'ListKey' })
    await kms.request(error.config ?? {})
    expect(fake.requests.every((request) => request.verified)).toBe(true)
  })

  test.each([
    ['no secretId', () => ({ secretKey }), 'secretId'],
    ['an empty secretKey', () => ({ ...credentials, secretKey: '' }), 'secretKey'],
    ['a secretKey with a line break', () => ({ ...credentials, secretKey: `${secretKey}\n` }), 'secretKey'],
    ['a token that is a number', () => ({ ...credentials, token: 5 }), 'token'],
    ['an expiry in seconds', { ...credentials, expiresAt: 1_772_323_200 }, 'multiply an ExpiredTime by 1000'],
    ['a provider without a result', () => undefined, 'credentials'],
    ['a provider that fails', () => Promise.reject(new Error('metadata is down')), 'metadata is down'],
  ])('%s: an AuthenticationError says so before anything is sent', async (_what, given, named) => {
    const { fake, client } = await startCloud()
    const error = await rejectionOf(
      client({ credentials: given as CredentialSource }).get(legacyPath, { params: { Action: 'ListKey' } }),
    )
    expect(error).toBeInstanceOf(AuthenticationError)
    expect((error as Error).message).toContain(named)
    expect(error).toMatchObject({ mayHaveRun: false, attempts: [] })
    expect(fake.requests).toHaveLength(0)
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain(secretKey)
  })

  test('a secret key and a token show in no error', async () => {
    const { fake, kms, cvm } = await startSigned({}, temporary)
    const echo = `${secretKey} ${temporary.token} ${temporary.secretId}`
    fake.fail(
      '*',
      faults.legacy(4100, `(10030)${echo}`),
      faults.api3('AuthFailure.SignatureFailure', echo),
      faults.reset('before'),
    )
    for (const send of [
      () => kms.get(legacyPath, { params: { Action: 'ListKey' } }),
      () => cvm.post('/', {}, action('DescribeInstances')),
      () => cvm.post('/', {}, action('CreateThing')),
    ]) {
      const error = (await rejectionOf(send())) as TencentCloudError
      const text = [
        inspect(error, { depth: 9 }),
        JSON.stringify(error),
        String(error),
        error.stack,
        inspect(error.cause, { depth: 9 }),
      ].join()
      for (const secret of [secretKey, temporary.token, temporary.secretId]) expect(text).not.toContain(secret)
      expect(text).not.toContain(fake.requests.at(-1)?.signature ?? 'no signature')
    }
  })

  test.each([
    [{ credentials, sign: () => {} }, 'pass one'],
    [{ signing: 'HmacSHA1' }, 'credentials'],
    [{ credentials, signing: 'MD5' }, '`signing`'],
    [{ credentials: 'AKID' }, '`credentials`'],
    [{ clientToken: true }, '`clientToken`'],
  ])('options %j are refused at attach', async (options, named) => {
    const { client } = await startCloud()
    expect(() => client(options as TencentCloudOptions)).toThrow(named)
  })
})

describe('clock repair', () => {
  /** A client whose machine is off by `offsetMs`, and a fake whose clock is right. */
  async function startWithWrongClock(offsetMs: number, fakeOptions = {}) {
    const clock = new InstantClock()
    const cloud = await startCloud({ credentials: [credentials], now: () => clock.time - offsetMs, ...fakeOptions })
    const client = (options: TencentCloudOptions = {}, path = 'kms') =>
      cloud.client({ clock, credentials, service: path, ...options }, { baseURL: `${cloud.url}/${path}` })
    return { ...cloud, clock, client }
  }

  const minutes = 60_000
  test.each([20 * minutes, -20 * minutes, 400 * 86_400_000])(
    'a machine off by %i ms works: only its first call pays one extra request',
    async (offset) => {
      const { fake, client } = await startWithWrongClock(offset)
      const cvm = client({}, 'cvm')
      for (let call = 0; call < 5; call++) await cvm.post('/', {}, action('DescribeInstances'))
      expect(fake.requests.map((request) => request.outcome)).toEqual(['expired', ...Array(5).fill('success')])
    },
  )

  test('so do the legacy API, whose 4500 names the clock, and the account API, which answers 4200', async () => {
    for (const [service, offset] of [
      ['kms', 20 * minutes],
      ['account', 3 * 60 * minutes],
    ] as const) {
      const { fake, client } = await startWithWrongClock(offset)
      const http = client({}, service)
      await http.get(legacyPath, { params: { Action: 'CreateProject' } })
      await http.get(legacyPath, { params: { Action: 'CreateProject' } })
      expect(fake.requests.map((request) => request.outcome)).toEqual(['expired', 'success', 'success'])
      expect(fake.executions).toHaveLength(2)
    }
  })

  test('an offset is kept per host, and never learned from a healthy answer', async () => {
    const clock = new InstantClock()
    const right = await startCloud({ credentials: [credentials], now: clock.now })
    const wrong = await startCloud({ credentials: [credentials], now: () => clock.time - 20 * minutes })
    const lenient = await startCloud({
      credentials: [credentials],
      now: () => clock.time - 20 * minutes,
      timestampToleranceSeconds: 1e9,
    })
    const http = right.client(
      { clock, credentials, service: 'cvm', hosts: ['127.0.0.1'] },
      { baseURL: `${right.url}/cvm` },
    )
    for (const { url } of [wrong, lenient, right, wrong])
      await http.post(`${url}/cvm/`, {}, action('DescribeInstances'))
    expect(wrong.fake.requests.map((request) => request.outcome)).toEqual(['expired', 'success', 'success'])
    const secondsOff = ({ fake }: Cloud) => Math.abs(Number(fake.requests[0]?.timestamp) - clock.time / 1000)
    expect([secondsOff(lenient), secondsOff(right)].every((off) => off < 10)).toBe(true)
  })

  test('an offset from one false complaint is forgotten after an hour', async () => {
    const { fake, client, clock } = await startWithWrongClock(0)
    const cvm = client({}, 'cvm')
    const falseDate = new Date(clock.time + 4 * minutes).toUTCString()
    fake.fail('DescribeInstances', faults.api3('AuthFailure.SignatureExpire', 'no', { headers: { Date: falseDate } }))
    await cvm.post('/', {}, action('DescribeInstances'))
    const secondsOff = async () => {
      await cvm.post('/', {}, action('DescribeInstances'))
      return Math.round(Math.abs(Number(fake.requests.at(-1)?.timestamp) - clock.time / 1000))
    }
    expect(await secondsOff()).toBeGreaterThan(230)
    clock.time += 60 * minutes
    expect(await secondsOff()).toBeLessThan(5)
  })

  test('an offset learned over https is not used over http', async () => {
    const clock = new InstantClock()
    const http = axios.create()
    const stamps: [url: string | undefined, secondsOff: number][] = []
    const expired = { Response: { Error: { Code: 'AuthFailure.SignatureExpire', Message: 'm' }, RequestId: 'r' } }
    http.defaults.adapter = async (config) => {
      const secondsOff = Math.round(Number(config.headers.get('X-TC-Timestamp')) - clock.time / 1000)
      stamps.push([config.url, secondsOff])
      const date = new Date(clock.time + 20 * minutes).toUTCString()
      const data = stamps.length === 1 ? expired : { Response: { RequestId: 'r' } }
      return { data, status: 200, statusText: 'OK', headers: { date }, config }
    }
    attachTencentCloud(http, { clock, credentials, hosts: ['http://cvm.local', 'https://cvm.local'], service: 'cvm' })
    for (const url of ['https://cvm.local/', 'http://cvm.local/']) await http.post(url, {}, action('DescribeInstances'))
    expect(stamps.map(([url, seconds]) => [url, Math.round(seconds / 60)])).toEqual([
      ['https://cvm.local/', 0],
      ['https://cvm.local/', 20],
      ['http://cvm.local/', 0],
    ])
  })

  test('a good offset survives a call that is refused twice as a replay', async () => {
    const { fake, client } = await startWithWrongClock(20 * minutes)
    const http = client()
    await http.get(legacyPath, { params: { Action: 'ListKey' } })
    fake.fail('ListKey', faults.legacy(4500, 'replay'), faults.legacy(4500, 'replay'))
    await http.get(legacyPath, { params: { Action: 'ListKey' } })
    expect(fake.requests.map((request) => request.outcome)).toEqual(['expired', 'success', 'fault', 'fault', 'success'])
  })

  test('an absurd Date is not believed', async () => {
    const { fake, client } = await startWithWrongClock(0)
    const cvm = client({}, 'cvm')
    fake.fail(
      'DescribeInstances',
      faults.api3('AuthFailure.SignatureExpire', 'no', { headers: { Date: 'Fri, 31 Dec 9999 23:59:59 GMT' } }),
    )
    expect(await rejectionOf(cvm.post('/', {}, action('DescribeInstances')))).toMatchObject({
      attempts: [{ reason: 'clock-unknown' }],
    })
    await cvm.post('/', {}, action('DescribeInstances'))
  })

  test('an offset that does not help is taken back', async () => {
    const { fake, client, clock } = await startWithWrongClock(0)
    const cvm = client({}, 'cvm')
    const expired = faults.api3('AuthFailure.SignatureExpire', 'expired', {
      headers: { Date: new Date(clock.time + 20 * minutes).toUTCString() },
    })
    fake.fail('DescribeInstances', expired)
    const error = await rejectionOf(cvm.post('/', {}, action('DescribeInstances')))
    expect(error).toMatchObject({ name: 'RequestExpiredError' })
    await cvm.post('/', {}, action('DescribeInstances'))
    // The wrong Date led the second request out of the fake's own window.
    expect(fake.requests.map((request) => request.outcome)).toEqual(['fault', 'expired', 'success'])
  })

  test.each([
    ['an Age header', { Age: '60' }],
    ['no Date', { Date: '' }],
  ])('an answer with %s tells no time: the error says what to do', async (_what, headers) => {
    const { fake, client } = await startWithWrongClock(0)
    fake.fail(
      'DescribeInstances',
      faults.api3('AuthFailure.SignatureExpire', 'The signature is expired, please request again.', { headers }),
    )
    const error = await rejectionOf(client({}, 'cvm').post('/', {}, action('DescribeInstances')))
    expect(error).toMatchObject({ name: 'RequestExpiredError', attempts: [{ reason: 'clock-unknown' }] })
    expect((error as Error).message).toContain('set the clock right')
    expect(fake.requests).toHaveLength(1)
  })

  test('`sign` gets the offset; a signature whose time does not move is not sent', async () => {
    const { fake, client } = await startWithWrongClock(20 * minutes, {
      credentials: undefined,
      timestampToleranceSeconds: 300,
    })
    const sign = (useOffset: boolean): TencentCloudOptions => ({
      credentials: undefined as never,
      sign(config, { now, clockOffsetMs }) {
        const Timestamp = Math.floor((now + (useOffset ? clockOffsetMs : 0)) / 1000)
        config.params = {
          ...config.params,
          Timestamp,
          Nonce: Math.trunc(Math.random() * 2 ** 52),
          Signature: `s${Timestamp}`,
        }
      },
    })
    const request = { params: { Action: 'ListKey' } }
    const good = client(sign(true), 'account')
    await good.get(legacyPath, request)
    await good.get(legacyPath, request)
    expect(fake.requests.map((one) => one.outcome)).toEqual(['expired', 'success', 'success'])
    fake.reset()
    expect(await rejectionOf(client(sign(false), 'account').get(legacyPath, request))).toMatchObject({
      attempts: [{ reason: 'cannot-re-sign' }],
    })
    expect(fake.requests).toHaveLength(1)
  })
})

describe('credentials', () => {
  test('a provider is called once for many concurrent calls', async () => {
    const { fake, client } = await startCloud({ credentials: [credentials] })
    let asked = 0
    const http = client({
      credentials: async () => {
        asked++
        return credentials
      },
    })
    await Promise.all(Array.from({ length: 20 }, () => http.get(legacyPath, { params: { Action: 'ListKey' } })))
    expect(asked).toBe(1)
    expect(fake.requests).toHaveLength(20)
  })

  test('a rejected provider is asked again by the next call', async () => {
    const { client } = await startCloud({ credentials: [credentials] })
    let asked = 0
    const http = client({
      credentials: async () => {
        if (asked++ === 0) throw new Error('not yet')
        return credentials
      },
    })
    await rejectionOf(http.get(legacyPath, { params: { Action: 'ListKey' } }))
    await http.get(legacyPath, { params: { Action: 'ListKey' } })
    expect(asked).toBe(2)
  })

  test.each(['legacy', 'API 3.0'] as const)(
    'a refused token is fetched anew once, and the call retried once: %s',
    async (dialect) => {
      const tokens = ['old-token-1', 'new-token-2']
      const { fake, client, url } = await startCloud({ credentials: [{ ...credentials, token: tokens[1] ?? '' }] })
      let asked = 0
      const http = client(
        { credentials: async () => ({ ...credentials, token: tokens[Math.min(asked++, 1)] }), service: 'cvm' },
        { baseURL: `${url}/cvm` },
      )
      const send = () =>
        dialect === 'legacy'
          ? http.get(legacyPath, { params: { Action: 'RunInstances' } })
          : http.post('/', {}, action('RunInstances'))
      const response = await send()
      expect(attemptsOf(response).map(({ reason }) => reason)).toEqual(['credentials-renewed', 'success'])
      expect(fake.executions).toHaveLength(1)
      fake.expireToken(credentials.secretId)
      const error = await rejectionOf(send())
      expect(error).toBeInstanceOf(AuthenticationError)
      expect((error as TencentCloudError).attempts).toHaveLength(1)
      expect(asked).toBe(3)
    },
  )
})

describe("clientToken: 'inject'", () => {
  test('makes a RunInstances safe to repeat: one token for all attempts, one execution', async () => {
    const { fake, cvm } = await startSigned({ clientToken: 'inject' })
    fake.fail('RunInstances', faults.reset('after'), throttled)
    await cvm.post('/', { ImageId: 'img-1', Big: 1 }, action('RunInstances'))
    const tokens = fake.requests.map((request) => request.params.ClientToken)
    expect(tokens[0]).toMatch(/^[0-9a-f-]{36}$/)
    expect(new Set(tokens).size).toBe(1)
    expect(fake.executions).toHaveLength(1)
    await cvm.post('/', { ImageId: 'img-1' }, action('RunInstances'))
    expect(fake.requests.at(-1)?.params.ClientToken).not.toBe(tokens[0])
    expect(fake.requests.every((request) => request.verified)).toBe(true)
  })

  test.each([
    ['GET', (http: AxiosInstance) => http.get('/', { params: { Action: 'RunInstances', Version: '2017-03-12' } })],
    ['a form', (http: AxiosInstance) => http.post('/', new URLSearchParams({ a: 'b' }), action('RunInstances'))],
    ['no body', (http: AxiosInstance) => http.post('/', undefined, action('RunInstances'))],
    ['an empty object', (http: AxiosInstance) => http.post('/', {}, action('RunInstances'))],
  ])('by %s', async (_how, send) => {
    const { fake, cvm } = await startSigned({ clientToken: 'inject' })
    await send(cvm)
    expect(fake.requests[0]?.params.ClientToken).toMatch(/^[0-9a-f-]{36}$/)
    expect(fake.requests[0]?.verified).toBe(true)
  })

  test('leaves alone a token that is there, an action without that field, and one whose token is inert', async () => {
    const { fake, cvm, client, url } = await startSigned({ clientToken: 'inject' })
    await cvm.post('/', { ClientToken: 'mine' }, action('RunInstances'))
    await cvm.post('/', {}, action('DescribeInstances'))
    await client(
      { credentials, service: 'ecm', clientToken: 'inject' },
      { baseURL: `${url}/ecm`, headers: { 'X-TC-Version': '2019-07-19' } },
    ).post('/', {}, action('RunInstances'))
    expect(fake.requests.map((request) => request.params.ClientToken)).toEqual(['mine', undefined, undefined])
  })

  test('does not touch what its caller holds, so that the next call gets a token of its own', async () => {
    const { fake, cvm } = await startSigned({ clientToken: 'inject' })
    const data = new FormData()
    data.set('ImageId', 'img-1')
    const params = new URLSearchParams({ Action: 'RunInstances', Version: '2017-03-12' })
    for (let call = 0; call < 2; call++) await cvm.post('/', data, action('RunInstances'))
    for (let call = 0; call < 2; call++) await cvm.get('/', { params })
    const response = await cvm.post('/', { ImageId: 'img-1' }, action('RunInstances'))
    await cvm.request(response.config)
    expect(fake.requests.map((request) => request.outcome)).toEqual(Array(6).fill('success'))
    expect(data.has('ClientToken') || params.has('ClientToken')).toBe(false)
  })

  test.each([
    ['null in JSON', (http: AxiosInstance) => http.post('/', { ClientToken: null, a: 1 }, action('RunInstances'))],
    [
      'empty in a form',
      (http: AxiosInstance) => http.post('/', new URLSearchParams({ ClientToken: '', a: 'b' }), action('RunInstances')),
    ],
    [
      'empty in the params',
      (http: AxiosInstance) => http.get('/', { params: { Action: 'RunInstances', Version: '1', ClientToken: '' } }),
    ],
  ])('a field that its caller left %s protects nothing: one execution', async (_how, send) => {
    const { fake, cvm } = await startSigned({ clientToken: 'inject' })
    fake.fail('RunInstances', faults.reset('after'))
    await rejectionOf(send(cvm))
    expect(fake.executions).toHaveLength(1)
    expect(fake.requests).toHaveLength(1)
  })

  test('is for API 3.0: a legacy action of the same name has no such field', async () => {
    const { fake, cvm } = await startSigned({ clientToken: 'inject' })
    await cvm.get(legacyPath, { params: { Action: 'RunInstances' }, headers: { 'X-TC-Version': null } })
    expect(fake.requests[0]?.params.ClientToken).toBeUndefined()
  })

  test('keeps large integers in the body as they are', async () => {
    const { fake, cvm } = await startSigned({ clientToken: 'inject' })
    await cvm.post('/', '{"Id":12345678901234567890}', {
      headers: { 'X-TC-Action': 'RunInstances', 'Content-Type': 'application/json' },
    })
    expect(fake.requests[0]?.body).toMatch(/^\{"ClientToken":"[0-9a-f-]{36}","Id":12345678901234567890\}$/)
  })
})

describe('what is signed, and what is not', () => {
  test('a strange host gets no signature and no token', async () => {
    const { fake, client, url } = await startCloud()
    const http = client({ credentials: temporary }, { baseURL: 'https://kms.api.qcloud.com' })
    await http.post(`${url.replace('127.0.0.1', 'localhost')}/cvm/`, {}, action('DescribeInstances'))
    expect(fake.requests[0]?.headers.authorization).toBeUndefined()
    expect(fake.requests[0]?.headers['x-tc-token']).toBeUndefined()
  })

  test('a redirect is not followed with a signature or a token', async () => {
    const { fake, cvm, url } = await startSigned({}, temporary)
    fake.fail('DescribeInstances', faults.status(307, { Location: `${url.replace('127.0.0.1', 'localhost')}/cvm/` }))
    expect(await rejectionOf(cvm.post('/', {}, action('DescribeInstances')))).toMatchObject({
      name: 'HttpError',
      httpStatus: 307,
    })
    expect(fake.requests).toHaveLength(1)
  })

  test.each([
    ['a Bearer token', { headers: { Authorization: 'Bearer x', 'X-TC-Action': 'ListKeys' } }],
    ['basic auth', { auth: { username: 'a', password: 'b' }, headers: { 'X-TC-Action': 'ListKeys' } }],
  ])('a request with %s is left alone', async (_what, config) => {
    const { fake, client } = await startCloud()
    await client({ credentials }).post('/', {}, config)
    expect(fake.requests[0]?.headers.authorization).toMatch(/^(Bearer|Basic) /)
  })

  test('params of the action’s own that are named like common ones stay, when the common ones are headers', async () => {
    const { fake, cvm } = await startSigned()
    await cvm.get('/', { params: { Region: 'own', Limit: 1 }, ...action('DescribeInstances') })
    expect(fake.requests[0]).toMatchObject({ verified: true, params: { Region: 'own' } })
  })

  test('version 1 carries what stands in X-TC- headers among its parameters', async () => {
    const { fake, cvm } = await startSigned({ signing: 'HmacSHA256' })
    await cvm.post('/', { Limit: 1 }, action('DescribeInstances'))
    expect(fake.requests[0]).toMatchObject({
      verified: true,
      params: { Action: 'DescribeInstances', Version: '2017-03-12', Region: 'ap-guangzhou', Limit: '1' },
    })
  })

  test('defaults that other axios code sets globally are not signed in', async () => {
    const { fake, cvm } = await startSigned()
    axios.defaults.params = { leaked: 1 }
    try {
      await cvm.post('/', {}, action('DescribeInstances'))
    } finally {
      delete axios.defaults.params
    }
    expect(fake.requests[0]?.url).not.toContain('leaked')
  })

  test('a form with a stream in it is sent whole, its body unsigned', async () => {
    const { fake, cvm } = await startSigned()
    await cvm.postForm('/', { Name: 'x', File: Readable.from(['abc']) }, action('DescribeInstances'))
    expect(fake.requests[0]).toMatchObject({ verified: true, params: { Name: 'x' } })
  })

  test.each([
    [
      'Content-Type: false',
      (http: AxiosInstance) =>
        http.post('/', '{}', { headers: { 'X-TC-Action': 'DescribeInstances', 'Content-Type': false } }),
    ],
    [
      'a Blob with a type',
      (http: AxiosInstance) => http.post('/', new Blob(['x'], { type: 'text/plain' }), action('DescribeInstances')),
    ],
    [
      'a subarray of a Buffer',
      (http: AxiosInstance) => http.post('/', Buffer.from('abcdef').subarray(2, 4), action('DescribeInstances')),
    ],
    ['a hash in the URL', (http: AxiosInstance) => http.get('/?a=1#part', action('DescribeInstances'))],
    ['PUT', (http: AxiosInstance) => http.put('/', { a: 1 }, action('DescribeInstances'))],
    [
      'a Host header of its own',
      (http: AxiosInstance) =>
        http.post('/', {}, { headers: { 'X-TC-Action': 'DescribeInstances', Host: 'cvm.tencentcloudapi.com' } }),
    ],
  ])('TC3 verifies with %s', async (_what, send) => {
    const { fake, cvm } = await startSigned()
    await send(cvm)
    expect(fake.requests.map((request) => request.verified)).toEqual([true])
  })

  test.each([
    ['a name given twice', (http: AxiosInstance) => http.get(`${legacyPath}?a=1&a=2`), 'given twice'],
    ...['12345678901234567890', '9007199254740992', '[1,-9007199254740993]'].map(
      (id): [string, (http: AxiosInstance) => Promise<unknown>, string] => [
        `the integer in ${id}`,
        (http) => http.post(legacyPath, `{"Id":${id}}`, { headers: { 'Content-Type': 'application/json' } }),
        '2^53',
      ],
    ),
    ['a list', (http: AxiosInstance) => http.post(legacyPath, [1, 2]), 'a text'],
    [
      'bad JSON',
      (http: AxiosInstance) => http.post(legacyPath, '{bad', { headers: { 'Content-Type': 'text/plain' } }),
      'no JSON',
    ],
    ['PUT with a body', (http: AxiosInstance) => http.put(legacyPath, { a: 1 }), 'a PUT with a body'],
  ])('version 1 refuses %s, and says what can be done', async (_what, send, named) => {
    const { fake, kms } = await startSigned()
    const error = await rejectionOf(send(kms))
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toContain(named)
    expect((error as Error).message).toContain('TC3-HMAC-SHA256')
    expect(fake.requests).toHaveLength(0)
  })

  test.each([1_795_300_570_000_000, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])(
    'version 1 signs the long integer %d, which JavaScript holds',
    async (id) => {
      const { fake, kms } = await startSigned()
      await kms.post(legacyPath, { Action: 'ListKey', Id: id })
      expect(fake.requests[0]).toMatchObject({ verified: true, params: { Id: String(id) } })
    },
  )

  test('version 1 signs a form that axios makes of an object', async () => {
    const { fake, kms } = await startSigned()
    await kms.postForm(legacyPath, { Action: 'ListKey', Deep: { a: [1] } })
    expect(fake.requests[0]).toMatchObject({ verified: true, params: { 'Deep.a.0': '1' } })
  })
})

describe('a provider', () => {
  test('that hangs is ended by an abort, and by a deadline, in the middle of a refresh too', async () => {
    const hanging = () => new Promise<never>(() => {})
    const { client, fake, url } = await startCloud({ credentials: [temporary] })
    const controller = new AbortController()
    const call = rejectionOf(
      client({ credentials: hanging }).get(legacyPath, { params: { Action: 'ListKey' }, signal: controller.signal }),
    )
    controller.abort()
    expect(await call).toMatchObject({ code: 'ERR_CANCELED' })
    const clock = new ManualClock()
    let asked = 0
    const http = client(
      { clock, credentials: () => (asked++ === 0 ? { ...temporary, token: 'old-token-1' } : hanging()) },
      { baseURL: `${url}/kms` },
    )
    fake.fail('*', faults.legacy(4105, 'token'))
    const late = rejectionOf(
      http.get(legacyPath, { params: { Action: 'ListKey' }, tencentCloud: { deadlineMs: 5_000 } }),
    )
    await until(() => asked === 2)
    await clock.untilSleeping(1)
    clock.advance(5_000)
    expect(await late).toBeInstanceOf(AuthenticationError)
  })

  test('whose error shows a key does not leak it', async () => {
    const { client } = await startCloud()
    const error = await rejectionOf(
      client({
        credentials: () =>
          Promise.reject(new Error(`STS said: {"TmpSecretKey":"${secretKey}","Token":"${secretKey}x"}`)),
      }).get(legacyPath, { params: { Action: 'ListKey' } }),
    )
    expect(inspect(error, { depth: 9 }) + (error as Error).stack).not.toContain(secretKey)
    expect(error).toMatchObject({ service: 'kms', action: 'ListKey' })
  })

  test('that fails at a retry leaves the failure before it, with throwErrors: false', async () => {
    const { fake, client, clock } = await startCloud({ credentials: [credentials] })
    let asked = 0
    const http = client({
      throwErrors: false,
      credentials: () => {
        if (asked++ > 0) throw new Error('gone')
        return { ...credentials, expiresAt: clock.time + 31_000 }
      },
    })
    fake.fail('ListKey', faults.legacy(4420, '(10250)slow', { headers: { 'Retry-After': '40' } }))
    const response = await http.get(legacyPath, { params: { Action: 'ListKey' } })
    expect(response.data.code).toBe(4420)
    expect(attemptsOf(response)).toMatchObject([{ code: '4420', decision: 'give-up', reason: 'cannot-re-sign' }])
  })
})

test('signatures verify through a fake that is taken for a proxy, at the true host names', async () => {
  const { fake, url, clock } = await startCloud({ credentials: [credentials] })
  const proxy = { protocol: 'http', host: '127.0.0.1', port: Number(new URL(url).port) }
  const http = axios.create({ proxy, headers: { 'X-TC-Version': '2017-03-12' } })
  attachTencentCloud(http, { credentials, clock, allowPlainHttp: true })
  await http.post('http://cvm.ap-guangzhou.tencentcloudapi.com/', {}, action('DescribeInstances'))
  await http.get('http://kms.api.qcloud.com/v2/index.php', {
    params: { Action: 'ListKey' },
    headers: { 'X-TC-Version': null },
  })
  expect(fake.requests.map(({ service, verified }) => [service, verified])).toEqual([
    ['cvm', true],
    ['kms', true],
  ])
})
