import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Envelope, mayFail, readBytes, readObject, readText, toBytes } from '../../src/envelope/index.ts'
import { anyText } from '../support/any-text.ts'

type Expected = Partial<Envelope> & { dialect: Envelope['dialect']; code: string }

const failures: [name: string, body: string, expected: Expected][] = [
  [
    'a numeric code with a module code',
    '{"code": 5100, "message": "(100004)projectId不正确"}',
    { dialect: 'legacy', code: '5100', moduleCode: '100004', message: 'projectId不正确' },
  ],
  [
    'a code that is text',
    '{"code": "5100", "message": "(100004) incorrect projectId"}',
    { dialect: 'legacy', code: '5100', moduleCode: '100004', message: 'incorrect projectId' },
  ],
  ['a code alone', '{"code": "5100"}', { dialect: 'legacy', code: '5100', message: '', certainty: 'by-host' }],
  [
    'a symbol after the module code',
    '{"code": 4000, "message": "(9123)EC_CDN_USER_EXIST cdn user exist", "codeDesc": "InvalidParameter"}',
    {
      dialect: 'legacy',
      code: '4000',
      moduleCode: '9123',
      symbol: 'EC_CDN_USER_EXIST',
      message: 'cdn user exist',
      codeDesc: 'InvalidParameter',
    },
  ],
  [
    'full-width parentheses later in the text',
    '{"code": 4000, "message": "(20014)删除失败（无相应ACL）", "codeDesc": "InvalidParameter"}',
    { dialect: 'legacy', code: '4000', moduleCode: '20014', message: '删除失败（无相应ACL）' },
  ],
  [
    'full-width parentheses around the module code',
    '{"code":4420,"message":"（10250）qps throttling"}',
    { dialect: 'legacy', code: '4420', moduleCode: '10250', message: 'qps throttling' },
  ],
  [
    'a message without module code',
    '{"code": 4000, "message": "请求失败，参数[access]不能为空。", "codeDesc": "InvalidParameter"}',
    { dialect: 'legacy', code: '4000', message: '请求失败，参数[access]不能为空。', certainty: 'if-listed' },
  ],
  [
    'the twin fields of CDN',
    '{"retcode":4000,"errmsg":"(9003)bad","code":4000,"message":"(9003)bad","codeDesc":"InvalidParameter"}',
    { dialect: 'legacy', code: '4000', moduleCode: '9003' },
  ],
  ['a negative legacy code', '{"code": -503, "message": "limit"}', { dialect: 'legacy', code: '-503' }],
  [
    'a partial success with its data',
    '{"code":5400,"message":"(1)some failed","data":{"failed":["a"]}}',
    { dialect: 'legacy', code: '5400', data: { failed: ['a'] } },
  ],
  [
    'API 3.0',
    '{"Response": {"Error": {"Code": "AuthFailure.SignatureFailure", "Message": "The provided credentials could not be validated."}, "RequestId": "ed93f3cb"}}',
    { dialect: 'api3', code: 'AuthFailure.SignatureFailure', requestId: 'ed93f3cb', certainty: 'certain' },
  ],
  [
    'API 3.0 without a request id',
    '{"Response":{"Error":{"Code":"InternalError","Message":"x"}}}',
    { dialect: 'api3', code: 'InternalError', certainty: 'by-host' },
  ],
  [
    'Error at the top',
    '{"Error":{"Code":"InternalError","Message":"x"},"RequestId":"r-1"}',
    { dialect: 'api3', code: 'InternalError', message: 'x', requestId: 'r-1' },
  ],
  [
    'IM',
    '{"ActionStatus": "FAIL", "ErrorCode": 60018, "ErrorInfo": "busy"}',
    { dialect: 'im', code: '60018', message: 'busy' },
  ],
  [
    'IM without ActionStatus',
    '{"ErrorCode": 60018, "ErrorInfo": "busy", "ErrorDisplay": ""}',
    { dialect: 'im', code: '60018' },
  ],
  [
    'old SMS',
    '{"result":1014,"errmsg":"package format error, template params error","ext":""}',
    { dialect: 'sms', code: '1014', message: 'package format error, template params error' },
  ],
  [
    'live broadcasting',
    '{"ret":-1,"retcode":-1,"message":"no","errmsg":"no","output":null}',
    { dialect: 'lvb', code: '-1', message: 'no' },
  ],
  [
    'DNSPod',
    '{"status": {"code":"-1", "message":"Login failed"}}',
    { dialect: 'dnspod', code: '-1', message: 'Login failed' },
  ],
  [
    'CLS',
    '{"errorcode": "SpeedQuotaExceed", "errormessage": "slow down"}',
    { dialect: 'cls', code: 'SpeedQuotaExceed', message: 'slow down' },
  ],
  [
    'CloudBase',
    '{"code": "EXCEED_TOKEN_QUOTA_LIMIT", "message": "Token usage exceeded quota limit."}',
    { dialect: 'cloudbase', code: 'EXCEED_TOKEN_QUOTA_LIMIT' },
  ],
  [
    'COS',
    "<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n\t<Code>PreconditionFailed</Code>\n\t<Message>a &lt;b&gt; &amp;lt;</Message>\n\t<RequestId>NWYy</RequestId>\n\t<TraceId>OGVm</TraceId>\n</Error>",
    { dialect: 'cos', code: 'PreconditionFailed', message: 'a <b> &lt;', requestId: 'NWYy', traceId: 'OGVm' },
  ],
  ['COS without a prolog', '<Error><Code>NoSuchKey</Code></Error>', { dialect: 'cos', code: 'NoSuchKey', message: '' }],
]

const successes: [name: string, body: string][] = [
  ['code 0', '{"code":0,"message":"","codeDesc":"Success"}'],
  ['code "0"', '{"code":"0","message":"","codeDesc":"Success","data":{}}'],
  [
    'twins that are 0',
    '{"retcode": 0, "errmsg": "ok", "code": 0, "message": "", "codeDesc": "Success", "data": {"logs": []}}',
  ],
  ['a success with a text', '{"code":0, "message":"Success!", "timestamp":1490079362}'],
  ['an array', '[{"code":4400}]'],
  ['a list whose items have an Error field', '{"Response":{"Items":[{"Error":null}]}}'],
  ['an item that failed inside a success', '{"Response":{"SendStatusSet":[{"Code":"LimitExceeded"}],"RequestId":"1"}}'],
  ['Error: null', '{"Response":{"Error":null,"RequestId":"1"}}'],
  ['an Error field that is data', '{"Response":{"Error":{"Message":"no code"},"RequestId":"1"}}'],
  ['API 3.0 that has a code inside', '{"Response":{"code":4400,"RequestId":"1"}}'],
  ['IM', '{"ActionStatus": "OK", "ErrorInfo": "", "ErrorCode": 0}'],
  ['DNSPod, where "1" is success', '{"status": {"code":"1", "message":"Action completed successful"}}'],
  ['old SMS', '{"result":0,"errmsg":"OK","ext":""}'],
  ['live broadcasting', '{"ret":0,"retcode":0,"message":"ok","errmsg":"ok"}'],
  ['a backend of a demo', '{"returnValue": 0, "returnMsg": "return successfully!", "returnData": {"all_count": 1}}'],
  ['a code that is an object', '{"code":{"a":1}}'],
  ['a code that is a fraction', '{"code":1.5}'],
  ['a code beyond safe integers', '{"code":1e300}'],
  ['a word of success', '{"code":"OK","message":"done"}'],
  ['a lower-case word as code', '{"code":"promo","message":"hello"}'],
  ['an own __proto__ field', '{"__proto__":{"code":4400}}'],
  ['null', 'null'],
  ['a string', '"(10250)qps throttling"'],
  ['a number', '4400'],
  ['an XML document of the caller', '<?xml version="1.0"?><Items><Error><Code>x</Code></Error></Items>'],
  ['HTML', '<!doctype html><html><body>502</body></html>'],
  ['truncated JSON', '{"code":4400,"mess'],
  ['a trailing comma', '{ "ErrorCode": 5, "ErrorInfo": "", }'],
  ['an empty body', ''],
]

describe('a failure is found', () => {
  test.each(failures)('%s', (_name, body, expected) => {
    expect(readText(body).envelope).toMatchObject(expected)
    expect(mayFail(body)).toBe(true)
  })

  test.each(failures)('in bytes, with a byte order mark: %s', (_name, body, expected) => {
    const bytes = new TextEncoder().encode(`\uFEFF${body}`)
    expect(readBytes(bytes).envelope).toMatchObject(expected)
    expect(readBytes(toBytes(bytes.buffer) ?? new Uint8Array()).envelope).toMatchObject(expected)
    expect(readText(`\uFEFF${body}`).envelope).toMatchObject(expected)
  })
})

describe('no failure is found', () => {
  test.each(successes)('%s', (_name, body) => {
    expect(readText(body).envelope).toBeUndefined()
    expect(readBytes(new TextEncoder().encode(body)).envelope).toBeUndefined()
  })

  test('in an object that throws when it is read', () => {
    const trap = new Proxy(
      {},
      {
        getOwnPropertyDescriptor: () => {
          throw new TypeError('no')
        },
      },
    )
    expect(readObject(trap)).toBeUndefined()
  })

  test('in a picture, which is not decoded', () => {
    expect(readBytes(new Uint8Array([0x89, 0x50, 0x4e, 0x47]))).toEqual({})
  })
})

test('the common successes are recognized without parsing', () => {
  expect(mayFail('{"code":0,"message":"","codeDesc":"Success","data":{"keys":[1,2]}}')).toBe(false)
  expect(mayFail('{"code": "0" , "data":{}}')).toBe(false)
  expect(mayFail('{"Response":{"Keys":[],"RequestId":"1"}}')).toBe(false)
})

describe('properties', () => {
  const field = fc.constantFrom(
    'code',
    'message',
    'codeDesc',
    'Response',
    'Error',
    'Code',
    'Message',
    'RequestId',
    'ErrorCode',
    'ErrorInfo',
    'ActionStatus',
    'result',
    'errmsg',
    'ret',
    'retcode',
    'status',
    'errorcode',
    'errormessage',
    'data',
  )
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.integer(),
      fc.constantFrom('0', '5100', '(10250)x', 'FAIL', 'Success', 0, 4400, null),
      fc.dictionary(field, tie('any'), { maxKeys: 5 }),
    ),
  })).any

  test('any body is read as a failure with a code or as none, without an error', () => {
    fc.assert(
      fc.property(value, (body) => {
        const envelope = readObject(body)
        if (envelope) {
          expect(envelope.code).toMatch(/\S/)
          expect(envelope.message).toBeTypeOf('string')
        }
      }),
      { numRuns: 3_000 },
    )
  })

  test('the quick test misses nothing that the full reading finds', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (body, indent) => {
        const text = JSON.stringify(body, undefined, indent)
        if (readText(text).envelope) expect(mayFail(text)).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })

  test('arbitrary text and bytes never throw', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (text, bytes) => {
        readText(text)
        readBytes(bytes)
      }),
      { numRuns: 3_000 },
    )
  })
})

test.each([
  ['{"code":0}', undefined],
  ['{"code":"0"}', undefined],
  ['{"code":"5100"}', '5100'],
  ['{"code":5100}', '5100'],
  ['{"code":4110}', '4110'],
  ['{"code":-4110}', '-4110'],
])('%s means code %s: text or number, and with its sign', (body, code) => {
  expect(readText(body).envelope?.code).toBe(code)
})
