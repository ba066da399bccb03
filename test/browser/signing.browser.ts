import type { AxiosAdapter, AxiosRequestConfig } from 'axios'
import type { Credentials, SigningMethod, TencentCloudOptions } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Outcome } from './page.ts'
import { openStage, type Stage, type StagePage } from './stage.ts'

const permanent = { secretId: 'AKIDpermanentEXAMPLE', secretKey: 'permanent-key-EXAMPLE' }
const temporary = { secretId: 'AKIDtemporaryEXAMPLE', secretKey: 'temporary-key-EXAMPLE', token: 'token/of+EXAMPLE==' }

const path = '/v2/index.php'
const throttled = faults.legacy(4420, '(10250)qps throttling')
const internal = faults.legacy(6000, '(10050)server internal error')
const api3 = (action: string) => ({
  'X-TC-Action': action,
  'X-TC-Version': '2019-01-18',
  'X-TC-Region': 'ap-guangzhou',
})
const list: AxiosRequestConfig = { url: path, params: { Action: 'ListKey' } }
const listApi3: AxiosRequestConfig = { method: 'post', url: '/', data: { Limit: 1 }, headers: api3('ListKeys') }

// What URLs, forms and browsers each spell in their own way.
const awkward = {
  Name: "it's",
  zh: '主密钥',
  accents: 'é ü 😀',
  spaces: ' a  b ',
  signs: '+ & = % # ? / ~ * ( ) ! @ $ , ; :',
  quotes: '"<>`{}|^\\[]',
}

let stage: Stage
let opened: StagePage
beforeAll(async () => {
  stage = await openStage({ credentials: [permanent, temporary] })
  opened = await stage.open()
})
afterAll(() => stage?.close())
beforeEach(() => stage.fake.reset())
afterEach(() => {
  expect(opened.complaints.splice(0), 'uncaught errors, and errors on the console').toEqual([])
})

const verdicts = () => stage.fake.requests.map(({ verified }) => verified)
const nonces = () => stage.fake.requests.map(({ nonce }) => nonce)
const signatures = () => stage.fake.requests.map(({ signature }) => signature)
const distinct = (values: readonly unknown[]): number => new Set(values).size
const decisions = ({ attempts }: Outcome) => attempts.map(({ decision, reason }) => [decision, reason])

const byV1 = ['HmacSHA256', 'HmacSHA1'] as const

describe.each(['xhr', 'fetch'] as const)('the adapter %s', (adapter) => {
  type Serializable = Pick<TencentCloudOptions, 'signing' | 'retry' | 'pacing'> & {
    readonly credentials?: Partial<Credentials>
    /** They come from a function: what is wrong with them is then found at the call. */
    readonly provided?: boolean
  }

  /** One call from the page, signed, on a clock that stands still but for the waits and is `offMs` ahead. */
  const callsOf = (
    configs: readonly AxiosRequestConfig[],
    options: Serializable = {},
    offMs = 0,
  ): Promise<readonly Outcome[]> =>
    opened.page.evaluate(
      async ([base, configs, { provided, credentials, ...options }, offMs]) => {
        const source = provided ? async () => credentials : credentials
        const http = kit.client(base, { ...options, credentials: source, clock: kit.standingClock(offMs) })
        const outcomes: Outcome[] = []
        for (const config of configs) outcomes.push(await kit.outcomeOf(http.request(config)))
        return outcomes
      },
      [
        { adapter, baseURL: stage.baseURL },
        configs,
        { ...options, credentials: (options.credentials ?? permanent) as Credentials },
        offMs,
      ] as const,
    )
  const call = async (config: AxiosRequestConfig, options: Serializable = {}): Promise<Outcome> => {
    const [outcome] = await callsOf([config], options)
    if (!outcome) throw new Error('the call has no outcome')
    return outcome
  }

  /** One call whose body is made in the page, as no file or buffer can be handed to it. */
  async function send(
    config: AxiosRequestConfig,
    makeBody: () => unknown,
    signing?: SigningMethod,
    offMs = 0,
  ): Promise<Outcome> {
    const body = await opened.page.evaluateHandle(makeBody)
    return opened.page.evaluate(
      ([base, config, data, options, offMs]) => {
        const http = kit.client(base, { ...options, clock: kit.standingClock(offMs) })
        return kit.outcomeOf(http.request({ ...config, data }))
      },
      [
        { adapter, baseURL: stage.baseURL },
        config,
        body,
        { credentials: permanent, ...(signing !== undefined && { signing }) },
        offMs,
      ] as const,
    )
  }

  test('what signs is Web Crypto', async () => {
    const { outcomes, used } = await opened.page.evaluate(
      async ([base, config, credentials]) => {
        const { subtle } = crypto
        const used: string[] = []
        const { sign } = subtle
        const http = kit.client(base, { credentials })
        subtle.sign = (algorithm, ...rest) => {
          used.push(typeof algorithm === 'string' ? algorithm : algorithm.name)
          return sign.call(subtle, algorithm, ...rest)
        }
        try {
          return { outcomes: await kit.outcomeOf(http.request(config)), used }
        } finally {
          Reflect.deleteProperty(subtle, 'sign')
        }
      },
      [{ adapter, baseURL: stage.baseURL }, listApi3, permanent] as const,
    )
    expect(outcomes.error).toBeUndefined()
    expect(verdicts()).toEqual([true])
    expect(distinct(used)).toBe(1)
    expect(used[0]).toBe('HMAC')
  })

  describe('TC3-HMAC-SHA256', () => {
    test.each([
      ['of ASCII', { Alias: 'a' }],
      ['of Chinese', { Alias: '主密钥 é 😀' }],
      ['of nothing', {}],
      [
        'of odd texts and types',
        { ...awkward, Limit: 0, Flag: false, List: [{ Key: 'ü' }], None: null, Half: '\ud800' },
      ],
    ])('signs a POST with JSON %s, which arrives as it was', async (_of, data) => {
      const outcome = await call({ method: 'post', url: '/', data, headers: api3('CreateKey') })
      expect(outcome.error).toBeUndefined()
      expect(verdicts()).toEqual([true])
      expect(stage.fake.requests[0]).toMatchObject({ action: 'CreateKey', dialect: 'api3', body: JSON.stringify(data) })
      expect(stage.fake.requests[0]?.headers.authorization).toMatch(/^TC3-HMAC-SHA256 /)
    })

    test.each([
      'application/json',
      'application/json; charset=utf-8',
      'application/json;charset=UTF-8',
      'Application/JSON; Charset=Utf-8',
      'application/json; charset=gbk',
    ])('signs the content type that arrives for a text sent as %s', async (type) => {
      const outcome = await call({
        method: 'post',
        url: '/',
        data: '{"Alias":"主密钥"}',
        headers: { ...api3('CreateKey'), 'Content-Type': type },
      })
      expect(outcome.error).toBeUndefined()
      expect(verdicts()).toEqual([true])
      expect(stage.fake.requests[0]).toMatchObject({ params: { Alias: '主密钥' } })
    })

    test('signs a POST without a body', async () => {
      const outcome = await call({ method: 'post', url: '/', headers: api3('ListKeys') })
      expect(outcome.error).toBeUndefined()
      expect(verdicts()).toEqual([true])
      expect(stage.fake.requests[0]).toMatchObject({ method: 'POST', bodyBytes: 0 })
    })

    test('signs a GET without params', async () => {
      const outcome = await call({ url: '/', headers: api3('ListKeys') })
      expect(outcome.error).toBeUndefined()
      expect(verdicts()).toEqual([true])
    })

    if (adapter === 'xhr') {
      // As without this package: XMLHttpRequest has no body in a GET. The fetch adapter refuses to make such a request.
      test('signs a GET whose data the browser leaves out', async () => {
        const outcome = await call({ url: '/', data: { Limit: 1 }, headers: api3('ListKeys') })
        expect(outcome.error).toBeUndefined()
        expect(verdicts()).toEqual([true])
        expect(stage.fake.requests[0]?.bodyBytes).toBe(0)
      })
    }

    test.each([
      ['params', { url: '/', params: { ...awkward, Limit: 0 } }],
      ['params and a query of its own', { url: "/?Own=it's ü&Empty=", params: awkward }],
    ])('signs a GET with %s, which arrive as they were', async (_with, request) => {
      const outcome = await call({ ...request, headers: api3('ListKeys') })
      expect(outcome.error).toBeUndefined()
      expect(verdicts()).toEqual([true])
      expect(stage.fake.requests[0]).toMatchObject({ method: 'GET', bodyBytes: 0, params: awkward })
    })

    const bodies = [
      ['Blob', () => new Blob(['主密', '钥'], { type: 'text/plain' }), '主密钥'],
      ['Blob without a type', () => new Blob(['some bytes']), 'some bytes'],
      ['ArrayBuffer', () => new TextEncoder().encode('主密钥').buffer, '主密钥'],
      ['Uint8Array', () => new TextEncoder().encode('主密钥'), '主密钥'],
      ['text', () => '主密钥', '主密钥'],
      ['URLSearchParams', () => new URLSearchParams({ zh: '主密钥', odd: "it's a+b~*" }), /^zh=%E4%B8%BB.*odd=it/],
      ['Blob of no bytes', () => new Blob([]), ''],
    ] as const
    test.each(bodies)('signs a body that is a %s, anew for each attempt', async (_what, makeBody, wire) => {
      stage.fake.fail('ImportKey', throttled)
      const outcome = await send({ method: 'post', url: '/', headers: api3('ImportKey') }, makeBody)
      expect(outcome).toMatchObject({ attempts: { length: 2 } })
      expect(outcome.error).toBeUndefined()
      expect(verdicts()).toEqual([true, true])
      for (const { body } of stage.fake.requests) {
        if (typeof wire === 'string') expect(body).toBe(wire)
        else expect(body).toMatch(wire)
      }
    })

    test('signs bytes that are no text', async () => {
      const makeBody = () => Uint8Array.from({ length: 256 }, (_, index) => index).buffer
      const headers = { ...api3('ImportKey'), 'Content-Type': 'application/octet-stream' }
      const outcome = await send({ method: 'post', url: '/', headers }, makeBody)
      expect(outcome.error).toBeUndefined()
      expect(verdicts()).toEqual([true])
      expect(stage.fake.requests[0]?.body).toEqual(Uint8Array.from({ length: 256 }, (_, index) => index))
    })

    test('signs a FormData with a file by its bytes, anew for each attempt', async () => {
      stage.fake.fail('ImportKey', throttled)
      const makeBody = () => {
        const form = new FormData()
        form.append('note', 'ü\n"quoted"')
        form.append('名 "q"', "it's")
        form.append('file', new Blob(['some ', '字节'], { type: 'text/plain' }), '密"钥.txt')
        return form
      }
      const outcome = await send({ method: 'post', url: '/', headers: api3('ImportKey') }, makeBody)
      expect(outcome).toMatchObject({ attempts: { length: 2 } })
      expect(outcome.error).toBeUndefined()
      expect(verdicts()).toEqual([true, true])
      for (const { params, headers } of stage.fake.requests) {
        expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
        expect(params).toMatchObject({ note: 'ü\r\n"quoted"', '名 "q"': "it's" })
        const { file } = params
        if (!(file instanceof File)) throw new Error('the file did not arrive as one')
        expect([file.name, file.type, await file.text()]).toEqual(['密"钥.txt', 'text/plain', 'some 字节'])
      }
    })
  })

  const passedOn: readonly (readonly [string, AxiosRequestConfig])[] = [
    ['a GET', { url: '/', params: awkward }],
    ['a POST without a body', { method: 'post', url: '/' }],
    [
      'a text with a charset',
      { method: 'post', url: '/', headers: { 'Content-Type': 'text/plain; charset=utf-8' }, data: 'ü' },
    ],
  ]
  test.each(passedOn)('TC3 signs %s that a custom adapter passes on', async (_what, request) => {
    const config = { ...request, headers: { ...request.headers, ...api3('ListKeys') } } as AxiosRequestConfig
    const outcome = await opened.page.evaluate(
      ([name, baseURL, config, credentials]) => {
        const adapter: AxiosAdapter = (config) => kit.axios.getAdapter(name, config)(config)
        return kit.outcomeOf(kit.client({ adapter, baseURL }, { credentials }).request(config))
      },
      [adapter, stage.baseURL, config, permanent] as const,
    )
    expect(outcome.error).toBeUndefined()
    expect(verdicts()).toEqual([true])
  })

  describe.each(byV1)('%s', (signing) => {
    const sentParams = () => stage.fake.requests[0]?.params

    test('signs a GET of the legacy path, whose params arrive as they were', async () => {
      const params = { Action: 'ListKey', ...awkward, Limit: 0, ids: ['a', 'ü'] }
      const outcome = await call({ url: path, params }, { signing })
      expect(outcome.error).toBeUndefined()
      expect(verdicts()).toEqual([true])
      expect(stage.fake.requests[0]).toMatchObject({ method: 'GET', action: 'ListKey', dialect: 'legacy' })
      expect(sentParams()).toMatchObject({
        ...awkward,
        Limit: '0',
        'ids.0': 'a',
        'ids.1': 'ü',
        SignatureMethod: signing,
      })
    })

    const forms = [
      ['an object', () => ({ Action: 'CreateKey', zh: '主密钥', Name: "it's" })],
      ['URLSearchParams', () => new URLSearchParams({ Action: 'CreateKey', zh: '主密钥', Name: "it's" })],
      ['a text', () => `Action=CreateKey&zh=${encodeURIComponent('主密钥')}&Name=it's`],
      [
        'a FormData',
        () => {
          const form = new FormData()
          for (const [name, value] of Object.entries({ Action: 'CreateKey', zh: '主密钥', Name: "it's" }))
            form.append(name, value)
          return form
        },
      ],
    ] as const
    test.each(forms)('signs a POST of %s as a form, anew for each attempt', async (_what, makeBody) => {
      stage.fake.fail('CreateKey', throttled)
      const outcome = await send({ method: 'post', url: path }, makeBody, signing)
      expect(outcome.error).toBeUndefined()
      expect(verdicts()).toEqual([true, true])
      expect(distinct(nonces())).toBe(2)
      expect(distinct(signatures())).toBe(2)
      expect(sentParams()).toMatchObject({ zh: '主密钥', Name: "it's", SignatureMethod: signing })
      expect(stage.fake.requests[0]?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
    })

    test('does not sign a file: a TypeError names the method that does, and nothing is sent', async () => {
      const message = await opened.page.evaluate(
        ([base, options]) => {
          const form = new FormData()
          form.append('file', new Blob(['some bytes']), 'key.txt')
          const call = kit.client(base, options).post('/v2/index.php', form, { params: { Action: 'ImportKey' } })
          return call.then(
            () => 'sent',
            (error: unknown) => (error instanceof TypeError ? error.message : `not a TypeError: ${error}`),
          )
        },
        [
          { adapter, baseURL: stage.baseURL },
          { credentials: permanent, signing },
        ] as const,
      )
      expect(message).toContain("`signing: 'TC3-HMAC-SHA256'`")
      expect(stage.fake.requests).toEqual([])
    })
  })

  test('without `signing`, the legacy path is signed with HmacSHA256 and API 3.0 with TC3', async () => {
    await callsOf([list, listApi3])
    expect(verdicts()).toEqual([true, true])
    expect(stage.fake.requests.map(({ params }) => params.SignatureMethod)).toEqual(['HmacSHA256', undefined])
    expect(stage.fake.requests[1]?.headers.authorization).toMatch(/^TC3-HMAC-SHA256 /)
  })

  describe('temporary credentials', () => {
    const cases = [
      ['TC3-HMAC-SHA256', listApi3, faults.api3('RequestLimitExceeded', 'slow down')],
      ['HmacSHA256', list, throttled],
      ['HmacSHA1', list, throttled],
    ] as const
    test.each(cases)(
      'sign every attempt of a throttled call by %s, each for its own time',
      async (by, config, fault) => {
        stage.fake.fail('*', fault, fault)
        // Waits of ten times this, with their jitter, last for more than a second.
        const outcome = await call(config, {
          credentials: temporary,
          signing: by,
          pacing: false,
          retry: { baseDelayMs: 1_000 },
        })
        expect(outcome.error).toBeUndefined()
        expect(decisions(outcome)).toEqual([
          ['retry', 'throttled'],
          ['retry', 'throttled'],
          ['return', 'success'],
        ])
        expect(stage.fake.requests).toHaveLength(3)
        expect(stage.fake.requests.every(({ verified }) => verified)).toBe(true)
        expect(stage.fake.requests.map(({ timestamp }) => timestamp)).toEqual(
          outcome.attempts.map(({ startedAt }) => String(Math.floor(startedAt / 1000))),
        )
        expect(distinct(stage.fake.requests.map(({ timestamp }) => timestamp))).toBe(3)
        expect(distinct(signatures())).toBe(3)
        if (by === 'TC3-HMAC-SHA256') {
          expect(nonces()).toEqual([undefined, undefined, undefined])
          expect(stage.fake.requests.map(({ headers }) => headers['x-tc-token'])).toEqual(
            Array(3).fill(temporary.token),
          )
        } else {
          expect(distinct(nonces())).toBe(3)
          expect(stage.fake.requests.map(({ params }) => params.Token)).toEqual(Array(3).fill(temporary.token))
        }
      },
    )

    test('whose token expires are fetched anew in the middle of a call', async () => {
      stage.fake.expireToken(temporary.secretId)
      const outcome = await opened.page.evaluate(
        ([base, config, expired, fresh]) => {
          const keys = [expired, fresh]
          const credentials = async () => keys.shift() ?? fresh
          return kit.outcomeOf(kit.client(base, { credentials }).request(config))
        },
        [{ adapter, baseURL: stage.baseURL }, listApi3, temporary, permanent] as const,
      )
      expect(outcome.error).toBeUndefined()
      expect(decisions(outcome)[0]).toEqual(['retry', 'credentials-renewed'])
      expect(verdicts()).toEqual([false, true])
      expect(stage.fake.requests.map(({ headers }) => headers['x-tc-token'])).toEqual([temporary.token, undefined])
    })
  })

  describe('a failed call is signed afresh', () => {
    const refused = faults.api3('InvalidRequest.ReplayAttack', 'This request was seen before.')
    const cases = [
      ['replayed, by TC3', listApi3, refused, 'replayed'],
      ['replayed, by HmacSHA256', list, faults.legacy(4500, '(14500)seen before'), 'replayed'],
      ['met by an internal error, by TC3', listApi3, faults.api3('InternalError', 'try later'), 'internal-fault'],
      ['met by an internal error, by HmacSHA256', list, internal, 'internal-fault'],
    ] as const
    test.each(cases)('when %s, and succeeds', async (_when, config, fault, reason) => {
      stage.fake.fail('*', fault)
      const outcome = await call(config)
      expect(outcome.error).toBeUndefined()
      expect(decisions(outcome)).toEqual([
        ['retry', reason],
        ['return', 'success'],
      ])
      expect(verdicts()).toEqual([true, true])
      expect(stage.fake.executions).toHaveLength(1)
      // TC3 counts seconds and has no nonce: only a replay has to wait for the next one.
      if (config === list) expect(distinct(nonces())).toBe(2)
      if (config === list || reason === 'replayed') expect(distinct(signatures())).toBe(2)
    })

    test('save for a Create that failed inside the service', async () => {
      stage.fake.fail('CreateKey', internal)
      const outcome = await call({ url: path, params: { Action: 'CreateKey' } })
      expect(outcome.error?.name).toBe('InternalServerError')
      expect(decisions(outcome)).toEqual([['give-up', 'could-duplicate']])
      expect(verdicts()).toEqual([true])
    })
  })

  describe('a machine whose clock is wrong', () => {
    const minutes = [20, -20]
    const kinds = [
      ['TC3-HMAC-SHA256', listApi3, 'AuthFailure.SignatureExpire'],
      ['HmacSHA256', list, '4500'],
    ] as const
    const cases = kinds.flatMap((kind) => minutes.map((off) => [...kind, off] as const))
    test.each(cases)('%s: is corrected by the body’s time, by one request more and once (%#)', async (...given) => {
      const [, config, code, off] = given
      const outcomes = await callsOf([config, config], {}, off * 60_000)
      expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined])
      expect(outcomes.map(({ attempts }) => attempts.length)).toEqual([2, 1])
      expect(outcomes[0]?.attempts[0]).toMatchObject({ code, decision: 'retry' })
      expect(verdicts()).toEqual([false, true, true])
      const [wrong, ...right] = stage.fake.requests.map(({ at, timestamp }) => Number(timestamp) - at / 1000)
      expect(Math.abs(Number(wrong) - off * 60)).toBeLessThan(60)
      for (const deviation of right) expect(Math.abs(deviation)).toBeLessThan(60)
    })

    test('and does not learn the server’s time ends with an error that says what to do', async () => {
      const text = 'The signature is expired, please request again.'
      stage.fake.fail('ListKeys', faults.api3('AuthFailure.SignatureExpire', text))
      const { attempts, error } = await call(listApi3)
      expect(attempts).toMatchObject([{ number: 1, decision: 'give-up', reason: 'clock-unknown' }])
      expect(error).toMatchObject({
        name: 'RequestExpiredError',
        classes: expect.arrayContaining(['RequestExpiredError', 'AuthenticationError']),
        json: { code: 'AuthFailure.SignatureExpire', kind: 'request-expired', mayHaveRun: false },
      })
      expect(error?.json.message).toContain(text)
      expect(error?.json.message).toContain('set the clock right, or pass a `clock` that is')
      expect(stage.fake.requests).toHaveLength(1)
    })
  })

  test.each([
    ['TC3-HMAC-SHA256', listApi3],
    ['HmacSHA256', list],
  ] as const)('signs 200 calls at once by %s, each with a nonce of its own if it has one', async (signing, config) => {
    const names = await opened.page.evaluate(
      async ([base, config, options]) => {
        const http = kit.client(base, options)
        const calls = Array.from({ length: 200 }, (_, number) =>
          kit.outcomeOf(http.request({ ...config, params: { ...config.params, Number: number } })),
        )
        return (await Promise.all(calls)).map(({ error }) => error?.name)
      },
      [{ adapter, baseURL: stage.baseURL }, config, { credentials: permanent, signing, pacing: false }] as const,
    )
    expect(names).toEqual(Array(200).fill(undefined))
    expect(verdicts()).toEqual(Array(200).fill(true))
    expect(distinct(stage.fake.requests.map(({ params }) => params.Number))).toBe(200)
    expect(distinct(nonces())).toBe(signing === 'HmacSHA256' ? 200 : 1)
  })

  describe('credentials from a function that are of no use', () => {
    const { secretId, secretKey } = permanent
    const malformed = [
      ['secretId', 'is missing', { secretKey }],
      ['secretId', 'is empty', { secretId: '', secretKey }],
      ['secretId', 'has a line break', { secretId: `${secretId}\n`, secretKey }],
      ['secretKey', 'is missing', { secretId }],
      ['secretKey', 'has a space', { secretId, secretKey: `${secretKey} ` }],
      ['token', 'is empty', { secretId, secretKey, token: '' }],
      ['token', 'is not of ASCII', { secretId, secretKey, token: 'tökén' }],
      ['expiresAt', 'is in seconds', { secretId, secretKey, expiresAt: 1_700_000_000 }],
    ] as const
    test.each(malformed)('whose %s %s end in an AuthenticationError that names it', async (field, _problem, given) => {
      for (const config of [list, listApi3]) {
        const { error } = await call(config, { credentials: given, provided: true })
        expect(error).toMatchObject({
          name: 'AuthenticationError',
          isTencentCloudError: true,
          json: { code: 'ERR_CREDENTIALS', mayHaveRun: false },
        })
        expect(error?.json.message).toContain(`credentials.${field}`)
        expect(error?.printed).not.toContain(secretKey)
      }
      expect(stage.fake.requests).toEqual([])
    })

    test.each([
      ['unknown', { ...permanent, secretId: 'AKIDunknownEXAMPLE' }, 'AuthFailure.SecretIdNotFound'],
      ['with a wrong key', { ...permanent, secretKey: 'another-key-EXAMPLE' }, 'AuthFailure.SignatureFailure'],
      ['with a wrong token', { ...temporary, token: 'another-token-EXAMPLE' }, 'AuthFailure.TokenFailure'],
    ])('since %s end in an AuthenticationError after one request', async (_what, credentials, code) => {
      const { error } = await call(listApi3, { credentials })
      expect(error).toMatchObject({ name: 'AuthenticationError', json: { code } })
      expect(stage.fake.requests).toMatchObject([{ outcome: 'unauthenticated' }])
      for (const secret of [credentials.secretKey, 'token' in credentials ? credentials.token : credentials.secretKey])
        expect(error?.printed).not.toContain(secret)
    })
  })

  test('an error prints no credentials, though the server says them', async () => {
    const secrets = Object.values(temporary)
    for (const config of [list, listApi3]) {
      const echo = `no such key for ${secrets.join(' and ')}`
      stage.fake.fail('*', faults.api3('ResourceNotFound.Key', echo))
      const { error } = await call(config, { credentials: temporary })
      expect(error?.name).toBe('ResourceNotFoundError')
      expect(error?.json.message).toContain('no such key for')
      for (const secret of [...secrets, ...signatures()]) expect(error?.printed).not.toContain(secret)
    }
    expect(verdicts()).toEqual([true, true])
  })
})

test('a page loads the signers when it has credentials: not at first, and not for a failure', async () => {
  const signers = [
    'src/signing/tc3.ts',
    'src/signing/v1.ts',
    'src/engine/signing/signer.ts',
    'src/engine/signing/sign-request.ts',
  ]
  const initial = stage.bundle.initial.flatMap(({ sources }) => sources)
  expect(initial).toContain('src/index.ts')
  expect(initial.filter((source) => signers.includes(source))).toEqual([])
  const chunks = signers.map((signer) => stage.bundle.chunks.find(({ sources }) => sources.includes(signer))?.name)

  const { page, scripts, complaints } = await stage.open()
  const call = (options: TencentCloudOptions) =>
    page.evaluate(([baseURL, config, options]) => kit.outcomeOf(kit.client({ baseURL }, options).request(config)), [
      stage.baseURL,
      list,
      options,
    ] as const)
  expect((await call({})).error?.name).toBe('AuthenticationError')
  expect(scripts.filter((script) => chunks.includes(script))).toEqual([])
  expect((await call({ credentials: permanent })).error).toBeUndefined()
  for (const chunk of chunks) expect(scripts).toContain(chunk)
  expect(complaints).toEqual([])
})

test('a page that is not secure has no Web Crypto: the error says so, and nothing is sent', async () => {
  const insecure = 'http://insecure.test'
  const { page, complaints } = await stage.open()
  const secureUrl = page.url()
  await page.route(`${insecure}/**`, async (route) => {
    const { pathname } = new URL(route.request().url())
    await route.fulfill({ response: await route.fetch({ url: new URL(pathname, secureUrl).href }) })
  })
  await page.goto(insecure)
  await page.waitForFunction(() => 'kit' in globalThis)
  const result = await page.evaluate(
    async ([baseURL, config, credentials]) => {
      const call = kit.client({ baseURL }, { credentials }).request(config)
      return { isSecure: isSecureContext, text: await call.then(() => 'sent', String) }
    },
    [stage.baseURL, listApi3, permanent] as const,
  )
  expect(result).toMatchObject({
    isSecure: false,
    text: expect.stringContaining('secure contexts only: serve the page over https'),
  })
  expect(stage.fake.requests).toEqual([])
  expect(complaints).toEqual([])
})
