// A custom signer: `sign` runs before every attempt and signs the bytes that are sent, after axios and the interceptors
// have encoded the body. This one implements TC3-HMAC-SHA256. TC3 has no nonce and a Timestamp in whole seconds, so
// after a replay (InvalidRequest.ReplayAttack) the library waits for the next second.
import { createHash, createHmac } from 'node:crypto'
import axios from 'axios'
import { attachTencentCloud, attemptsOf, type Sign } from 'axios-tencentcloud'
import { createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'

const secretId = 'AKIDexampleExampleExample' // a fake key
const secretKey = 'exampleExampleExample'
const service = 'cvm'
const host = 'cvm.tencentcloudapi.com'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

// https://www.tencentcloud.com/document/api/213/31591
const signTc3: Sign = (config, { now }) => {
  const timestamp = Math.floor(now / 1000) // seconds
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10) // UTC
  const body: string = config.data // already encoded, as it will be sent
  const signedHeaders = 'content-type;host'
  const headers = `content-type:${config.headers.get('Content-Type')}\nhost:${host}\n`
  const request = `POST\n/\n\n${headers}\n${signedHeaders}\n${sha256(body)}`
  const scope = `${date}/${service}/tc3_request`
  const text = `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(request)}`
  const key = hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request')
  const signature = hmac(key, text).toString('hex')
  config.headers.set({
    'X-TC-Timestamp': `${timestamp}`,
    Authorization: `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  })
}

const fake = createFakeTencentCloud()
const cloud = await fake.listen()
const cvm = axios.create({
  baseURL: `http://${host}`, // https in production
  proxy: { protocol: 'http', host: '127.0.0.1', port: cloud.port }, // to the fake; not needed in production
  headers: { 'Content-Type': 'application/json', 'X-TC-Version': '2017-03-12', 'X-TC-Region': 'ap-guangzhou' },
})
attachTencentCloud(cvm, { sign: signTc3, allowPlainHttp: true }) // `allowPlainHttp` is for the fake: no key goes out over plain HTTP

try {
  fake.fail(
    'DescribeInstances',
    faults.api3('InvalidRequest.ReplayAttack', 'The request was seen before.'),
    faults.api3('RequestLimitExceeded', 'Too many requests.', { headers: { 'Retry-After': '1' } }),
  )
  const response = await cvm.post('/', { Limit: 1 }, { headers: { 'X-TC-Action': 'DescribeInstances' } })

  console.log('attempt  code                         decision  wait     timestamp   signature')
  for (const [at, { number, code = 'success', decision, delayMs }] of attemptsOf(response).entries()) {
    const headers = fake.requests[at]?.headers ?? {}
    const signature = headers.authorization?.split('Signature=')[1] ?? ''
    const wait = `${delayMs} ms`
    console.log(
      `${number}        ${code.padEnd(27)}  ${decision.padEnd(8)}  ${wait.padEnd(7)}  ${headers['x-tc-timestamp']}  ${signature.slice(0, 16)}...`,
    )
  }
  console.log(`\nexecutions: ${fake.executionsOf('DescribeInstances').length}`)
} finally {
  await cloud.close()
}
