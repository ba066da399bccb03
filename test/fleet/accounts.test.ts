import axios from 'axios'
import { attachTencentCloud, type TencentCloudOptions } from 'axios-tencentcloud'
import type { SharedLimit } from 'axios-tencentcloud/fleet'
import { expect, test } from 'vitest'

type Pacing = Extract<NonNullable<TencentCloudOptions['pacing']>, object>

/** The names of the limits that two calls with different SecretIds ask for. */
async function namesOf(pacing: Omit<Pacing, 'fleet' | 'limit'>): Promise<readonly string[]> {
  const names: string[] = []
  const fleet: SharedLimit = {
    async reserve({ key }) {
      names.push(key)
      return { slotsInMs: [0], nextInMs: 50, fallback: undefined, giveBack() {} }
    },
  }
  const data = '{"Response":{"RequestId":"r-1"}}'
  const http = axios.create({
    baseURL: 'https://cvm.tencentcloudapi.com',
    adapter: async (config) => ({ status: 200, statusText: 'OK', headers: {}, config, data }),
  })
  attachTencentCloud(http, { pacing: { limit: { qps: 20 }, fleet, ...pacing } })
  for (const SecretId of ['AKIDone', 'AKIDtwo'])
    await http.get('/', { params: { Action: 'DescribeInstances', SecretId } })
  return names
}

test('calls of different SecretIds have limits of their own, unless the account is named', async () => {
  expect(new Set(await namesOf({})).size).toBe(2)
  const named = await namesOf({ account: '100000000001' })
  expect(new Set(named).size).toBe(1)
  expect(named.join()).not.toContain('AKID')
})
