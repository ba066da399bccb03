import type { Latency } from 'axios-tencentcloud/testing'
import { createFakeTencentCloud, faults, limits } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { expectTimed, startLoopback } from './loopback.ts'

const startSlept = () => {
  const slept: number[] = []
  const fake = createFakeTencentCloud({ sleep: async (ms) => void slept.push(ms) })
  const send = (action = 'A', query = '') =>
    fake.handle(new Request(`https://kms.api.qcloud.com/v2/index.php?Action=${action}${query}`))
  return { slept, fake, send }
}

test('an answer takes as long as it is told, and what runs has run before', async () => {
  const executed: number[] = []
  const { fake, kms } = await startLoopback({ sleep: async (ms) => void executed.push(ms, fake.executions.length) })
  fake.latency('CreateKey', 250)
  await kms.get('/', { params: { Action: 'CreateKey' } })
  await kms.get('/', { params: { Action: 'ListKey' } })
  expect(executed).toEqual([250, 1])
  expect(fake.requests.map(({ outcome }) => outcome)).toEqual(['success', 'success'])
})

test('the most specific target counts, 0 is none, and reset() forgets all', async () => {
  const { slept, fake, send } = startSlept()
  fake.latency('*', 10)
  fake.latency({ service: 'kms' }, 20)
  fake.latency('B', 30)
  fake.latency('C', 0)
  for (const action of ['A', 'B', 'C']) await send(action)
  expect(slept).toEqual([20, 30])
  fake.reset()
  await send()
  expect(slept).toHaveLength(2)
})

test('a range is spread evenly, stays inside its bounds, and is the same in every run', async () => {
  const run = async () => {
    const { slept, fake, send } = startSlept()
    fake.latency('*', { min: 40, max: 60 })
    for (let count = 0; count < 200; count++) await send()
    return slept
  }
  const slept = await run()
  expect(await run()).toEqual(slept)
  expect(Math.min(...slept)).toBeGreaterThanOrEqual(40)
  expect(Math.max(...slept)).toBeLessThanOrEqual(60)
  const quarters = [0, 0, 0, 0].map((_, index) => slept.filter((ms) => Math.floor((ms - 40) / 5) === index).length)
  for (const size of quarters) expect(Math.abs(size - 50)).toBeLessThanOrEqual(3)
  expect(new Set(slept).size).toBe(200)
})

test('refusals and faults take their time too, which adds to a fault’s own delay', async () => {
  const { slept, fake, send } = startSlept()
  fake.latency('*', 10)
  fake.fail('*', faults.delay(5, faults.html()), faults.reset('before'))
  await send()
  await send()
  await send('A', '&Nonce=1')
  await send('A', '&Nonce=1')
  expect(slept).toEqual([15, 10, 10, 10])
  expect(fake.requests.map(({ outcome }) => outcome)).toEqual(['fault', 'reset', 'success', 'replay'])
})

test('a function decides for each request, by what became of it too', async () => {
  const { slept, fake, send } = startSlept()
  fake.limit('*', limits.fixedWindow({ max: 1, windowMs: 1e9 }))
  fake.latency('*', ({ outcome }) => (outcome === 'limited' ? 1 : 30_000))
  await send()
  await send()
  expect(slept).toEqual([30_000, 1])
})

const crashing: [string, Latency, ErrorConstructor][] = [
  ['throws', ({ number }) => Number(BigInt(`${number}x`)), SyntaxError],
  ['returns no latency', () => -1, TypeError],
  ['returns no number', () => Number.NaN, TypeError],
]
test.each(crashing)('a function that %s is a 500 with its message, and shows in the log', async (_, latency, error) => {
  const { fake, kms } = await startLoopback()
  fake.latency('*', latency)
  const response = await kms.get('/')
  expect([response.status, response.data]).toEqual([500, expect.stringContaining(error.name)])
  expect([fake.requests[0]?.outcome, fake.inFlight]).toEqual(['crashed', 0])
})

test('answers really take their time without a sleep of the user', async () => {
  const { fake, kms } = await startLoopback()
  fake.latency('*', 60)
  await expectTimed(fake, 60, () => kms.get('/'))
})

describe('a bad latency throws a TypeError that names it:', () => {
  const cases: [string, unknown, RegExp][] = [
    ['a negative one', -1, /"ms"/],
    ['one beyond what timers count', 2 ** 31, /"ms"/],
    ['NaN', Number.NaN, /"ms"/],
    ['text', '50', /latency/],
    ['no upper bound', { min: 1 }, /"max"/],
    ['no lower bound', { max: 1 }, /"min"/],
    ['bounds in the wrong order', { min: 2, max: 1 }, /"min" must not be above "max"/],
    ['an unknown option', { min: 1, max: 2, mean: 1 }, /"mean"/],
  ]
  test.each(cases)('%s', (_, latency, message) => {
    const set = () => createFakeTencentCloud().latency('*', latency as Latency)
    expect(set).toThrow(TypeError)
    expect(set).toThrow(message)
  })

  test('a bad target', () => {
    expect(() => createFakeTencentCloud().latency('', 1)).toThrow(/latency: the target/)
  })
})
