import axios, { AxiosError } from 'axios'
import { attachTencentCloud, type TencentCloudFailure, type TencentCloudOptions } from 'axios-tencentcloud'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { list, path } from '../support/kms.ts'

/** How an attempt ends. */
const endings = ['throttled', 'internal', 'lost'] as const

const bodies = {
  throttled: { code: 4420, message: '(10250)qps throttling' },
  internal: { code: 6000, message: '(10000)internal' },
}

interface Course {
  /** How each attempt ends, and how long it takes in milliseconds; the last holds for all that follow. */
  readonly attempts: readonly { readonly ending: (typeof endings)[number]; readonly ms: number }[]
  /** How long each signature takes in milliseconds. */
  readonly signingMs: number
  readonly calls: number
  readonly options: TencentCloudOptions
}

const courses: fc.Arbitrary<Course> = fc.record({
  attempts: fc.array(fc.record({ ending: fc.constantFrom(...endings), ms: fc.nat(20_000) }), { minLength: 1 }),
  signingMs: fc.nat(3_000),
  calls: fc.integer({ min: 1, max: 4 }),
  options: fc.record(
    {
      deadlineMs: fc.constantFrom(5_000, 50_000),
      pacing: fc.constantFrom<NonNullable<TencentCloudOptions['pacing']>>(false, {}, { limit: { qps: 1 } }),
      retry: fc.constantFrom<NonNullable<TencentCloudOptions['retry']>>(
        false,
        {},
        { maxRetryTimeMs: 5_000 },
        { maxAttempts: 9 },
      ),
    },
    { requiredKeys: [] },
  ),
})

/** The errors of calls that are made at the same time. Nothing takes real time. */
async function fail({ attempts, signingMs, calls, options }: Course): Promise<readonly TencentCloudFailure[]> {
  const clock = new InstantClock()
  let sent = 0
  const http = axios.create({
    baseURL: 'https://kms.api.qcloud.com',
    async adapter(config) {
      const { ending, ms } = attempts[Math.min(sent++, attempts.length - 1)] ?? { ending: 'internal', ms: 0 }
      await undefined
      clock.time += ms
      if (ending === 'lost') throw new AxiosError('socket hang up', 'ECONNRESET', config)
      return { status: 200, statusText: 'OK', headers: {}, config, data: JSON.stringify(bodies[ending]) }
    },
  })
  attachTencentCloud(http, {
    ...options,
    clock,
    async sign() {
      await undefined
      clock.time += signingMs
    },
  })
  const rejections = Array.from({ length: calls }, () => rejectionOf(http.get(path, list)))
  return (await Promise.all(rejections)) as TencentCloudFailure[]
}

test('the parts of the time that a failed call took add up, and none is negative', async () => {
  await fc.assert(
    fc.asyncProperty(courses, async (course) => {
      for (const { timeSpent, attempts } of await fail(course)) {
        const { totalMs, ...parts } = timeSpent ?? { totalMs: Number.NaN }
        const values = Object.values(parts)
        expect(values.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(totalMs, 3)
        for (const ms of values) expect(ms).toBeGreaterThanOrEqual(-1e-6)
        expect(timeSpent?.sendingMs).toBe(attempts.reduce((sum, { durationMs }) => sum + durationMs, 0))
      }
    }),
    { numRuns: 150 },
  )
})

test('preparing is what is neither waited nor sent: signing, for instance', async () => {
  const course = { attempts: [{ ending: 'internal', ms: 40 }], signingMs: 7, calls: 1, options: {} } as const
  const [error] = await fail({ ...course, options: { retry: { maxAttempts: 3 } } })
  expect(error?.attempts.map(({ durationMs }) => durationMs)).toEqual([40, 40, 40])
  expect(error?.timeSpent).toMatchObject({ queuedMs: 0, preparingMs: 21, sendingMs: 120 })
})

test('an attempt whose turn came after the deadline was not sent: it took no time', async () => {
  const attempts = [{ ending: 'internal', ms: 0 }] as const
  const options = { pacing: { limit: { qps: 1 } }, deadlineMs: 5_000 }
  for (const { attempts: made } of await fail({ attempts, signingMs: 2_000, calls: 4, options })) {
    for (const { code, durationMs } of made) if (code === 'ETIMEDOUT') expect(durationMs).toBe(0)
  }
})
