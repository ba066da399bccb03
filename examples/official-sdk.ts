// A client of the official SDK (tencentcloud-sdk-nodejs, or a package such as tencentcloud-sdk-nodejs-cvm) with the
// errors and retries of this package. The example is that of the SDK's README; only the line that wraps the client is
// new.
import { attemptsOf, isTencentCloudError } from 'axios-tencentcloud'
import { withCallOptions, withTencentCloud } from 'axios-tencentcloud/sdk'
import { createFakeTencentCloud, type Fault, faults } from 'axios-tencentcloud/testing'
import { http } from 'msw'
import { setupServer } from 'msw/node'
import * as tencentcloud from 'tencentcloud-sdk-nodejs'

// ---- a fake for the real host names: not needed in production ------------------------------------------------------

process.env.TENCENTCLOUD_SECRET_ID = 'AKIDexampleExampleExample' // a fake key
process.env.TENCENTCLOUD_SECRET_KEY = 'exampleExampleExample'
delete process.env.http_proxy // the SDK would use it
const fake = createFakeTencentCloud()
const server = setupServer(...fake.handlers(http))
server.listen()
fake.answer('DescribeZones', { TotalCount: 1, ZoneSet: [{ Zone: 'ap-shanghai-2', ZoneState: 'AVAILABLE' }] })

// ---- the example of the README -------------------------------------------------------------------------------------

const CvmClient = tencentcloud.cvm.v20170312.Client

const client = new CvmClient({
  credential: {
    secretId: process.env.TENCENTCLOUD_SECRET_ID,
    secretKey: process.env.TENCENTCLOUD_SECRET_KEY,
  },
  region: 'ap-shanghai',
  profile: {
    signMethod: 'TC3-HMAC-SHA256',
    httpProfile: {
      reqMethod: 'POST',
      reqTimeout: 30,
    },
  },
})

const cvm = withTencentCloud(client) // the one line

console.log('DescribeZones, first throttled, then answered by a broken gateway:')
fake.fail('DescribeZones', faults.api3('RequestLimitExceeded', 'slow down'), faults.html(502))
await cvm.DescribeZones().then(
  (data) => {
    console.log(`  ${data.ZoneSet?.[0]?.Zone} after ${attemptsOf(data).length} attempts`)
  },
  (err) => {
    console.error('error', err)
  },
)

// ---- what else changes ---------------------------------------------------------------------------------------------

const failures: readonly (readonly [what: string, fault: () => Fault])[] = [
  ['a legacy body', () => faults.legacy(4400, '(5010)too many requests')],
  ['{}', () => faults.body({})],
  ['HTML with status 200', () => faults.body('<html><body>busy</body></html>')],
  [
    '500 with an envelope',
    () => faults.body({ Response: { Error: { Code: 'InternalError', Message: 'oh' } } }, { status: 500 }),
  ],
  ['a lost connection', () => faults.reset('after')],
]

/** Describes in one line what a failed call throws. */
async function describeFailure(call: Promise<unknown>): Promise<string> {
  try {
    return `no failure: ${await call}`
  } catch (error) {
    if (isTencentCloudError(error)) return `${error.name} ${error.code}, mayHaveRun: ${error.mayHaveRun}`
    return error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error)
  }
}

// `retry: false` only for this example, so that each failure is thrown at once
const once = withCallOptions(cvm, { retry: false })
for (const [what, fault] of failures) {
  fake.fail('DescribeZones', fault(), fault())
  console.log(`\n${what}\n  the SDK alone  ${await describeFailure(client.DescribeZones())}`)
  console.log(`  wrapped        ${await describeFailure(once.DescribeZones())}`)
}

console.log('\nRunInstances, whose answer is lost:')
fake.fail('RunInstances', faults.reset('after'))
console.log(`  ${await describeFailure(cvm.RunInstances({ ImageId: 'img-example' }))}`)
console.log(
  `  requests: ${fake.requestsOf('RunInstances').length}, executions: ${fake.executionsOf('RunInstances').length}`,
)

fake.fail('RunInstances', faults.reset('after'))
const withTokens = withTencentCloud(client, { clientToken: 'inject' })
await withTokens.RunInstances({ ImageId: 'img-example' })
console.log("  with clientToken: 'inject' it is sent again, and runs once:")
console.log(
  `  requests: ${fake.requestsOf('RunInstances').length - 1}, executions: ${fake.executionsOf('RunInstances').length - 1}`,
)

server.close()
