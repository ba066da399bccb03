import { getEventListeners } from 'node:events'
import axios, { isCancel } from 'axios'
import { attachTencentCloud, type TencentCloudOptions } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { expect, onTestFinished, test } from 'vitest'
import { ManualClock } from '../support/clocks.ts'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path, throttled } from '../support/kms.ts'
import { startScriptedServer } from '../support/scripted-server.ts'
import { settlesAtOnce, until } from '../support/turns.ts'
import { unfinishedDecision, unfinishedInterceptor, unfinishedSigner } from './unfinished.ts'

test.each([
  ['a signer', unfinishedSigner],
  ['a decision of `retry.decide`', unfinishedDecision],
  ['an interceptor of a retry', unfinishedInterceptor],
])('an abort ends a call that waits for %s which never comes', async (_what, start) => {
  const { fake, client } = await startCloud()
  const { options, prepare, begun } = start()
  fake.fail('ListKey', throttled, throttled)
  const controller = new AbortController()
  const call = rejectionOf(client(options, {}, prepare).get(path, { ...list, signal: controller.signal }))
  await begun
  controller.abort()
  expect(isCancel(await call)).toBe(true)
})

const credentials = {
  secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
}
const waits: [what: string, optionsFor: (cancel: () => void) => TencentCloudOptions][] = [
  ['a signer', (cancel) => ({ sign: cancel })],
  ['a signer that takes its time', (cancel) => ({ sign: () => Promise.resolve().then(cancel) })],
  ['a credentials provider', (cancel) => ({ credentials: () => Promise.resolve(credentials).finally(cancel) })],
  ['a listener', (cancel) => ({ onEvent: ({ type }) => type === 'start' && cancel() })],
]
test.each(waits)('a call that is cancelled while %s has it is not sent any more', async (_what, optionsFor) => {
  const { fake, client } = await startCloud()
  for (const way of ['signal', 'cancelToken'] as const) {
    const controller = new AbortController()
    const source = axios.CancelToken.source()
    const cancel = () => (way === 'signal' ? controller.abort() : source.cancel())
    const call = client(optionsFor(cancel)).get(path, {
      params: { Action: 'CreateKey' },
      signal: controller.signal,
      cancelToken: source.token,
    })
    expect(isCancel(await rejectionOf(call))).toBe(true)
  }
  // Whatever was on its way is there before this one.
  await client().get(path, list)
  expect(fake.requests.map(({ action }) => action)).toEqual(['ListKey'])
})

test.each([
  ['http', 'signal'],
  ['http', 'cancelToken'],
  ['fetch', 'signal'],
  ['fetch', 'cancelToken'],
] as const)(
  'through the %s adapter, a call that waits for its answer ends when its %s is cancelled',
  async (adapter, way) => {
    const server = await startScriptedServer()
    onTestFinished(() => server.close())
    const controller = new AbortController()
    const source = axios.CancelToken.source()
    server.answer = () => (way === 'signal' ? controller.abort() : source.cancel())
    const http = axios.create({ baseURL: server.origin, adapter, proxy: false })
    attachTencentCloud(http)
    const cancellation = way === 'signal' ? { signal: controller.signal } : { cancelToken: source.token }
    expect(isCancel(await rejectionOf(http.get(path, { ...list, ...cancellation })))).toBe(true)
  },
)

test('the reason of a cancelToken is kept, with a deadline too', async () => {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', faults.hang())
  const source = axios.CancelToken.source()
  const call = rejectionOf(
    client({ clock: new ManualClock() }).get(path, {
      ...list,
      cancelToken: source.token,
      tencentCloud: { deadlineMs: 5_000 },
    }),
  )
  await until(() => fake.requests.length > 0)
  source.cancel('user left')
  expect(await call).toMatchObject({ message: 'user left', code: 'ERR_CANCELED' })
})

test.each(['signal', 'cancelToken'] as const)(
  'an abort by %s during a wait ends it at once, as axios does',
  async (kind) => {
    const { fake, client } = await startCloud()
    const clock = new ManualClock()
    fake.fail('ListKey', throttled)
    const controller = new AbortController()
    const source = axios.CancelToken.source()
    const cancellation = kind === 'signal' ? { signal: controller.signal } : { cancelToken: source.token }
    const call = rejectionOf(client({ clock }).get(path, { ...list, ...cancellation }))
    await clock.untilSleeping(1)
    if (kind === 'signal') controller.abort()
    else source.cancel('enough')
    expect(await settlesAtOnce(call)).toBe(true)
    const error = await call
    expect(isCancel(error)).toBe(true)
    expect((error as Error).message).toBe(kind === 'signal' ? 'canceled' : 'enough')
    expect(clock.sleeping).toBe(0)
    expect(fake.requests).toHaveLength(1)
  },
)

test('an abort during an attempt rejects at once', async () => {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', throttled, faults.hang())
  const controller = new AbortController()
  const call = rejectionOf(client().get(path, { ...list, signal: controller.signal }))
  await until(() => fake.requests.length === 2)
  controller.abort()
  expect(await settlesAtOnce(call)).toBe(true)
  expect(isCancel(await call)).toBe(true)
})

test('no listener stays on a signal that outlives its calls', async () => {
  const { fake, client } = await startCloud()
  const http = client()
  const { signal } = new AbortController()
  fake.fail('ListKey', throttled, faults.legacy(6000, '(10050)server internal error'))
  await http.get(path, { ...list, signal })
  expect(getEventListeners(signal, 'abort')).toEqual([])
})
