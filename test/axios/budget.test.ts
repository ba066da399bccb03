import axios, { type AxiosAdapter } from 'axios'
import { attachTencentCloud, type TencentCloudError, type TencentCloudOptions } from 'axios-tencentcloud'
import { expect, test } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { seeded } from '../support/seeded.ts'

const success = '{"Response":{"RequestId":"r-1"}}'
const internal = '{"Response":{"Error":{"Code":"InternalError","Message":"a fault"},"RequestId":"r-1"}}'
const throttle = '{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"slow"},"RequestId":"r-1"}}'

/** A service in memory; `answer` says what each request gets, by its host. */
function service(answer: (host: string) => string, options: TencentCloudOptions = {}) {
  const counts = { requests: 0 }
  const adapter: AxiosAdapter = async (config) => {
    counts.requests++
    const data = answer(new URL(config.url ?? '').host)
    return { status: 200, statusText: 'OK', headers: {}, config, data }
  }
  const http = axios.create({ adapter })
  attachTencentCloud(http, { clock: new InstantClock(), ...options })
  const read = (host = 'cvm') =>
    http.post(`https://${host}.tencentcloudapi.com/`, {}, { headers: { 'X-TC-Action': 'DescribeInstances' } })
  return { counts, read }
}

async function manyTimes(times: number, call: () => Promise<unknown>): Promise<{ succeeded: number }> {
  let succeeded = 0
  for (let done = 0; done < times; done++) {
    await call().then(
      () => succeeded++,
      () => {},
    )
  }
  return { succeeded }
}

test('an outage met by 6,000 calls gets 2 % more requests at most', async () => {
  const { counts, read } = service(() => internal)
  await manyTimes(6_000, () => read())
  expect(counts.requests).toBeLessThanOrEqual(6_000 * 1.02)
}, 30_000)

test('with one answer in ten an internal fault, 99.9 % of the reads succeed', async () => {
  const random = seeded(7)
  const { read } = service(() => (random() < 0.1 ? internal : success))
  const { succeeded } = await manyTimes(5_000, () => read())
  expect(succeeded).toBeGreaterThanOrEqual(4_995)
}, 30_000)

test('a call that the budget denies a retry ends with its failure, and says so', async () => {
  const { read } = service(() => internal, { retry: { budget: { capacity: 2, earned: 0 } } })
  const error = (await rejectionOf(read())) as TencentCloudError
  expect(error).toMatchObject({ name: 'InternalServerError', reason: 'budget-exhausted' })
  expect(error.attempts.map(({ reason }) => reason)).toEqual(['internal-fault', 'internal-fault', 'budget-exhausted'])
  expect(error.message).toContain('gave up: budget-exhausted')
})

test('successes earn retries again', async () => {
  let body = internal
  const { counts, read } = service(() => body, { retry: { budget: { capacity: 3, earned: 0.5 } } })
  await manyTimes(2, () => read())
  expect(counts.requests).toBe(5)
  body = success
  await manyTimes(4, () => read())
  body = internal
  await manyTimes(2, () => read())
  expect(counts.requests).toBe(5 + 4 + 4)
})

test('hosts have budgets of their own', async () => {
  const { counts, read } = service((host) => (host.startsWith('cvm') ? internal : success), {
    retry: { budget: { capacity: 1, earned: 0 } },
  })
  await manyTimes(3, () => read('cvm'))
  expect(counts.requests).toBe(4)
  let failures = 1
  const other = service(() => (failures-- > 0 ? internal : success), { retry: { budget: { capacity: 1, earned: 0 } } })
  await other.read('kms')
  expect(other.counts.requests).toBe(2)
})

test('throttles do not draw on it', async () => {
  let throttles = 10
  const { read } = service(() => (throttles-- > 0 ? throttle : success), {
    retry: { budget: { capacity: 0, earned: 0 }, maxRetryTimeMs: Number.POSITIVE_INFINITY },
  })
  await expect(read()).resolves.toMatchObject({ status: 200 })
})

test('a retry that was decided against is not drawn, one that was demanded is', async () => {
  const options = { budget: { capacity: 2, earned: 0 } }
  const denying = service(() => internal, { retry: { ...options, decide: () => ({ decision: 'give-up' }) } })
  await manyTimes(5, () => denying.read())
  expect(((await rejectionOf(denying.read())) as TencentCloudError).reason).toBe('overruled')

  let demands = 3
  const demanding = service(() => internal, {
    retry: { ...options, decide: () => (demands-- > 0 ? { decision: 'retry', delayMs: 0 } : undefined) },
  })
  await manyTimes(1, () => demanding.read())
  expect(demanding.counts.requests).toBe(4)
  expect(((await rejectionOf(demanding.read())) as TencentCloudError).reason).toBe('budget-exhausted')
})

test('calls that fail at the same time share it to the last retry', async () => {
  const { counts, read } = service(() => internal, { retry: { budget: { capacity: 10, earned: 0 } } })
  await Promise.allSettled(Array.from({ length: 100 }, () => read()))
  expect(counts.requests).toBe(110)
})

test('budget: false has none', async () => {
  const { counts, read } = service(() => internal, { retry: { budget: false } })
  await manyTimes(200, () => read())
  expect(counts.requests).toBe(800)
})
