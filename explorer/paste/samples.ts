import type { Text } from '../../src/catalog/index.ts'

/** An example to paste. */
export interface Sample {
  readonly name: Text
  readonly text: string
  readonly service: string
  readonly action: string
}

export const samples: readonly Sample[] = [
  {
    name: { en: 'API 3.0 throttle', zh: 'API 3.0 限频' },
    text: '{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"Your current request times exceed the limit 20."},"RequestId":"3c140219-cfe9-470e-b241-907877d6fb03"}}',
    service: 'cvm',
    action: 'RunInstances',
  },
  {
    name: { en: 'Legacy, with a module code', zh: '旧版 API，带模块错误码' },
    text: '{"code":4400,"message":"(10230)message body too large","codeDesc":"LimitExceeded"}',
    service: 'cmq',
    action: 'SendMessage',
  },
  {
    name: { en: 'SDK exception in a log', zh: '日志中的 SDK 异常' },
    text: '2026-03-01 12:00:01 ERROR [TencentCloudSDKException] code:AuthFailure.SignatureExpire message:Request expired requestId:8b8d499f-1f5a-4b5c-8f0e-2a6f1b1f9a10',
    service: 'cvm',
    action: 'DescribeInstances',
  },
  {
    name: { en: 'A gateway’s 502 page', zh: '网关的 502 页面' },
    text: 'HTTP/1.1 502 Bad Gateway\nContent-Type: text/html\n\n<html><body><h1>502 Bad Gateway</h1></body></html>',
    service: 'cdb',
    action: 'CreateDBInstance',
  },
]
