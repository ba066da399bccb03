import { createFakeTencentCloud, type FakeTencentCloud, faults } from 'axios-tencentcloud/testing'
import { credentials, events, type Sender } from './promises.ts'

const senders: readonly Sender[] = ['Http', 'Fetch', 'Client']

/** A fake cloud that checks signatures, with the failures that the promises meet. */
export function createCloud(): FakeTencentCloud {
  const fake = createFakeTencentCloud({ credentials: [credentials] })
  for (const sender of senders) {
    fake.fail(`DescribeDenied${sender}`, faults.api3('UnauthorizedOperation', `no access for ${credentials.secretId}`))
    fake.fail(`DescribeThrottled${sender}`, faults.api3('RequestLimitExceeded', 'slow down'))
    fake.fail(`DescribeBroken${sender}`, faults.reset('before'))
    fake.fail(`RunLost${sender}`, faults.reset('after'))
    fake.fail(`RunBehindGateway${sender}`, faults.html(502))
    fake.fail(`DescribeHanging${sender}`, faults.hang())
    fake.fail(`DescribeLate${sender}`, faults.hang())
    fake.fail(`DescribeEvents${sender}`, faults.body(events, { headers: { 'Content-Type': 'text/event-stream' } }))
  }
  return fake
}
