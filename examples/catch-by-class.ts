// Handles a failed call by the class of its error: one `catch` for every service and both dialects.
// Check for more specific classes first. Each class is a TencentCloudError, and so an AxiosError.
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

/** Returns what a program, or its operator, would do next. */
function handle(error: unknown): string {
  if (error instanceof ThrottlingError) {
    // The library has retried until the deadline (here: not at all). Nothing was executed.
    return 'answer 503 to our own caller, or put the job back into the queue'
  }
  if (error instanceof AuthenticationError) {
    // The key, the signature or the token is wrong, so a repeat fails too. RequestExpiredError is a subclass.
    return 'fetch new credentials, and tell the operator'
  }
  if (error instanceof ResourceNotFoundError) {
    return 'go on as if it had been deleted'
  }
  if (error instanceof BillingError) {
    // Subclasses: PurchaseError, InsufficientBalanceError, AccountArrearsError, QualificationError, PaymentError.
    return `stop ordering, and notify the owner of the account: "${error.meaning?.en}"`
  }
  if (error instanceof TransportError) {
    // HttpError, NetworkError or TimeoutError: no answer of the service itself arrived.
    return error.mayHaveRun
      ? 'it may have run: check whether the resource exists before calling again'
      : 'it was not sent: call again when the network is back'
  }
  if (isTencentCloudError(error)) {
    // Any other class. Tencent Cloud's support asks for the request id.
    return `log it with request id ${error.requestId}: ${error.remedy?.en}`
  }
  throw error // not from Tencent Cloud: a bug in this program
}

// ---- a fake Tencent Cloud that fails in each of these ways ---------------------------------------------------------

const fake = createFakeTencentCloud()
const cloud = await fake.listen()
const http = axios.create({ baseURL: 'http://cvm.tencentcloudapi.com' }) // https in production
attachTencentCloud(http, { retry: false }) // only here, to throw each failure at once; leave it out in production

async function run(action: string, port = cloud.port): Promise<void> {
  try {
    const proxy = { protocol: 'http', host: '127.0.0.1', port } // to the fake; not needed in production
    await http.get('/', { params: { Action: action, Version: '2017-03-12' }, proxy })
  } catch (error) {
    const next = handle(error)
    if (!isTencentCloudError(error)) throw error
    console.log(`${error.action}: ${error.name} (${error.code}), mayHaveRun: ${error.mayHaveRun}`)
    console.log(`  -> ${next}\n`)
  }
}

/** A port without a listener. */
const closed = await createFakeTencentCloud().listen()
await closed.close()

const failures: readonly (readonly [action: string, fault: Fault])[] = [
  ['DescribeZones', faults.api3('RequestLimitExceeded', 'Limit of 20 requests per second exceeded.')],
  ['DescribeRegions', faults.api3('AuthFailure.SecretIdNotFound', 'The SecretId is not found.')],
  ['DescribeInstances', faults.api3('ResourceNotFound', 'ins-1 does not exist.')],
  ['InquiryPriceRunInstances', faults.legacy(5300, 'balance too low')],
  ['RunInstances', faults.reset('after')], // the connection breaks after the instance was created
  ['ModifyInstancesAttribute', faults.api3('InvalidParameterValue', 'InstanceName is too long.')],
]

try {
  for (const [action, fault] of failures) {
    fake.fail(action, fault)
    await run(action)
  }
  await run('StopInstances', closed.port) // connection refused: the request is not sent
} finally {
  await cloud.close()
}
