import { expect, test } from 'vitest'
import { mayFail, readObject, readText } from '../../src/envelope/index.ts'

const byHost = 'by-host'

// Compared strictly: a field that the body does not have is absent from the envelope, not undefined.
test.each([
  ['{"code":5100}', { dialect: 'legacy', certainty: byHost, code: '5100', message: '' }],
  ['{"code":"5100 "}', { dialect: 'legacy', certainty: byHost, code: '5100', message: '' }],
  ['{"code":" 00000000000001"}', { dialect: 'legacy', certainty: byHost, code: '00000000000001', message: '' }],
  [
    '{"code":4000,"errmsg":"(9)x"}',
    { dialect: 'legacy', certainty: 'if-listed', code: '4000', message: 'x', moduleCode: '9' },
  ],
  [
    '{"code":4000,"codeDesc":"A"}',
    { dialect: 'legacy', certainty: 'if-listed', code: '4000', message: '', codeDesc: 'A' },
  ],
  ['{"code":4000,"codeDesc":""}', { dialect: 'legacy', certainty: byHost, code: '4000', message: '' }],
  ['{"code":4000,"RequestId":""}', { dialect: 'legacy', certainty: byHost, code: '4000', message: '' }],
  [
    '{"code":4000,"RequestId":true,"reqId":7}',
    { dialect: 'legacy', certainty: byHost, code: '4000', message: '', requestId: '7' },
  ],
  ['{"code":4000,"traceId":"t"}', { dialect: 'legacy', certainty: byHost, code: '4000', message: '', traceId: 't' }],
  [
    '{"Response":{"Error":{"Code":"A","TraceId":"t"},"RequestId":"r"}}',
    { dialect: 'api3', certainty: 'certain', code: 'A', message: '', requestId: 'r', traceId: 't' },
  ],
  [
    '{"Error":{"Code":"A","RequestId":"r"}}',
    { dialect: 'api3', certainty: byHost, code: 'A', message: '', requestId: 'r' },
  ],
  ['{"code":"EXCEED_A","message":"m"}', { dialect: 'cloudbase', certainty: byHost, code: 'EXCEED_A', message: 'm' }],
  ['{"ErrorCode":9,"ActionStatus":"FAIL"}', { dialect: 'im', certainty: byHost, code: '9', message: '' }],
  [
    '{"ErrorCode":0,"ActionStatus":"FAIL","ErrorInfo":"i"}',
    { dialect: 'im', certainty: byHost, code: '0', message: 'i' },
  ],
  ['{"retcode":5,"ret":6,"errmsg":"e","message":"m"}', { dialect: 'lvb', certainty: byHost, code: '5', message: 'e' }],
  ['{"ret":6,"message":"m"}', { dialect: 'lvb', certainty: byHost, code: '6', message: 'm' }],
  ['{"errorcode":"A","errormessage":"m"}', { dialect: 'cls', certainty: byHost, code: 'A', message: 'm' }],
  ['{"status":{"code":"-1"}}', { dialect: 'dnspod', certainty: byHost, code: '-1', message: '' }],
  ['<Error><Code> A </Code></Error>', { dialect: 'cos', certainty: byHost, code: 'A', message: '' }],
  [
    '\n <?xml?>\n <Error><Code>A</Code><Message>&amp;&lt;&gt;&quot;&apos;&x;</Message><RequestId>r</RequestId><TraceId>t</TraceId>',
    { dialect: 'cos', certainty: byHost, code: 'A', message: '&<>"\'&x;', requestId: 'r', traceId: 't' },
  ],
])('%s is read exactly', (body, envelope) => {
  const fields = Object.entries(readText(body).envelope ?? {}).filter(([, value]) => value !== undefined)
  expect(Object.fromEntries(fields)).toStrictEqual(envelope)
  expect(mayFail(body)).toBe(true)
})

test.each([
  ...['{"code":0}', '{"code":"0"}', '{"code":null}', '{"code":1.5}', '{"code":9007199254740993}', '{"code":1e400}'],
  `{"code":"${' '.repeat(20)}4000"}`,
  ...[
    '{"Error":{"Code":""}}',
    '{"Error":"x"}',
    '{"Error":{"Code":4}}',
    '{"Response":[]}',
    '{"Response":null}',
    '{"status":[1]}',
  ],
  ...['{"code":"SUCCESS","message":"m"}', '{"code":"EXCEED_A"}', '{"code":"lower","message":"m"}'],
  ...['{"ErrorCode":0,"ErrorInfo":""}', '{"ErrorCode":9}', '{"ErrorCode":0,"ActionStatus":"OK"}'],
  ...['{"ret":0,"message":"m"}', '{"ret":5}', '{"result":0,"errmsg":"OK"}', '{"result":5}'],
  ...['{"errorcode":"0","errormessage":""}', '{"errorcode":"OK","errormessage":""}', '{"errorcode":"A"}'],
  ...['{"status":{"code":"1"}}', '{"status":{"code":"0"}}', '{"status":{}}'],
  ...[
    '<Error><Message>m</Message></Error>',
    '<Error><Code></Code></Error>',
    '<Error><Code>A',
    '<?xml <Error><Code>A</Code>',
    '<a><Error><Code>A</Code>',
  ],
  ...['[{"code":4000}]', 'null', '4000', 'x {"code":4000}', '{"code":4000', ''],
])('%s is not a failure', (body) => {
  expect(readText(body).envelope).toBeUndefined()
})

test('the ids beside an error outrank those within it', () => {
  expect(readObject({ Error: { Code: 'A', RequestId: 'in' }, RequestId: 'out' })).toMatchObject({ requestId: 'out' })
})

test.each([undefined, null, 4, 'x', [{ code: 4000 }], () => ({ code: 4000 })])('%s is not a body', (value) => {
  expect(readObject(value)).toBeUndefined()
})

test('text that cannot be a failure is recognized without parsing, and no failure is missed', () => {
  for (const body of ['{"code":0}', '{"code" : "0" }', '{"data":{"code":0,"x":1}}', '{"x":"\\u0030"}', 'x<y'])
    expect(mayFail(body)).toBe(false)
  for (const body of [
    '{"Error" \n:{}}',
    '{"code" :01}',
    '{"code":\n7}',
    '{"c\\u006fde":4}',
    '\ufeff <Error>',
    '{"ret" :1}',
  ])
    expect(mayFail(body)).toBe(true)
  expect(readText('\n\t {"a":1}')).toStrictEqual({ parsed: { a: 1 } })
  expect(readText('\ufeff{"a":1}')).toStrictEqual({ parsed: { a: 1 } })
  expect(readText('x{')).toStrictEqual({})
})
