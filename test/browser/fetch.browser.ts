import { faults } from 'axios-tencentcloud/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Outcome } from './page.ts'
import { openStage, type Stage, type StagePage } from './stage.ts'

// Obviously fake.
const credentials = { secretId: 'AKIDEXAMPLEEXAMPLE', secretKey: 'exampleExampleExample', token: 'exampleToken' }
const throttled = faults.legacy(4420, '(10250)qps throttling')
const list = '/v2/index.php?Action=ListKey'
const create = '/v2/index.php?Action=CreateKey'

let stage: Stage
let opened: StagePage
beforeAll(async () => {
  stage = await openStage({ credentials: [credentials] })
  opened = await stage.open()
})
afterAll(() => stage?.close())
beforeEach(() => stage.fake.reset())
afterEach(() => {
  expect(opened.complaints.splice(0), 'uncaught errors, and errors on the console').toEqual([])
})

/** One signed call from the page. */
const call = (path: string, init: RequestInit = {}): Promise<Outcome> =>
  opened.page.evaluate(
    ([baseURL, path, init, credentials]) =>
      kit.fetchOutcomeOf(kit.fetchFor(baseURL, { credentials })(`${baseURL}${path}`, init)),
    [stage.baseURL, path, init, credentials] as const,
  )

test('a throttled call is signed anew and succeeds; what comes is the browser’s own Response', async () => {
  stage.fake.answer('ListKey', { filler: 'ü'.repeat(100_000) })
  stage.fake.fail('ListKey', throttled, throttled)
  const outcome = await call(list)
  expect(outcome).toMatchObject({ dataType: 'Response', attempts: [{ decision: 'retry' }, {}, { reason: 'success' }] })
  expect(JSON.parse(String(outcome.content))).toMatchObject({ code: 0, filler: /ü{100000}/ })
  expect(stage.fake.requests.map(({ verified }) => verified)).toEqual([true, true, true])
})

test.each([
  ['JSON', '{"Alias":"ü"}'],
  ['no body', undefined],
])('a POST with %s is signed with TC3 for each attempt', async (_what, body) => {
  stage.fake.fail('ListKeys', faults.api3('RequestLimitExceeded', 'slow down'))
  const headers = { 'Content-Type': 'application/json', 'X-TC-Action': 'ListKeys', 'X-TC-Version': '2019-01-18' }
  const outcome = await call('/', { method: 'POST', headers, ...(body !== undefined && { body }) })
  expect(outcome.attempts).toHaveLength(2)
  expect(stage.fake.requests.map(({ verified, body }) => [verified, String(body)])).toEqual(
    Array(2).fill([true, body ?? '']),
  )
})

test('a FormData, a Blob and a Request are sent whole in every attempt', async () => {
  stage.fake.fail('ImportKey', throttled, throttled, throttled)
  const attempts = await opened.page.evaluate(
    async ([baseURL, path, credentials]) => {
      const url = `${baseURL}${path}`
      const form = new FormData()
      form.append('note', 'some ü')
      form.append('file', new Blob(['some bytes']), 'key.txt')
      const blob = new Blob(['some ', 'ü'], { type: 'application/octet-stream' })
      const headers = { 'X-TC-Action': 'ImportKey', 'X-TC-Version': '2019-01-18' }
      const tencentCloudFetch = kit.fetchFor(baseURL, { credentials })
      const calls = [
        () => tencentCloudFetch(url, { method: 'POST', headers, body: form }),
        () => tencentCloudFetch(url, { method: 'POST', headers, body: blob }),
        () => tencentCloudFetch(new Request(url, { method: 'POST', headers, body: 'some ü' })),
      ]
      const counts: number[] = []
      for (const call of calls) counts.push((await kit.fetchOutcomeOf(call())).attempts.length)
      return counts
    },
    [stage.baseURL, '/', credentials] as const,
  )
  expect(attempts).toEqual([4, 1, 1])
  expect(stage.fake.requests).toHaveLength(6)
  for (const { body, verified } of stage.fake.requests) {
    expect(verified).toBe(true)
    expect(String(body)).toContain('some ü')
  }
})

test.each([
  ['a connection that breaks', faults.reset('after')],
  ['a body that breaks off', faults.truncated()],
])('%s is a NetworkError in doubt: repeated for a read, not for a Create', async (_what, loss) => {
  stage.fake.fail('ListKey', loss)
  expect(await call(list)).toMatchObject({ attempts: [{ code: 'ERR_NETWORK', decision: 'retry' }, {}] })
  stage.fake.fail('CreateKey', loss)
  const outcome = await call(create)
  expect(outcome.error).toMatchObject({ name: 'NetworkError', json: { code: 'ERR_NETWORK', mayHaveRun: true } })
  expect(outcome.attempts).toMatchObject([{ decision: 'give-up', reason: 'could-duplicate' }])
  expect(stage.fake.executionsOf('CreateKey')).toHaveLength(1)
})

test('a gateway’s page is an HttpError with its first characters', async () => {
  stage.fake.fail('CreateKey', faults.html(502))
  const { error } = await call(create)
  expect(error).toMatchObject({ name: 'HttpError', json: { httpStatus: 502, body: expect.stringContaining('<html>') } })
})

test('an abort ends a running attempt and a wait at once, with the signal’s own reason', async () => {
  stage.fake.fail('ListKey', faults.hang(), throttled)
  const ended = await opened.page.evaluate(
    async ([baseURL, path, credentials]) => {
      const clock = { now: Date.now, random: () => 0.5, sleep: () => new Promise<void>(() => {}) }
      const tencentCloudFetch = kit.fetchFor(baseURL, { clock, credentials, pacing: false })
      const reasons: unknown[] = []
      for (const reason of ['while running', 'while waiting']) {
        const controller = new AbortController()
        const call = tencentCloudFetch(`${baseURL}${path}`, { signal: controller.signal })
        setTimeout(() => controller.abort(reason), 200)
        reasons.push(await call.catch((error) => error))
      }
      return reasons
    },
    [stage.baseURL, list, credentials] as const,
  )
  expect(ended).toEqual(['while running', 'while waiting'])
})

test('a failing call prints no secret', async () => {
  stage.fake.fail('ListKeys', faults.api3('ResourceNotFound', `none for ${credentials.secretKey} planted-token-91`))
  const failure = await call('/?Token=planted-token-91', {
    method: 'POST',
    headers: { 'X-TC-Action': 'ListKeys', 'X-TC-Version': '2019-01-18' },
  })
  expect(failure.error?.printed).toContain('none for')
  for (const secret of [credentials.secretKey, credentials.token, 'planted-token-91']) {
    expect(failure.error?.printed).not.toContain(secret)
  }
})
