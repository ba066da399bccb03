import type { Expected, WireCase } from './wire-case.ts'

const json = 'application/json'
const html = '<!DOCTYPE html><html><title>Log in</title></html>'

const api3 = (host: string, action: string, answer: WireCase['answer'], expected: Expected): WireCase => ({
  id: `${action} of ${host} answered with ${answer.status ?? 200} ${answer.type ?? 'no type'}: ${(answer.body ?? '').slice(0, 40) || 'nothing'}`,
  url: `https://${host}/`,
  headers: { 'Content-Type': json, 'X-TC-Action': action, 'X-TC-Version': '2017-03-12' },
  data: {},
  answer,
  expect: expected,
})

const noEnvelope = { class: 'TransportError', code: 'ERR_NO_ENVELOPE', mayHaveRun: true } as const
const noAnswers: readonly WireCase['answer'][] = [
  { type: json, body: '{"Response":null}' },
  { type: json, body: '{}' },
  { type: json, body: '' },
  { body: '' },
  { type: json, body: '{"Response":{"InstanceIdSet":["ins-1"' },
  { type: json, body: '[]' },
  { type: json, body: 'null' },
  { type: json, body: '{"Response":"ok"}' },
  { type: json, body: '{"data":{"a":{}}}' },
  { type: 'text/html; charset=utf-8', body: html },
  { type: 'text/plain', body: html },
  { status: 202, type: json, body: '{}' },
]

/** A host and its failure, whose code has this service. */
const failing = (id: string, url: string, body: object, expected: Expected, status = 200): WireCase => ({
  id,
  url,
  data: {},
  answer: { status, type: json, body: JSON.stringify(body) },
  expect: { failure: true, ...expected },
})

const succeeding = (id: string, url: string, answer: WireCase['answer'], more: Partial<WireCase> = {}): WireCase => ({
  id,
  url,
  data: {},
  answer,
  expect: { success: true, requests: 1 },
  ...more,
})

const scf = { errorCode: 1, errorMessage: 'user code exception caught', requestId: 'r-9', statusCode: 430 }
const invoke = 'https://service-aaaa-1250000000.gz.apigw.tencentcs.com/release/x'

/** Where an API has to answer, and where it does not. */
export const noEnvelopes: readonly WireCase[] = [
  ...noAnswers.flatMap((answer) => [
    api3('cvm.tencentcloudapi.com', 'RunInstances', answer, { ...noEnvelope, requests: 1 }),
    api3('cvm.ap-guangzhou.tencentcloudapi.com', 'DescribeInstances', answer, { ...noEnvelope, retried: true }),
  ]),
  api3('cbs.tencentcloudapi.com', 'ModifyDiskAttributes', { type: json, body: '{}' }, { ...noEnvelope, requests: 1 }),
  failing(
    'the legacy API with an object of nothing',
    'https://cvm.api.qcloud.com/v2/index.php?Action=RunInstances',
    {},
    {
      ...noEnvelope,
      requests: 1,
    },
  ),
  {
    id: 'the legacy API with a page',
    method: 'GET',
    url: 'https://cvm.api.qcloud.com/v2/index.php?Action=DescribeInstances',
    answer: { type: 'text/html', body: html },
    expect: { ...noEnvelope, retried: true },
  },
  succeeding('the legacy API, whose answer has a form of its own', 'https://cdn.api.qcloud.com/v2/index.php?Action=A', {
    type: json,
    body: '{"data":{"hosts":[]}}',
  }),
  succeeding('an answer of API 3.0', 'https://cvm.tencentcloudapi.com/', { type: json, body: '{"Response":{}}' }),
  succeeding('another path of a host of API 3.0', 'https://cvm.tencentcloudapi.com/health', {
    type: 'text/html',
    body: html,
  }),
  succeeding('HEAD', 'https://cvm.tencentcloudapi.com/', { type: 'text/html' }, { method: 'HEAD', data: undefined }),
  succeeding('a binary answer', 'https://tts.tencentcloudapi.com/', { type: 'audio/mpeg', body: '<ID3' }),
  succeeding('an event stream', 'https://hunyuan.tencentcloudapi.com/', {
    type: 'text/event-stream',
    body: 'data: {}\n\n',
  }),
  succeeding(
    'an object that is a page',
    'https://b-1250000000.cos.ap-beijing.myqcloud.com/index.html',
    {
      type: 'text/html',
      body: html,
    },
    { method: 'GET' },
  ),
  succeeding('an empty object', 'https://b-1250000000.cos.ap-beijing.myqcloud.com/empty', {}, { method: 'GET' }),
  succeeding(
    '204 of a bucket',
    'https://b-1250000000.cos.ap-beijing.myqcloud.com/a',
    { status: 200 },
    { method: 'DELETE' },
  ),
  succeeding('another company', 'https://api.example.com/', { type: json, body: '{}' }),
  succeeding('a page of another company', 'https://api.example.com/v2/index.php', { type: 'text/html', body: html }),
]

/** What the status says of a code that no list has. */
export const statuses: readonly WireCase[] = [
  failing(
    '401',
    'https://b.cls.tencentcs.com/',
    { errorcode: 'Zz1', errormessage: 'm' },
    {
      class: 'AuthenticationError',
      retry: 'never',
      mayHaveRun: false,
      requests: 1,
    },
    401,
  ),
  failing(
    '403',
    'https://b.cls.tencentcs.com/',
    { errorcode: 'Zz1', errormessage: 'm' },
    {
      class: 'AuthorizationError',
      retry: 'never',
      mayHaveRun: false,
      requests: 1,
    },
    403,
  ),
  failing(
    '404',
    'https://b.cls.tencentcs.com/',
    { errorcode: 'Zz1', errormessage: 'm' },
    {
      class: 'ResourceNotFoundError',
      retry: 'never',
      mayHaveRun: false,
      requests: 1,
    },
    404,
  ),
  failing(
    '451',
    'https://b.cls.tencentcs.com/',
    { errorcode: 'Zz1', errormessage: 'm' },
    {
      retry: 'never',
      mayHaveRun: false,
      requests: 1,
    },
    451,
  ),
  {
    ...failing(
      '500 of a read',
      'https://b.cls.tencentcs.com/',
      { errorcode: 'Zz1', errormessage: 'm' },
      { retried: true },
      500,
    ),
    method: 'GET',
  },
  {
    ...failing(
      '503 of a read',
      'https://b.cls.tencentcs.com/',
      { errorcode: 'Zz1', errormessage: 'm' },
      { retried: true },
      503,
    ),
    method: 'GET',
  },
  {
    ...failing(
      '502 of a read',
      'https://b.cls.tencentcs.com/',
      { errorcode: 'Zz1', errormessage: 'm' },
      { retried: true },
      502,
    ),
    method: 'GET',
  },
  failing(
    '500 of a write',
    'https://b.cls.tencentcs.com/',
    { errorcode: 'Zz1', errormessage: 'm' },
    {
      class: 'InternalServerError',
      mayHaveRun: true,
      requests: 1,
    },
    500,
  ),
  api3(
    'cvm.tencentcloudapi.com',
    'RunInstances',
    { status: 503, type: json, body: '{"Response":{"Error":{"Code":"Zz","Message":"m"},"RequestId":"r"}}' },
    {
      class: 'ServiceUnavailableError',
      mayHaveRun: true,
      requests: 1,
    },
  ),
  api3(
    'cvm.tencentcloudapi.com',
    'DescribeInstances',
    { status: 599, type: 'text/html', body: html },
    { class: 'HttpError', mayHaveRun: true, retried: true },
  ),
  api3(
    'cvm.tencentcloudapi.com',
    'DescribeInstances',
    { status: 499, type: 'text/html', body: html },
    { class: 'HttpError', mayHaveRun: true, retried: true },
  ),
  api3(
    'cvm.tencentcloudapi.com',
    'RunInstances',
    { status: 418, type: 'text/html', body: html },
    { class: 'HttpError', mayHaveRun: false, requests: 1 },
  ),
]

/** Bodies in the formats of single products, on their hosts. */
export const hostsAndBodies: readonly WireCase[] = [
  failing(
    'tts',
    'https://tts.cloud.tencent.com/stream',
    { code: 10003, message: 'm' },
    { service: 'tts', code: '10003' },
  ),
  failing(
    'aai',
    'https://aai.cloud.tencent.com/asr/v1/1?a=b',
    { code: 4001, message: 'm' },
    { service: 'asr', code: '4001' },
  ),
  failing(
    'aai of old',
    'https://aai.qcloud.com/asr/v1/1',
    { code: 102, message: 'm', voice_id: 'v' },
    { service: 'asr', code: '102' },
  ),
  failing(
    'vod',
    'https://vod2.qcloud.com/v3/index.php?Action=ApplyUploadUGC',
    { code: 1003, message: 'm', data: {} },
    { service: 'vod', code: '1003' },
  ),
  failing(
    'push',
    'https://api.tpns.tencent.com/v3/push/app',
    { seq: 0, ret_code: 1008003, err_msg: 'auth failure' },
    { service: 'tpns', code: '1008003', requests: 1 },
  ),
  failing(
    'push elsewhere',
    'https://api.tpns.sgp.tencent.com/v3/device/tag',
    { retCode: 1008001, errMsg: 'm' },
    { service: 'tpns', code: '1008001', messageHas: 'm' },
  ),
  failing(
    'push by XG',
    'https://openapi.xg.qq.com/v3/push/app',
    { ret_code: -2, err_msg: 'm' },
    { service: 'xinge', code: '-2' },
  ),
  {
    ...failing(
      'maps',
      'https://apis.map.qq.com/ws/geocoder/v1/?key=k',
      { status: 311, message: 'key', request_id: 'q' },
      { service: 'tencent-map', code: '311', requestId: 'q' },
    ),
    method: 'GET',
  },
  {
    ...failing(
      'maps by quota',
      'https://apis.map.qq.com/ws/place/v1/search',
      { status: 121, message: 'm' },
      { code: '121' },
    ),
    method: 'GET',
  },
  succeeding(
    'maps, well',
    'https://apis.map.qq.com/ws/ip/v1',
    { type: json, body: '{"status":0,"message":"Success"}' },
    { method: 'GET' },
  ),
  succeeding(
    'a status that is none of the maps',
    'https://gateway.example.com/a',
    { type: json, body: '{"status":311,"message":"m"}' },
    { attach: { hosts: ['gateway.example.com'] } },
  ),
  failing(
    'youtu',
    'https://api.youtu.qq.com/youtu/api/detectface',
    { errorcode: -1101, errormsg: 'm' },
    { service: 'youtu', code: '-1101' },
  ),
  failing(
    'recognition',
    'https://recognition.image.myqcloud.com/ocr/general',
    { code: 9, message: 'm' },
    { service: 'youtu', code: '9' },
  ),
  failing(
    'faces',
    'https://service.image.myqcloud.com/face/detect',
    { errorcode: 5, errormsg: 'm' },
    { service: 'youtu', code: '5' },
  ),
  failing(
    'the JSON of COS',
    'https://gz.file.myqcloud.com/files/v2/1250000000/b/a.txt',
    { code: -4018, message: 'm', request_id: 'q' },
    { service: 'cos', code: '-4018', requestId: 'q' },
  ),
  succeeding(
    'an object beside it',
    'https://b-1250000000.file.myqcloud.com/a.json',
    { type: json, body: '{"code":-4018,"message":"m"}' },
    { method: 'GET' },
  ),
  failing(
    'IM on the host of text messages',
    'https://yun.tim.qq.com/v4/im_open_login_svc/account_import',
    { ActionStatus: 'FAIL', ErrorCode: 70402, ErrorInfo: 'm' },
    { service: 'im', code: '70402' },
  ),
  failing(
    'IM beside the number of a gateway',
    'https://console.tim.qq.com/v4/openim/sendmsg',
    { code: 0, ActionStatus: 'FAIL', ErrorCode: 90009, ErrorInfo: 'm' },
    { service: 'im', code: '90009', requests: 1 },
  ),
  failing(
    'text messages',
    'https://yun.tim.qq.com/v5/tlssmssvr/sendsms',
    { result: 1014, errmsg: 'm' },
    { service: 'sms', code: '1014' },
  ),
  failing(
    'voice messages',
    'https://cloud.tim.qq.com/v5/tlsvoicesvr/sendvoice',
    { result: 1001, errmsg: 'm' },
    { service: 'vms', code: '1001' },
  ),
  failing(
    'CloudBase by region',
    'https://ap-shanghai.tcb-api.tencentcloudapi.com/web',
    { code: 'SYS_ERR', message: 'm' },
    { service: 'cloudbase', code: 'SYS_ERR' },
  ),
  failing(
    'CODING',
    'https://e.coding.net/open-api',
    { Response: { Error: { Code: 'InvalidParameter', Message: 'm' }, RequestId: 'q' } },
    { class: 'InvalidParameterError', service: 'coding', requestId: 'q' },
  ),
  {
    ...failing(
      'a function behind a gateway',
      invoke,
      scf,
      { requestId: 'r-9', code: '430', messageHas: 'user code' },
      430,
    ),
    attach: { hosts: [/\.apigw\.tencentcs\.com$/] },
  },
  {
    ...failing(
      'a function of CloudBase',
      'https://e-1.service.tcloudbase.com/f',
      { errorCode: -1, errorMessage: 'm', requestId: 'q' },
      { code: '-1', requestId: 'q' },
    ),
    attach: { hosts: ['*.tcloudbase.com'] },
  },
  succeeding(
    'a function, well',
    'https://e-1.service.tcloudbase.com/f',
    { type: json, body: '{"errorCode":0,"errorMessage":""}' },
    { attach: { hosts: ['*.tcloudbase.com'] } },
  ),
  succeeding('a customer behind the API gateway', invoke, { type: json, body: JSON.stringify(scf) }),
  succeeding('a customer of CloudBase', 'https://e-1.ap-shanghai.app.tcloudbase.com/f', {
    type: json,
    body: '{"code":"INVALID_PARAM","message":"m"}',
  }),
  {
    ...succeeding('a customer on the older domain', 'https://service-b-1250000000.gz.apigateway.myqcloud.com/a', {
      status: 503,
    }),
    expect: { plain: true, requests: 1 },
  },
]
