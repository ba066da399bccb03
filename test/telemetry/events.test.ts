import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import axios from 'axios'
import { attachTencentCloud, attemptsOf, type TencentCloudEvent } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { closedPort, rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path, throttled } from '../support/kms.ts'
import { type Recorder, recorder, settle, shorts } from './recorder.ts'

const create = { params: { Action: 'CreateKey' } }

/** Collects the events of the diagnostics channel until the test ends. */
function subscribed(): Recorder {
  const record = recorder()
  const listener = (message: unknown) => record.onEvent(message as TencentCloudEvent)
  subscribe('axios-tencentcloud', listener)
  onTestFinished(() => {
    unsubscribe('axios-tencentcloud', listener)
  })
  return record
}

describe('the events of a call are published in order', () => {
  test('of a success', async () => {
    const { client, url, clock } = await startCloud()
    const record = recorder()
    await client({ onEvent: record.onEvent }).get(`${path}?Region=ap-guangzhou#top`, {
      params: { Action: 'ListKey', SecretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3' },
    })
    expect(shorts(record)).toEqual(['start', 'attempt 1', 'success 1'])
    expect(record.events[0]?.call).toEqual({
      id: expect.any(Number),
      service: 'kms',
      action: 'ListKey',
      region: 'ap-guangzhou',
      version: undefined,
      method: 'GET',
      url: `${url}/kms${path}`,
      startedAt: clock.time,
    })
    expect(new Set(record.events.map(({ call }) => call)).size).toBe(1)
  })

  test('of throttles that are followed by a backoff', async () => {
    const { client, fake } = await startCloud()
    fake.fail('ListKey', throttled, throttled)
    const record = recorder()
    const response = await client({ onEvent: record.onEvent, pacing: false }).get(path, list)
    expect(shorts(record)).toEqual([
      'start',
      'attempt 1',
      'retry 1 throttled',
      'wait 2 backoff',
      'attempt 2',
      'retry 2 throttled',
      'wait 3 backoff',
      'attempt 3',
      'success 3',
    ])
    expect(record.events.at(-1)).toMatchObject({ attempts: attemptsOf(response) })
    expect(record.events[2]).toMatchObject({ attempt: { code: '4420', moduleCode: '10250', requestId: 'r-1' } })
    const times = record.events.map(({ at }) => at)
    expect(times).toEqual([...times].sort((a, b) => a - b))
  })

  test('of throttles that are followed by a wait for a turn', async () => {
    const { client, fake } = await startCloud()
    fake.fail('ListKey', throttled)
    const record = recorder()
    await client({ onEvent: record.onEvent }).get(path, list)
    expect(shorts(record)).toEqual([
      'start',
      'attempt 1',
      'retry 1 throttled',
      'wait 2 pacing',
      'attempt 2',
      'success 2',
    ])
  })

  test('of a failure, with its error and attempts', async () => {
    const { client, fake } = await startCloud()
    fake.fail('CreateKey', faults.legacy(6000, '(10050)internal error'))
    const record = recorder()
    const error = await rejectionOf(client({ onEvent: record.onEvent }).get(path, create))
    expect(shorts(record)).toEqual(['start', 'attempt 1', 'give-up 1'])
    const last = record.events.at(-1)
    expect(last?.type === 'give-up' && last.error).toBe(error)
    expect(last).toMatchObject({ cancelled: false, attempts: [{ reason: 'could-duplicate' }] })
  })

  test('of a failure that is handed back', async () => {
    const { client, fake } = await startCloud()
    fake.fail('CreateKey', faults.legacy(6000, '(10050)internal error'))
    const record = recorder()
    await client({ onEvent: record.onEvent, throwErrors: false }).get(path, create)
    expect(shorts(record)).toEqual(['start', 'attempt 1', 'give-up 1'])
    expect(record.events.at(-1)).not.toHaveProperty('error')
  })

  test('of a failure on a host that is not Tencent Cloud’s', async () => {
    const record = recorder()
    const http = axios.create({ proxy: false })
    attachTencentCloud(http, { onEvent: record.onEvent })
    await rejectionOf(http.get(`${await closedPort()}/x`))
    expect(shorts(record)).toEqual(['start', 'attempt 1', 'give-up 0'])
    expect(record.events.at(-1)).toMatchObject({ cancelled: false, error: { code: 'ECONNREFUSED' } })
  })

  test('separately for each of several concurrent calls', async () => {
    const { client, fake } = await startCloud()
    fake.fail('ListKey', throttled)
    const record = recorder()
    const http = client({ onEvent: record.onEvent })
    await Promise.all(Array.from({ length: 30 }, () => http.get(path, list)))
    const calls = new Set(record.events.map(({ call }) => call))
    expect(calls.size).toBe(30)
    for (const one of calls) {
      const types = record.events.filter(({ call }) => call === one).map(({ type }) => type)
      expect(types[0]).toBe('start')
      expect(types.at(-1)).toBe('success')
      expect(types.filter((type) => type === 'start' || type === 'success')).toHaveLength(2)
    }
    expect(new Set([...calls].map((call) => call?.id)).size).toBe(30)
  })
})

describe('a listener', () => {
  test.each([
    [
      'throws',
      () => {
        throw new Error('listener')
      },
    ],
    ['rejects', () => Promise.reject(new Error('listener'))],
    // biome-ignore lint/suspicious/noThenProperty: a promise of another library
    ['returns a thenable that rejects', () => ({ then: (_: unknown, fail: (e: Error) => void) => fail(Error('l')) })],
  ])('that %s changes nothing, and its failure is logged', async (_, onEvent) => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    onTestFinished(() => warn.mockRestore())
    const { client, fake } = await startCloud()
    fake.fail('ListKey', throttled)
    const response = await client({ onEvent, pacing: false }).get(path, list)
    expect(attemptsOf(response).map(({ reason }) => reason)).toEqual(['throttled', 'success'])
    await settle()
    expect(warn).toHaveBeenCalledTimes(6)
  })

  test('of the diagnostics channel gets the same events, of every attachment, while it is subscribed', async () => {
    const { client } = await startCloud()
    const record = recorder()
    const all = subscribed()
    await client({ onEvent: record.onEvent }).get(path, list)
    expect(all.events).toEqual(record.events)
    all.events.forEach((event, index) => {
      expect(event).toBe(record.events[index])
    })
    await client().get(path, list)
    expect(shorts(all)).toEqual(['start', 'attempt 1', 'success 1', 'start', 'attempt 1', 'success 1'])
  })

  test('that is missing costs a success nothing: the request is not even read', async () => {
    const { client } = await startCloud()
    const { Client } = await import('../../src/engine/client.ts')
    const spy = vi.spyOn(Client.prototype, 'findLimits')
    onTestFinished(() => spy.mockRestore())
    await client().get(path, list)
    expect(spy).not.toHaveBeenCalled()
  })
})
