// A serverless function (SCF, Node.js) that stops tagged instances each night. The client is created once and lives as
// long as the function's container. The deadline of every call is the remaining time of the invocation, so that the
// function returns by itself instead of being killed during a wait.
import axios, { type AxiosInstance } from 'axios'
import { attachTencentCloud, isTencentCloudError } from 'axios-tencentcloud'
import { createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'

// ---- the function: what you would deploy, index.main_handler -------------------------------------------------------

/** The part of SCF's context that is used here. */
interface ScfContext {
  readonly request_id: string
  /** Milliseconds after which the platform ends the invocation. */
  readonly time_limit_in_ms: number
}

/** Time reserved for returning the answer. */
const reserveMs = 300

/** SCF provides the temporary keys of the function's role; other platforms use other names for these variables. */
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
    // If the error were rethrown, the platform would run the function again. Here the next night is early enough.
    if (!isTencentCloudError(error)) throw error
    const { code, action, reason, requestId, mayHaveRun } = error
    return { stopped: [], failed: { code, action, reason, requestId, mayHaveRun } }
  }
}

// ---- two invocations of it, against a fake -------------------------------------------------------------------------

const fake = createFakeTencentCloud()
const cloud = await fake.listen()
process.env.CVM_ENDPOINT = cloud.urlOf('cvm')
process.env.TENCENTCLOUD_SECRETID = 'AKIDexampleExampleExample' // a fake key
process.env.TENCENTCLOUD_SECRETKEY = 'exampleExampleExample'

try {
  fake.answer('DescribeInstances', { InstanceSet: [{ InstanceId: 'ins-1' }, { InstanceId: 'ins-2' }] })
  const throttled = faults.api3('RequestLimitExceeded', 'Limit of 20 requests per second exceeded.')

  fake.fail('DescribeInstances', throttled)
  fake.fail('StopInstances', faults.api3('InternalError', 'An internal error.'))
  console.log('With 10 s left, a throttled read and a failing write are retried:')
  console.log('  ', await main_handler({ Type: 'Timer' }, { request_id: 'demo-1', time_limit_in_ms: 10_000 }))

  const patience = faults.api3('RequestLimitExceeded', 'Busy.', { headers: { 'Retry-After': '5' } })
  fake.fail('StopInstances', patience)
  console.log('With 3 s left, a wait of 5 s that the server asks for is not started:')
  console.log('  ', await main_handler({ Type: 'Timer' }, { request_id: 'demo-2', time_limit_in_ms: 3_000 }))

  console.log(
    `Requests: ${fake.requests.length}; executions of StopInstances: ${fake.executionsOf('StopInstances').length}`,
  )
} finally {
  await cloud.close()
}
