// A tour of the library in eight scenes: `npm start`, or `npm start -- zh` in Chinese.
// A fake Tencent Cloud on a loopback port fails in the ways of the real one; a plain axios client, with the
// middleware attached, meets it. All waits are real; nothing leaves this machine. The clock of the demo stands still while
// a request is on its way, so that a busy machine shows the same scenes.
import { createHmac, randomInt } from 'node:crypto'
import axios, { type InternalAxiosRequestConfig } from 'axios'
import { attachTencentCloud, attemptsOf, isTencentCloudError, type TencentCloudCallOptions } from 'axios-tencentcloud'
import { createFakeTencentCloud, type Fault, faults } from 'axios-tencentcloud/testing'
import {
  type Language,
  printError,
  printIntroduction,
  printPointers,
  printScene,
  printSuccess,
  printSummary,
  printTimeline,
  type Text,
} from './support/report.ts'
import { WaitingClock } from './support/waiting-clock.ts'

const language: Language = process.argv.includes('zh') ? 'zh' : 'en'
const secretId = 'AKIDexampleExampleExample' // a fake key
const secretKey = 'exampleExampleExample'

const clock = new WaitingClock()
const fake = createFakeTencentCloud({ now: clock.now })
const cloud = await fake.listen()

// An ordinary axios client, except for the proxy, which sends every request to the fake instead of Tencent Cloud.
const http = axios.create({ proxy: { protocol: 'http', host: '127.0.0.1', port: cloud.port } })
http.interceptors.request.use(sign)
// The one line that this demo is about. In a program of yours: attachTencentCloud(http)
attachTencentCloud(http, { clock, onEvent: clock.onEvent })

/** Nonces that the signer uses before random ones, because scene 2 needs one twice. */
const nextNonces: number[] = []

/** A typical signing interceptor (signature version 1, HmacSHA256). */
function sign(config: InternalAxiosRequestConfig): InternalAxiosRequestConfig {
  const { host, pathname } = new URL(config.url ?? '')
  const params: Record<string, unknown> = {
    ...config.params,
    SecretId: secretId,
    SignatureMethod: 'HmacSHA256',
    Timestamp: Math.floor(clock.now() / 1000),
    Nonce: nextNonces.shift() ?? randomInt(2 ** 48 - 1),
  }
  const sorted = Object.keys(params).sort()
  const text = `GET${host}${pathname}?${sorted.map((name) => `${name}=${params[name]}`).join('&')}`
  config.params = { ...params, Signature: createHmac('sha256', secretKey).update(text).digest('base64') }
  return config
}

interface Scene {
  readonly title: Text
  readonly story: Text
  readonly service: string
  readonly action: string
  /** The API 3.0 version; the legacy API has none. */
  readonly version?: string
  /** The failures that the fake answers with, one after the other, before it succeeds. */
  readonly failures: readonly Fault[]
  readonly options?: TencentCloudCallOptions
  /** Runs before the call. */
  readonly prepare?: () => void
}

const throttled = faults.legacy(4420, '(10250)qps limit reached', { requestId: 'demo-4420' })
const internal = { requestId: 'demo-6000' }
const patience = faults.api3('RequestLimitExceeded', 'Limit of 20 requests per second exceeded.', {
  headers: { 'Retry-After': '1' },
})

const scenes: readonly Scene[] = [
  {
    title: { en: 'Throttled: wait, then try again', zh: '限频：等待后重试' },
    story: {
      en: 'KMS rejects a call before it runs (4420, module code 10250), twice. Any action may be repeated after that.',
      zh: 'KMS 两次在执行前拒绝调用（4420，模块错误码 10250）。此后任何操作都可以重试。',
    },
    service: 'kms',
    action: 'Encrypt',
    failures: [throttled, throttled],
  },
  {
    title: { en: 'Taken for a replay: sign again', zh: '被判为重放：重新签名' },
    story: {
      en: 'By chance two calls have the same Nonce, and the server refuses the second (4500). The signing interceptor of the client runs again, on the unsigned request, and the new signature is accepted.',
      zh: '两次调用的 Nonce 恰好相同，服务器拒绝了第二次（4500）。客户端的签名拦截器在未签名的请求上再次运行，新的签名被接受。',
    },
    service: 'kms',
    action: 'ListKey',
    failures: [],
    prepare: () => nextNonces.push(Number(fake.requests.at(-1)?.nonce)),
  },
  {
    title: { en: 'An internal error of a read: try again', zh: '查询遇到内部错误：重试' },
    story: {
      en: 'KMS reports an internal fault (6000). Reading twice does no harm.',
      zh: 'KMS 报告内部故障（6000）。查询两次没有害处。',
    },
    service: 'kms',
    action: 'GetKeyAttributes',
    failures: [
      faults.legacy(6000, '(10050)server error', internal),
      faults.legacy(6000, '(10050)server error', internal),
    ],
  },
  {
    title: { en: 'The same error of a Create: do not try again', zh: '创建遇到同样的错误：不重试' },
    story: {
      en: 'Here the key was created before the fault: a repeat would create and bill a second one. So there is one request, and an error that says what is known.',
      zh: '这里密钥在故障之前已经创建：重试会再创建一个并计费。因此只发出一次请求，并抛出说明已知情况的错误。',
    },
    service: 'kms',
    action: 'CreateKey',
    failures: [faults.legacy(6000, '(10050)server error', { ...internal, executed: true })],
  },
  {
    title: { en: 'API 3.0: too many requests', zh: 'API 3.0：请求过多' },
    story: {
      en: 'The other dialect, with named codes. This one begins with InvalidRequest, although the request was valid.',
      zh: '另一种格式，错误码是名称。这个错误码以 InvalidRequest 开头，而请求其实是有效的。',
    },
    service: 'cvm',
    action: 'DescribeInstances',
    version: '2017-03-12',
    failures: [faults.api3('InvalidRequest.RequestConcurrencyExceeded', 'Too many requests at once.')],
  },
  {
    title: { en: 'A partial success', zh: '部分成功' },
    story: {
      en: 'One of two instances was restarted (5400). The error contains what the service reported about each of them.',
      zh: '两个实例中有一个重启成功（5400）。错误中包含服务端对每个实例的报告。',
    },
    service: 'cvm',
    action: 'RestartInstances',
    failures: [
      faults.legacy(5400, 'some instances failed', {
        data: { 'ins-1': 'restarted', 'ins-2': 'failed' },
        requestId: 'demo-5400',
        executed: true,
      }),
    ],
  },
  {
    title: { en: 'A gateway that answers HTML', zh: '返回 HTML 的网关' },
    story: {
      en: 'HTTP 502 and a web page, four times. Whether the call ran is unknown; a read is repeated, but not without end.',
      zh: '四次返回 HTTP 502 和一个网页。无法确定调用是否执行；查询会重试，但不会无限重试。',
    },
    service: 'cvm',
    action: 'DescribeImages',
    version: '2017-03-12',
    failures: [faults.html(502), faults.html(502), faults.html(502), faults.html(502)],
  },
  {
    title: { en: 'A deadline', zh: '截止时间' },
    story: {
      en: 'The server is busy, and asks the client to wait a second each time (Retry-After: 1). This call has a deadline of 1.5 seconds, { tencentCloud: { deadlineMs: 1500 } }: a wait that would end later is not started. There is no deadline by default: then waits end within a minute, `retry.maxRetryTimeMs`.',
      zh: '服务器繁忙，每次都要求客户端等待一秒（Retry-After: 1）。本次调用的截止时间为 1.5 秒，即 { tencentCloud: { deadlineMs: 1500 } }：到期后才结束的等待不会开始。默认没有截止时间，此时等待在一分钟内结束（`retry.maxRetryTimeMs`）。',
    },
    service: 'cvm',
    action: 'DescribeZones',
    version: '2017-03-12',
    failures: [patience, patience],
    options: { deadlineMs: 1500 },
  },
]

/** Plays a scene. Resolves to false if its call failed. */
async function play(scene: Scene, number: number): Promise<boolean> {
  const { service, action, version, failures, options = {} } = scene
  printScene(number, scene.title[language], scene.story[language])
  scene.prepare?.()
  if (failures.length > 0) fake.fail({ service, action }, ...failures)
  const url = version ? `http://${service}.tencentcloudapi.com/` : `http://${service}.api.qcloud.com/v2/index.php`
  const params = { Action: action, ...(version && { Version: version }) }
  try {
    const response = await http.get(url, { params, tencentCloud: options })
    printTimeline(`${service} ${action}`, attemptsOf(response), startedAt, language)
    printSuccess(attemptsOf(response), language)
    return true
  } catch (error) {
    if (!isTencentCloudError(error)) throw error // a bug in this program
    printTimeline(`${service} ${action}`, error.attempts, startedAt, language)
    printError(error, language)
    return false
  }
}

const startedAt = clock.now()
try {
  printIntroduction(
    language,
    { en: 'axios-tencentcloud: what happens to a call that fails', zh: 'axios-tencentcloud：调用失败后会发生什么' },
    {
      en: 'A fake Tencent Cloud on this machine fails in the ways of the real one. An ordinary axios client calls it; the middleware was attached to that client by one line, attachTencentCloud(http); its options here are a clock of the demo alone.',
      zh: '本机上的模拟腾讯云会像真的一样出错。一个普通的 axios 客户端调用它；中间件只用一行 attachTencentCloud(http) 装到该客户端上，这里的选项只是演示所用的时钟。',
    },
    {
      en: 'Each line of a timeline is an attempt, that is one request on the wire: when it started, the code that came back, what the middleware decided and why, and how long it waits before the next attempt.',
      zh: '时间线的每一项是一次尝试，也就是发出的一次请求：何时开始、返回了什么错误码、中间件如何决定及其原因，以及下一次尝试之前等待多久。',
    },
  )
  let failed = 0
  for (const [at, scene] of scenes.entries()) if (!(await play(scene, at + 1))) failed++
  printSummary(
    {
      calls: scenes.length,
      failed,
      seconds: (clock.now() - startedAt) / 1000,
      perAction: scenes.map(({ service, action }) => ({
        call: `${service} ${action}`,
        requests: fake.requestsOf(action).length,
        executions: fake.executionsOf(action).length,
      })),
    },
    language,
  )
  printPointers(
    {
      'examples/existing-client.ts': {
        en: 'three lines added to a client that signs and unwraps',
        zh: '给一个会签名、会解包的客户端加上三行',
      },
      'examples/catch-by-class.ts': { en: 'how to handle each class of error', zh: '如何处理每一类错误' },
      'examples/custom-signer.ts': {
        en: 'a custom signer (TC3-HMAC-SHA256)',
        zh: '自定义签名函数（TC3-HMAC-SHA256）',
      },
      'npm start -- zh': { en: 'this tour again, in Chinese', zh: '本演示的中文版' },
    },
    language,
  )
} finally {
  await cloud.close()
}
