import type { LimitEvent, TencentCloudEvent, TencentCloudOptions } from 'axios-tencentcloud'
import type { SharedLimit } from 'axios-tencentcloud/fleet'
import { faults, limits } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { startIdleCloud } from '../support/idle-cloud.ts'
import { path } from '../support/kms.ts'

const list = { params: { Action: 'ListKey', Region: 'ap-guangzhou', SecretId: 'AKIDsecretsecretsecret' } }

const isLimitEvent = (event: TencentCloudEvent): event is LimitEvent =>
  event.type === 'throttle-learned' || event.type === 'fallback'

/** A client of a fake on a loopback port, with the limit events that it publishes. Only waits take time. */
async function startClient(options: TencentCloudOptions = {}) {
  const { client, fake, url } = await startIdleCloud()
  const events: LimitEvent[] = []
  const onEvent = (event: TencentCloudEvent) => void (isLimitEvent(event) && events.push(event))
  const http = client({ onEvent, retry: { maxRetryTimeMs: Number.POSITIVE_INFINITY }, ...options })
  return { http, fake, events, host: new URL(url).host }
}

describe('throttle-learned', () => {
  test('has the learned rate, near the true one, and the scope of the limit, without the account', async () => {
    const { http, fake, events, host } = await startClient()
    fake.limit({ service: 'kms' }, limits.fixedWindow({ max: 20 }))
    await Promise.all(Array.from({ length: 200 }, () => http.get(path, list)))
    const last = events.at(-1)
    expect(last).toMatchObject({
      type: 'throttle-learned',
      limit: { scope: 'action', host, service: 'kms', action: 'ListKey', region: 'ap-guangzhou' },
    })
    const qps = last?.type === 'throttle-learned' ? last.limit.qps : undefined
    expect(qps).toBeGreaterThan(15)
    expect(qps).toBeLessThan(25)
    expect(JSON.stringify(events)).not.toContain('AKID')
  })

  test('is published once for a burst of throttles with the same result', async () => {
    const { http, fake, events } = await startClient()
    fake.fail('ListKey', ...Array.from({ length: 15 }, () => faults.legacy(4420, '(10250)qps throttling')))
    await Promise.all(Array.from({ length: 15 }, () => http.get(path, list)))
    expect(fake.requests.length).toBeGreaterThanOrEqual(30)
    expect(events.length).toBeLessThan(5)
  })

  test('names the wider limit that a code reports', async () => {
    const { http, fake, events } = await startClient()
    fake.fail('ListKey', faults.api3('RequestLimitExceeded.UinLimitExceeded', 'too many'))
    await http.get(path, list)
    expect(events).toMatchObject([{ type: 'throttle-learned', limit: { scope: 'service', service: 'kms' } }])
    expect(events[0]).not.toHaveProperty('limit.action')
  })
})

describe('fallback', () => {
  test('reports when and why a local share replaces a shared limit, and when the limit is shared again', async () => {
    const reasons = [undefined, 'connection lost', 'connection lost', undefined]
    const fleet: SharedLimit = {
      reserve: async () => ({ slotsInMs: [0], nextInMs: 0, fallback: reasons.shift(), giveBack: () => {} }),
    }
    const { http, events } = await startClient({ pacing: { limit: { qps: 20 }, fleet } })
    for (let call = 0; call < 4; call++) await http.get(path, list)
    expect(events).toMatchObject([
      { type: 'fallback', state: 'local', reason: 'connection lost' },
      { type: 'fallback', state: 'shared', reason: 'connection lost' },
    ])
  })
})
