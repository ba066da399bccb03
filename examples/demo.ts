// A tour of the library in eight scenes: `npm start`, or `npm start -- zh` for the texts in Chinese.
// A fake Tencent Cloud on a loopback port fails in the ways of the real one; a plain axios client, with the
// middleware attached, meets it. All waits are real; nothing leaves this machine. The clock of the demo stands still while
// a request is on its way, so that a busy machine shows the same scenes.
import { createHmac, randomInt } from 'node:crypto'
import axios, { type InternalAxiosRequestConfig } from 'axios'
import { attachTencentCloud, attemptsOf, isTencentCloudError, type TencentCloudCallOptions } from 'axios-tencentcloud'
import { createFakeTencentCloud, type Fault, faults } from 'axios-tencentcloud/testing'
import {
  printError,
  printIntroduction,
  printPointers,
  printScene,
  printSuccess,
  printSummary,
  printTimeline,
} from './support/report.ts'
import { WaitingClock } from './support/waiting-clock.ts'

const language = process.argv.includes('zh') ? 'zh' : 'en'
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
  readonly title: string
  readonly story: string
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
    title: 'Throttled: wait, then try again',
    story: 'KMS rejects a call before it runs (4420, module code 10250), twice. Any action may be repeated after that.',
    service: 'kms',
    action: 'Encrypt',
    failures: [throttled, throttled],
  },
  {
    title: 'Taken for a replay: sign again',
    story:
      'By chance two calls have the same Nonce, and the server refuses the second (4500). The signing interceptor of the client runs again, on the unsigned request, and the new signature is accepted.',
    service: 'kms',
    action: 'ListKey',
    failures: [],
    prepare: () => nextNonces.push(Number(fake.requests.at(-1)?.nonce)),
  },
  {
    title: 'An internal error of a read: try again',
    story: 'KMS reports an internal fault (6000). Reading twice does no harm.',
    service: 'kms',
    action: 'GetKeyAttributes',
    failures: [
      faults.legacy(6000, '(10050)server error', internal),
      faults.legacy(6000, '(10050)server error', internal),
    ],
  },
  {
    title: 'The same error of a Create: do not try again',
    story:
      'Here the key was created before the fault: a repeat would create and bill a second one. So there is one request, and an error that says what is known.',
    service: 'kms',
    action: 'CreateKey',
    failures: [faults.legacy(6000, '(10050)server error', { ...internal, executed: true })],
  },
  {
    title: 'API 3.0: too many requests',
    story: 'The other dialect, with named codes. This one begins with InvalidRequest, although the request was valid.',
    service: 'cvm',
    action: 'DescribeInstances',
    version: '2017-03-12',
    failures: [faults.api3('InvalidRequest.RequestConcurrencyExceeded', 'Too many requests at once.')],
  },
  {
    title: 'A partial success',
    story:
      'One of two instances was restarted (5400). The error contains what the service reported about each of them.',
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
    title: 'A gateway that answers HTML',
    story:
      'HTTP 502 and a web page, four times. Whether the call ran is unknown; a read is repeated, but not without end.',
    service: 'cvm',
    action: 'DescribeImages',
    version: '2017-03-12',
    failures: [faults.html(502), faults.html(502), faults.html(502), faults.html(502)],
  },
  {
    title: 'A deadline',
    story:
      'The server is busy, and asks the client to wait a second each time (Retry-After: 1). This call has a deadline of 1.5 seconds, { tencentCloud: { deadlineMs: 1500 } }: a wait that would end later is not started. There is no deadline by default: then waits end within a minute, `retry.maxRetryTimeMs`.',
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
  printScene(number, scene.title, scene.story)
  scene.prepare?.()
  if (failures.length > 0) fake.fail({ service, action }, ...failures)
  const url = version ? `http://${service}.tencentcloudapi.com/` : `http://${service}.api.qcloud.com/v2/index.php`
  const params = { Action: action, ...(version && { Version: version }) }
  try {
    const response = await http.get(url, { params, tencentCloud: options })
    printTimeline(`${service} ${action}`, attemptsOf(response), startedAt)
    printSuccess(attemptsOf(response))
    return true
  } catch (error) {
    if (!isTencentCloudError(error)) throw error // a bug in this program
    printTimeline(`${service} ${action}`, error.attempts, startedAt)
    printError(error, language)
    return false
  }
}

const startedAt = clock.now()
try {
  printIntroduction(
    'axios-tencentcloud: what happens to a call that fails',
    'A fake Tencent Cloud on this machine fails in the ways of the real one. An ordinary axios client calls it; the middleware was attached to that client by one line, attachTencentCloud(http); its options here are a clock of the demo alone.',
    'Each line of a timeline is an attempt, that is one request on the wire: when it started, the code that came back, what the middleware decided and why, and how long it waits before the next attempt.',
  )
  let failed = 0
  for (const [at, scene] of scenes.entries()) if (!(await play(scene, at + 1))) failed++
  printSummary({
    calls: scenes.length,
    failed,
    seconds: (clock.now() - startedAt) / 1000,
    perAction: scenes.map(({ service, action }) => ({
      call: `${service} ${action}`,
      requests: fake.requestsOf(action).length,
      executions: fake.executionsOf(action).length,
    })),
  })
  printPointers({
    'examples/existing-client.ts': 'three lines added to a client that signs and unwraps',
    'examples/catch-by-class.ts': 'how to handle each class of error',
    'examples/custom-signer.ts': 'a custom signer (TC3-HMAC-SHA256)',
    'npm start -- zh': 'this tour again, with meanings and remedies in Chinese',
  })
} finally {
  await cloud.close()
}
