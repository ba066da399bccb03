import { describe, expect, test } from 'vitest'
import { callByAxios, callByFetch, checkEnding, type WireCase } from './wire-case.ts'

const json = 'application/json'

const api3 = (id: string, action: string, answer: WireCase['answer'], expected: WireCase['expect']): WireCase => ({
  id,
  url: 'https://cvm.tencentcloudapi.com/',
  headers: { 'Content-Type': json, 'X-TC-Action': action, 'X-TC-Version': '2017-03-12' },
  data: {},
  answer,
  expect: expected,
})

const cloudbase = (host: string, action: string, expected: WireCase['expect']): WireCase => ({
  id: `CloudBase's ${action} on ${host}`,
  url: `https://${host}/web?env=e`,
  headers: { 'Content-Type': json },
  data: { action, dataVersion: '2020-01-10' },
  answer: { type: json, body: '{"requestId":"r","code":"DATABASE_REQUEST_FAILED","message":"m"}' },
  expect: { class: 'InternalServerError', service: 'cloudbase', ...expected },
})

const dnspod = (id: string, status: string, expected: WireCase['expect']): WireCase => ({
  id,
  url: 'https://dnsapi.cn/Record.Create',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  data: 'login_token=1%2Cabc&domain=example.com',
  answer: {
    type: 'text/xml',
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<dnspod>\n  <status>\n    ${status}\n  </status>\n</dnspod>`,
  },
  expect: { requests: 1, ...expected },
})

const bucket = 'https://b-1250000000.cos.ap-beijing.myqcloud.com'
const document = '<?xml version="1.0"?>\n<Error><Code>InternalError</Code><Message>m</Message></Error>'

const object = (method: string, answer: WireCase['answer'], expected: WireCase['expect']): WireCase => ({
  id: `${method} of an object answered with ${answer.status ?? 200} and an error document`,
  method,
  url: `${bucket}/saved-answer.xml`,
  ...(method !== 'GET' && { data: 'x' }),
  answer: { type: 'application/xml', body: document, ...answer },
  expect: expected,
})

const saved = { body: '{"Response":{"Error":{"Code":"InternalError","Message":"m"},"RequestId":"r"}}' }

const noEnvelope = { class: 'TransportError', code: 'ERR_NO_ENVELOPE', mayHaveRun: true } as const
const words = (message: string) => ({
  type: json,
  body: JSON.stringify({ Response: { Error: { Code: 'FailedOperation', Message: message }, RequestId: 'r' } }),
})

const cases: readonly WireCase[] = [
  api3('the word of a proxy', 'DescribeInstances', { type: 'text/plain', body: 'upstream connect error' }, noEnvelope),
  api3('a word for a write', 'RunInstances', { type: 'text/plain', body: 'ok' }, { ...noEnvelope, requests: 1 }),
  api3('the success of a gateway', 'RunInstances', { type: json, body: '{"code":0}' }, { ...noEnvelope, requests: 1 }),
  api3(
    'JSON cut behind an object',
    'RunInstances',
    { type: json, body: '{"Response":{"InstanceIdSet":[],"a":{"b":1}' },
    { ...noEnvelope, requests: 1 },
  ),
  api3('JSON sent as plain text', 'RunInstances', { type: 'text/plain', body: '{"Response":{}}' }, { success: true }),
  api3('a locked password', 'ModifyUser', words('Password tried too many times, please try again later'), {
    retry: 'never',
    requests: 1,
  }),
  api3('a wrong captcha', 'ModifyUser', words('验证码错误次数过多，请稍后重试'), { retry: 'never', requests: 1 }),
  cloudbase('tcb-api.tencentcloudapi.com', 'database.addDocument', { requests: 1, mayHaveRun: true }),
  cloudbase('e-1.ap-shanghai.tcb-api.tencentcloudapi.com', 'functions.invokeFunction', { requests: 1 }),
  cloudbase('tcb-admin.tencentcloudapi.com', 'database.addDocument', { requests: 1 }),
  cloudbase('tcb-admin.tencentcloudapi.com', 'wx.openApi', { requests: 1 }),
  cloudbase('tcb-api.tencentcloudapi.com', 'database.queryDocument', { retried: true }),
  cloudbase('tcb-api.tencentcloudapi.com', 'database.countDocument', { retried: true }),
  dnspod('a failure in XML', '<code>-1</code>\n    <message>Login failed</message>', {
    class: 'AuthenticationError',
    service: 'dnspod-legacy',
    code: '-1',
    messageHas: 'Login failed',
  }),
  dnspod('a success in XML', '<code>1</code>\n    <message>Action completed successful</message>', { success: true }),
  object('GET', {}, { success: true, requests: 1 }),
  {
    ...object('GET', { type: json, ...saved }, { success: true, requests: 1 }),
    id: 'a download of an answer of API 3.0 that somebody saved',
  },
  object('GET', { status: 500 }, { retried: true }),
  object('PUT', {}, { retried: true }),
]

describe('an answer that is nearly another', () => {
  test.each(cases.map((given) => [given.id, given] as const))('%s, through axios', async (_id, given) => {
    checkEnding(await callByAxios(given), given.expect)
  })

  test.each(cases.map((given) => [given.id, given] as const))('%s, through fetch', async (_id, given) => {
    checkEnding(await callByFetch(given), given.expect)
  })
})

test('an object that is an error document reaches its reader whole', async () => {
  const { result } = await callByAxios(object('GET', {}, {}))
  expect(result).toMatchObject({ data: document })
})
