// What to do about a failed call, by the class of its error: one `catch` for every service and both dialects.
// The more special class stands first; each is a TencentCloudError, and so an AxiosError.
import axios from 'axios'
import {
  AuthenticationError,
  attachTencentCloud,
  BillingError,
  isTencentCloudError,
  ResourceNotFoundError,
  ThrottlingError,
  TransportError,
} from 'axios-tencentcloud'
import { createFakeTencentCloud, type Fault, faults } from 'axios-tencentcloud/testing'

/** Says what a program, or whoever runs it, would do next. */
function handle(error: unknown): string {
  if (error instanceof ThrottlingError) {
    // The library waited and tried again until the deadline (here: not at all). Nothing was executed.
    return 'answer 503 to our own caller, or put the job back into the queue'
  }
  if (error instanceof AuthenticationError) {
    // The key, the signature or the token: no repeat mends those. RequestExpiredError is one of them, too.
    return 'fetch new credentials, and tell the operator'
  }
  if (error instanceof ResourceNotFoundError) {
    return 'go on as if it had been deleted'
  }
  if (error instanceof BillingError) {
    // Its subclasses: PurchaseError, InsufficientBalanceError, AccountArrearsError, QualificationError, PaymentError.
    return `stop ordering, and write to whoever pays: "${error.meaning?.en}"`
  }
  if (error instanceof TransportError) {
    // HttpError, NetworkError or TimeoutError: the service itself said nothing.
    return error.mayHaveRun
      ? 'it may have run: look whether the thing exists before asking again'
      : 'it never arrived: ask again when the network is back'
  }
  if (isTencentCloudError(error)) {
    // All the rest. The request id is what Tencent Cloud's support asks for.
    return `log it with request id ${error.requestId}: ${error.remedy?.en}`
  }
  throw error // not about Tencent Cloud: a mistake in this program
}

// ---- a fake Tencent Cloud that fails in all these ways -------------------------------------------------------------

const fake = createFakeTencentCloud()
const cloud = await fake.listen()
const http = axios.create({ baseURL: 'http://cvm.tencentcloudapi.com' }) // https in earnest; the fake has no certificate
attachTencentCloud(http, { retry: false }) // so that each failure arrives at once; leave it out in earnest

async function run(action: string, port = cloud.port): Promise<void> {
  try {
    const proxy = { protocol: 'http', host: '127.0.0.1', port } // leads to the fake: leave it out in earnest
    await http.get('/', { params: { Action: action, Version: '2017-03-12' }, proxy })
  } catch (error) {
    const next = handle(error)
    if (!isTencentCloudError(error)) throw error
    console.log(`${error.action}: ${error.name} (${error.code}), mayHaveRun: ${error.mayHaveRun}`)
    console.log(`  -> ${next}\n`)
  }
}

/** A port on which nobody listens any more. */
const closed = await createFakeTencentCloud().listen()
await closed.close()

const failures: readonly (readonly [action: string, fault: Fault])[] = [
  ['DescribeZones', faults.api3('RequestLimitExceeded', 'Limit of 20 requests per second exceeded.')],
  ['DescribeRegions', faults.api3('AuthFailure.SecretIdNotFound', 'The SecretId is not found.')],
  ['DescribeInstances', faults.api3('ResourceNotFound', 'ins-1 does not exist.')],
  ['InquiryPriceRunInstances', faults.legacy(5300, 'balance too low')],
  ['RunInstances', faults.reset('after')], // the connection broke, and the instance runs
  ['ModifyInstancesAttribute', faults.api3('InvalidParameterValue', 'InstanceName is too long.')],
]

try {
  for (const [action, fault] of failures) {
    fake.fail(action, fault)
    await run(action)
  }
  await run('StopInstances', closed.port) // refused: the request is never sent
} finally {
  await cloud.close()
}
