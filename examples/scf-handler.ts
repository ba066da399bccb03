// A serverless function (SCF, Node.js): each night it stops the instances that are tagged for it. The client is made once
// and lives as long as the function's container; every call gets the time that the invocation has left, so that the
// function answers by itself instead of being killed in the middle of a wait.
import axios, { type AxiosInstance } from 'axios'
import { attachTencentCloud, isTencentCloudError } from 'axios-tencentcloud'
import { createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'

// ---- the function: what you would deploy, index.main_handler ---------------------------------------------------------

/** The part of SCF's context that is used here. */
interface ScfContext {
  readonly request_id: string
  /** Milliseconds after which the platform ends the invocation. */
  readonly time_limit_in_ms: number
}

/** Kept for the answer itself. */
const reserveMs = 300

/** SCF gives a function the temporary keys of its role; other places have other names for these variables. */
function roleCredentials() {
  const { TENCENTCLOUD_SECRETID, TENCENTCLOUD_SECRETKEY, TENCENTCLOUD_SESSIONTOKEN } = process.env
  return {
    secretId: TENCENTCLOUD_SECRETID ?? '',
    secretKey: TENCENTCLOUD_SECRETKEY ?? '',
    ...(TENCENTCLOUD_SESSIONTOKEN !== undefined && { token: TENCENTCLOUD_SESSIONTOKEN }),
  }
}

function createClient(): AxiosInstance {
  const http = axios.create({
    baseURL: process.env.CVM_ENDPOINT ?? 'https://cvm.tencentcloudapi.com',
    proxy: false,
    headers: { 'X-TC-Version': '2017-03-12', 'X-TC-Region': 'ap-guangzhou' },
  })
  attachTencentCloud(http, { service: 'cvm', credentials: roleCredentials })
  return http
}

let client: AxiosInstance | undefined

export async function main_handler(_event: unknown, context: ScfContext) {
  client ??= createClient()
  const cvm = client
  const endsAt = Date.now() + context.time_limit_in_ms - reserveMs
  const call = async (action: string, body: object) => {
    const tencentCloud = { deadlineMs: Math.max(1, endsAt - Date.now()) }
    const response = await cvm.post('/', body, { headers: { 'X-TC-Action': action }, tencentCloud })
    return response.data.Response
  }
  try {
    const Filters = [{ Name: 'tag:nightly-stop', Values: ['yes'] }]
    const { InstanceSet } = await call('DescribeInstances', { Filters, Limit: 100 })
    const InstanceIds = InstanceSet.map(({ InstanceId }: { InstanceId: string }) => InstanceId)
    if (InstanceIds.length > 0) await call('StopInstances', { InstanceIds })
    return { stopped: InstanceIds }
  } catch (error) {
    // Thrown on, the platform would run the function again. Here that is left to tomorrow night, or to whoever reads this.
    if (!isTencentCloudError(error)) throw error
    const { code, action, reason, requestId, mayHaveRun } = error
    return { stopped: [], failed: { code, action, reason, requestId, mayHaveRun } }
  }
}

// ---- two invocations of it, against a fake ---------------------------------------------------------------------------

const fake = createFakeTencentCloud()
const cloud = await fake.listen()
process.env.CVM_ENDPOINT = cloud.urlOf('cvm')
process.env.TENCENTCLOUD_SECRETID = 'AKIDexampleExampleExample' // as fake as the server
process.env.TENCENTCLOUD_SECRETKEY = 'exampleExampleExample'

try {
  fake.answer('DescribeInstances', { InstanceSet: [{ InstanceId: 'ins-1' }, { InstanceId: 'ins-2' }] })
  const throttled = faults.api3('RequestLimitExceeded', 'Limit of 20 requests per second exceeded.')

  fake.fail('DescribeInstances', throttled)
  fake.fail('StopInstances', faults.api3('InternalError', 'An internal error.'))
  console.log('With 10 s to go, a throttled read and a failing write are tried again:')
  console.log('  ', await main_handler({ Type: 'Timer' }, { request_id: 'demo-1', time_limit_in_ms: 10_000 }))

  const patience = faults.api3('RequestLimitExceeded', 'Busy.', { headers: { 'Retry-After': '5' } })
  fake.fail('StopInstances', patience)
  console.log('With 3 s to go and a server that asks for 5 s of patience, the wait is not begun:')
  console.log('  ', await main_handler({ Type: 'Timer' }, { request_id: 'demo-2', time_limit_in_ms: 3_000 }))

  console.log(
    `Requests: ${fake.requests.length}; executions of StopInstances: ${fake.executionsOf('StopInstances').length}`,
  )
} finally {
  await cloud.close()
}
