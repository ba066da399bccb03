// An existing axios client that signs in a request interceptor and unwraps in a response interceptor. Three lines are
// new (marked +). Each attempt gets a new signature; the unwrapping runs once per call.
import { createHmac, randomInt } from 'node:crypto'
import axios from 'axios'
import { attachTencentCloud, ResourceNotFoundError } from 'axios-tencentcloud' // +
import { createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'

const fake = createFakeTencentCloud()
const cloud = await fake.listen()

// ---- the existing client -------------------------------------------------------------------------------------------

const secretId = 'AKIDexampleExampleExample' // a fake key
const secretKey = 'exampleExampleExample'

const kms = axios.create({
  baseURL: 'http://kms.api.qcloud.com', // https in production
  proxy: { protocol: 'http', host: '127.0.0.1', port: cloud.port }, // to the fake; not needed in production
})

kms.interceptors.request.use((config) => {
  const params: Record<string, string | number> = {
    ...config.params,
    SecretId: secretId,
    SignatureMethod: 'HmacSHA256',
    Timestamp: Math.floor(Date.now() / 1000),
    Nonce: randomInt(2 ** 48 - 1),
  }
  const names = Object.keys(params).sort()
  const text = `GETkms.api.qcloud.com/v2/index.php?${names.map((name) => `${name}=${params[name]}`).join('&')}`
  config.params = { ...params, Signature: createHmac('sha256', secretKey).update(text).digest('base64') }
  return config
})

let unwrapped = 0
kms.interceptors.response.use((response) => {
  unwrapped++
  if (response.data.code !== 0) throw new Error(response.data.message)
  return response.data.data
})

attachTencentCloud(kms) // +

async function getKey(keyId: string): Promise<unknown> {
  try {
    return await kms.get('/v2/index.php', { params: { Action: 'GetKeyAttributes', keyId } })
  } catch (error) {
    if (error instanceof ResourceNotFoundError) return undefined // +
    throw error
  }
}

// ---- what happens now ----------------------------------------------------------------------------------------------

try {
  fake.answer('GetKeyAttributes', { data: { keyId: 'k-1', alias: 'invoices' } })
  const throttled = faults.legacy(4420, '(10250)qps limit reached')
  fake.fail('GetKeyAttributes', throttled, throttled)

  console.log('getKey("k-1") returns', await getKey('k-1'))
  console.log(`The response interceptor ran ${unwrapped} time; the server saw:\n`)
  console.log('  request  answer   nonce            signature')
  for (const { number, outcome, nonce = '', signature = '' } of fake.requests) {
    console.log(`  ${number}        ${outcome.padEnd(7)}  ${nonce.padEnd(15)}  ${signature.slice(0, 16)}...`)
  }

  fake.fail('GetKeyAttributes', faults.legacy(5000, '(10030)key not found'))
  console.log('\ngetKey("k-9") returns', await getKey('k-9'))
} finally {
  await cloud.close()
}
