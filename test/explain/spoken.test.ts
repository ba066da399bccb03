import { explain } from 'axios-tencentcloud/catalog'
import { describe, expect, it } from 'vitest'

/** The explanation of a code, or of a failure of the transport. */
async function read(text: string) {
  const explained = await explain(text)
  if (explained?.subject !== 'code' && explained?.subject !== 'unknown' && explained?.subject !== 'transport')
    throw new Error(`${text} is about no code`)
  return explained
}

describe('the product that a line names', () => {
  it.each<[string, string, string]>([
    ['by its id, behind the name of the cloud', '错误：腾讯云 kms 返回错误码：4420，消息：(10250)请求过于频繁', 'kms'],
    ['by its id, before a code', 'kms: 4420 (10250)', 'kms'],
    ['by its id in capitals', 'KMS error code 4420', 'kms'],
    ['by its id, glued to the code', 'cvm.InternalError: boom', 'cvm'],
    ['by its id, glued to Chinese', '调用kms接口报错4420', 'kms'],
    ['before a number, with a colon', 'kms: 4420', 'kms'],
    ['before a number, with a colon of Chinese', 'kms：4420', 'kms'],
    ['before a number in a longer line', '压测时报 kms：4420 了', 'kms'],
    ['in Chinese before a number', '短信：1014', 'sms'],
    ['in English', 'Face Recognition failed: InternalError', 'iai'],
    ['in English, in capitals', 'KEY MANAGEMENT SERVICE returned 4420', 'kms'],
    ['in Chinese', '短信发送失败，错误码1014', 'sms'],
    ['in Chinese, another with the same code', '语音消息 错误码 1014', 'vms'],
    ['by a word for it', '云服务器 报错 InternalError', 'cvm'],
    ['by an abbreviation', 'COS 报错 SlowDown', 'cos'],
    ['by a part of its name', '密钥管理 4420', 'kms'],
    ['by the longer of two names', '腾讯云内容分发网络 CDN 接口 InternalError', 'cdn'],
    ['as what was called, not as where', '在云服务器上调用短信接口返回 FailedOperation', 'sms'],
    ['beside a body whose format is that of another', '腾讯云语音消息 {"result":1014,"errmsg":"x","ext":""}', 'vms'],
    ['though it does not list the code', 'kms 返回错误码：9649', 'kms'],
    ['of a call without an answer', '调用短信接口，请求超时', 'sms'],
    ['by an ordinary word behind the name of the cloud', '腾讯云 tag 返回 InternalError', 'tag'],
    ['by an ordinary word behind `product`', 'product live returned InternalError', 'live'],
    ['by an ordinary word behind `service`', 'service batch returned code InternalError', 'batch'],
    ['by an ordinary word behind 产品', '产品：as，错误码：InternalError', 'as'],
    ['by an ordinary word before a code', 'live: InternalError', 'live'],
    [
      'without a message, which tells of other things',
      '短信 code=FailedOperation message=云服务器 requestId: 1',
      'sms',
    ],
  ])('%s', async (_, text, service) => {
    expect((await read(text)).service).toBe(service)
  })

  it.each([
    'failed as InternalError',
    'live stream broke: InternalError',
    'batch job 17 failed, code=InternalError',
    'the tag is missing: MissingParameter',
    'API error: InternalError',
    '腾讯云 API 返回错误码 InternalError',
    '腾讯云 SDK 报错 InternalError',
    'es index failed; InternalError',
    'image upload failed InternalError',
    'monitor alert: code 4400',
    'the service as a whole failed with InternalError',
    'the service tag is wrong: InternalError',
    'took 12 ms, InternalError',
    '/data/cvm/app.log: InternalError',
    'user@cvm-12 InternalError',
    '云数据库报错 InternalError',
    '图形验证码错误，InternalError',
    '给资源打标签时报错 InternalError',
    'af InvalidParameter af',
  ])('is none in: %s', async (text) => {
    expect((await read(text)).service).toBe('*')
  })

  it('is none where software of that name fails by itself', async () => {
    expect(await read('redis connection ECONNREFUSED 127.0.0.1:6379')).not.toHaveProperty('service')
  })

  it('is not read from the message of a body', async () => {
    expect(await read('{"code":4420,"message":"(10250)kms qps"}')).toMatchObject({ products: ['cmq', 'kms'] })
  })
})

describe('the action that a line names', () => {
  it.each([
    ['调用接口 DescribeInstances 返回错误码 InternalError', 'DescribeInstances'],
    ['接口：RunInstances 错误码：InternalError', 'RunInstances'],
    ['接口 Encrypt 返回 InternalError', 'Encrypt'],
    ['接口名：SendSms，错误码：FailedOperation', 'SendSms'],
    ['调用 DescribeInstances 失败：InternalError', 'DescribeInstances'],
    ['DescribeInstances 接口返回 InternalError', 'DescribeInstances'],
    ['DescribeInstances 调用失败，InternalError', 'DescribeInstances'],
    ['calling DescribeInstances failed: InternalError', 'DescribeInstances'],
    ['call to `GeneralBasicOCR` failed: InternalError', 'GeneralBasicOCR'],
    ['RunInstances failed with InternalError', 'RunInstances'],
    ['调用 ListKey 失败 InternalError', 'ListKey'],
    ['calling cvm DescribeInstances: InternalError', 'DescribeInstances'],
    ['调用 cvm RunInstances 报 InternalError', 'RunInstances'],
    ['API DescribeZones returned InternalError', 'DescribeZones'],
    ['Action: SendSms, code: FailedOperation', 'SendSms'],
    ['Action：SendSms，错误码：FailedOperation', 'SendSms'],
  ])('%s', async (text, action) => {
    expect(await read(text)).toMatchObject({ subject: 'code', action })
  })

  it.each([
    '调用 InternalError',
    '接口返回 InternalError',
    '接口 InternalError',
    'API Gateway InternalError',
    'calling TencentCloud failed: InternalError',
    'CloudBase returned InternalError',
    '请求 RequestLimitExceeded 失败',
    'JavaScript failed with InternalError',
    '接口 Error: InternalError',
    '请求的 AppId 不一致 InternalError',
    'a call to MySQL failed: InternalError',
    'DryRun 请求返回 DryRunOperation',
    '调用 CloudBase 失败 InternalError',
  ])('is none in: %s', async (text) => {
    expect(await read(text)).not.toHaveProperty('action')
  })
})

describe('the message that a line tells', () => {
  it.each([
    ['错误：腾讯云 kms 返回错误码：4420，消息：(10250)请求过于频繁', '(10250)请求过于频繁'],
    ['code:InternalError message:try again, later requestId:r-1', 'try again, later'],
    ['Code=InternalError, Message=(0afe) is busy, RequestId=r-1', '(0afe) is busy'],
    ['[code:InternalError] [message:no luck] [requestId:r-1]', 'no luck'],
    ['Message="no luck", Code=InternalError', 'no luck'],
    ['错误信息：稍后重试，错误码：InternalError', '稍后重试'],
  ])('%s', async (text, serverMessage) => {
    expect(await read(text)).toMatchObject({ serverMessage })
  })

  it.each(['InternalError', 'kms 4420 10250', '错误码4400请求配额超限', 'code:InternalError message:None'])(
    'is none in: %s',
    async (text) => {
      expect(await read(text)).not.toHaveProperty('serverMessage')
    },
  )
})
