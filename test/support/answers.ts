import type http from 'node:http'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** What a server answers. */
export interface Answer {
  readonly status: number
  readonly contentType: string | undefined
  readonly body: string | Uint8Array
}

const bytes = (text: string): Buffer => Buffer.from(text)
const bom = '\uFEFF'

/** Bodies as servers send them, by name. */
export const bodies = {
  object: '{"items":[1,2,{"a":null}],"name":"é"}',
  empty: '',
  array: ' [1, {"code": 4000}] ',
  string: '"{\\"code\\":1}"',
  number: '12.50',
  null: 'null',
  true: 'true',
  'object with white space': ' \n{"a": 1.0, "a": 2}\r\n',
  'object with a prototype': '{"__proto__":{"polluted":true},"constructor":1}',
  'large integer': '{"id":12345678901234567890}',
  'invalid JSON': '{"a": 1',
  'a byte order mark': `${bom}{"a":1}`,
  'two byte order marks': `${bom}${bom}{"a":1}`,
  'invalid UTF-8': Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  'UTF-16': Buffer.from(`${bom}{"a":"é"}`, 'utf16le'),
  binary: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff]),
  html: '<!doctype html><title>ok</title>',
  xml: '<?xml version="1.0"?><List><Key>a</Key></List>',
  text: 'plain text',
  events: 'data: {"a":1}\n\ndata: [DONE]\n\n',
  'the success of the legacy API': '{"code":0,"message":"","codeDesc":"Success","data":{"a":1}}',
  'the success of API 3.0': '{"Response":{"RequestId":"1","Zones":[{"code":1}]}}',
  large: JSON.stringify({ rows: Array.from({ length: 6_000 }, (_, id) => ({ id, name: 'abcdefgh' })) }),
} satisfies Record<string, string | Uint8Array>

/** Failures of Tencent Cloud that on another host may be anything. */
export const envelopes = {
  'the commonest envelope in China': '{"code":200,"message":"ok"}',
  'a legacy code': '{"code":6000,"message":"internal"}',
  'a result': '{"result":1004,"errmsg":"no"}',
}

/** Failures that nothing else looks like. */
export const certainFailures = {
  'an error of API 3.0': '{"Response":{"Error":{"Code":"InternalError","Message":"m"},"RequestId":"r"}}',
  'a throttle of the legacy API': '{"code":4420,"message":"(10250)qps throttling","codeDesc":"QpsThrottling"}',
}

export const contentTypes = [
  'application/json',
  undefined,
  'Application/JSON; Charset=UTF-8',
  'text/html',
  'text/plain',
  'text/event-stream',
  'application/octet-stream',
  'application/vnd.api+json',
]

type Send = (response: http.ServerResponse, answer: Answer, target: string) => void

const headersOf = ({ contentType }: Answer): Record<string, string | string[]> => ({
  ...(contentType !== undefined && { 'Content-Type': contentType }),
  'Set-Cookie': ['a=1', 'b=2; HttpOnly'],
  'X-Odd-CASE': 'Kept',
})

const sendBytes = (response: http.ServerResponse, answer: Answer, body: Uint8Array, more: object = {}): void => {
  response.writeHead(answer.status, { ...headersOf(answer), ...more })
  response.end(body)
}

const bodyOf = ({ body }: Answer): Uint8Array => (typeof body === 'string' ? bytes(body) : body)

const redirect =
  (status: number): Send =>
  (response, answer, target) => {
    if (target.includes('redirected')) return sendBytes(response, answer, bodyOf(answer))
    response.writeHead(status, { Location: '/redirected?to=here' })
    response.end()
  }

/** How an answer is sent, by name. */
export const framings = {
  'with a length': (response, answer) => {
    const body = bodyOf(answer)
    sendBytes(response, answer, body, { 'Content-Length': body.length })
  },
  chunked: (response, answer) => {
    const body = bodyOf(answer)
    response.writeHead(answer.status, headersOf(answer))
    for (let at = 0; at < body.length; at += 20_000) response.write(body.subarray(at, at + 20_000))
    response.end()
  },
  gzip: (response, answer) => sendBytes(response, answer, gzipSync(bodyOf(answer)), { 'Content-Encoding': 'gzip' }),
  br: (response, answer) =>
    sendBytes(response, answer, brotliCompressSync(bodyOf(answer)), { 'Content-Encoding': 'br' }),
  'wrongly called gzip': (response, answer) =>
    sendBytes(response, answer, bodyOf(answer), { 'Content-Encoding': 'gzip' }),
  'after early hints': (response, answer) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' })
    sendBytes(response, answer, bodyOf(answer))
  },
  'after a redirect (302)': redirect(302),
  'after a redirect (307)': redirect(307),
  truncated: (response, answer) => {
    const body = bodyOf(answer)
    // To a HEAD the answer is whole: its connection must not be used again.
    const more = { 'Content-Length': body.length + 10, Connection: 'close' }
    response.writeHead(answer.status, { ...headersOf(answer), ...more })
    response.write(body, () => response.socket?.end())
  },
  'not at all': (response) => response.socket?.end(),
} satisfies Record<string, Send>

export type Framing = keyof typeof framings
