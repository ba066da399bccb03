// A batch job: 5,000 calls as fast as an unknown limit allows, with a progress bar that is updated by events. The job
// is a plain loop of 50 workers; the middleware decides how fast they may call, and handles throttles and failures.
import axios from 'axios'
import { attachTencentCloud, type TencentCloudEvent } from 'axios-tencentcloud'
import { createFakeTencentCloud, faults, limits } from 'axios-tencentcloud/testing'
import progress from 'cli-progress'

const records = Number(process.argv[2] ?? 5_000)
const workers = 50
const limit = 250 // calls a second; unknown to the job

const fake = createFakeTencentCloud()
const cloud = await fake.listen()
fake.limit('Encrypt', limits.slidingWindow({ max: limit, windowMs: 1_000 }))
fake.fail('Encrypt', ...Array.from({ length: 20 }, () => faults.api3('InternalError', 'An internal error.')))

// ---- the progress bar: calls that have ended, throttles, retries and failures ---------------------------------------

const bar = new progress.SingleBar(
  {
    format:
      ' {bar} {percentage}% | {value}/{total} | {rate}/s | {throttled} throttled, {retried} retried, {failed} failed',
    noTTYOutput: true,
    notTTYSchedule: 2_000,
    stream: process.stdout,
  },
  progress.Presets.shades_classic,
)

const counts = { throttled: 0, retried: 0, failed: 0 }
const startedAt = Date.now()
let ended = 0

function onEvent(event: TencentCloudEvent): void {
  if (event.type === 'retry') counts[event.attempt.reason === 'throttled' ? 'throttled' : 'retried']++
  if (event.type === 'give-up') counts.failed++
  if (event.type !== 'success' && event.type !== 'give-up') return
  ended++
  const rate = Math.round((1_000 * ended) / (Date.now() - startedAt))
  bar.update(ended, { ...counts, rate })
}

// ---- the job -------------------------------------------------------------------------------------------------------

const kms = axios.create({
  baseURL: cloud.urlOf('kms'), // in production: 'https://kms.tencentcloudapi.com'
  proxy: false,
  headers: { 'X-TC-Version': '2019-01-18', 'X-TC-Region': 'ap-guangzhou' },
})
attachTencentCloud(kms, {
  service: 'kms',
  credentials: { secretId: 'AKIDexampleExampleExample', secretKey: 'exampleExampleExample' },
  retry: { maxRetryTimeMs: Number.POSITIVE_INFINITY }, // a batch job has no deadline
  onEvent,
})

/** Marked as idempotent, because encrypting twice only yields another ciphertext. */
async function encrypt(record: number): Promise<void> {
  const Plaintext = Buffer.from(`record ${record}`).toString('base64')
  const headers = { 'X-TC-Action': 'Encrypt' }
  await kms.post('/', { KeyId: 'k-1', Plaintext }, { headers, tencentCloud: { idempotent: true } })
}

try {
  bar.start(records, 0, { ...counts, rate: 0 })
  let next = 0
  const work = async () => {
    while (next < records) await encrypt(next++)
  }
  await Promise.all(Array.from({ length: workers }, work))
  bar.stop()
  const seconds = (Date.now() - startedAt) / 1_000
  const executed = fake.executionsOf('Encrypt').length
  console.log(
    `${executed} of ${records} records encrypted in ${seconds.toFixed(1)} s; the limit allows ${limit} a second.`,
  )
  console.log(`${fake.requests.length} requests, ${(fake.requests.length / records).toFixed(3)} for each record.`)
} finally {
  await cloud.close()
}
