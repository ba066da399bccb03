import { createFleet, type Grant } from 'axios-tencentcloud/fleet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectTo } from '../support/fleet-stage.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'

describe.skipIf(!hasRedis)('processes that have configured one limit differently', () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis?.close())

  /** A process that asks for slots until it has been told of a conflict, or ten times. */
  async function joined(prefix: string, key: string, qps: number | undefined) {
    const fleet = createFleet({ redis: await connectTo(redis.port), prefix, timeoutMs: 30_000 })
    const learning = { burst: 20, leastQps: 5, window: 0, accepted: 0, acceptedAgoMs: undefined }
    const conflicts: NonNullable<Grant['conflicts']>[number][] = []
    for (let turn = 0; turn < 10; turn++) {
      const grant = await fleet.reserve({
        key,
        qps,
        wanted: 1,
        withinMs: 60_000,
        ...(qps === undefined && { learning }),
      })
      conflicts.push(...(grant.conflicts ?? []))
    }
    return conflicts
  }

  const cvm = 'action\0AKIDexample\0cvm.tencentcloudapi.com\0cvm\0DescribeInstances\0'

  test('are told so once, by what another one says', async () => {
    expect(await joined('qps', cvm, 20)).toEqual([])
    expect(await joined('qps', cvm, 40)).toEqual([{ option: 'qps', own: '40', other: '20' }])
    expect(await joined('qps', cvm, undefined)).toEqual([{ option: 'qps', own: 'learned', other: '40' }])
  })

  test('are told of another scope for the same service or account', async () => {
    expect(await joined('scope', cvm, 20)).toEqual([])
    const service = await joined('scope', 'service\0AKIDexample\0cvm', 20)
    expect(service).toEqual([{ option: 'scope', own: 'service', other: 'action' }])
    const account = await joined('scope', 'account\0AKIDexample', 20)
    expect(account).toEqual([{ option: 'scope', own: 'account', other: 'service or action' }])
  })

  test('are not told of limits of other services, actions or accounts, nor if they agree', async () => {
    const others = [
      [cvm, 20],
      [cvm, 20],
      ['service\0AKIDexample\0kms', 100],
      [cvm.replace('DescribeInstances', 'RunInstances'), 10],
      ['account\0AKIDother', 50],
    ] as const
    for (const [key, qps] of others) expect(await joined('apart', key, qps)).toEqual([])
  })
})
