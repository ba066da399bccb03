import axios from 'axios'
import { attachTencentCloud, type TencentCloudOptions } from 'axios-tencentcloud'
import type { SharedLimit } from 'axios-tencentcloud/fleet'
import { expect, test } from 'vitest'

type Pacing = Extract<NonNullable<TencentCloudOptions['pacing']>, object>

/** The names of the limits that two calls with different SecretIds reserve from. */
async function namesOf(pacing: Omit<Pacing, 'fleet' | 'limit'>, signed = false): Promise<readonly string[]> {
  const names: string[] = []
  const fleet: SharedLimit = {
    async reserve({ key }) {
      names.push(key)
      return { slotsInMs: [0], nextInMs: 50, fallback: undefined, giveBack() {} }
    },
  }
  const data = '{"Response":{"RequestId":"r-1"}}'
  for (const secretId of ['AKIDoneoneoneoneone', 'AKIDtwotwotwotwotwo']) {
    const http = axios.create({
      baseURL: 'https://cvm.tencentcloudapi.com',
      headers: { 'X-TC-Version': '2017-03-12' },
      adapter: async (config) => ({ status: 200, statusText: 'OK', headers: {}, config, data }),
    })
    const credentials = { secretId, secretKey: 'notarealkeynotarealkey' }
    attachTencentCloud(http, { ...(signed && { credentials }), pacing: { limit: { qps: 20 }, fleet, ...pacing } })
    await http.get('/', { params: { Action: 'DescribeInstances', ...(!signed && { SecretId: secretId }) } })
  }
  return names
}

test('calls with different SecretIds have separate limits, unless the account is named', async () => {
  expect(new Set(await namesOf({})).size).toBe(2)
  const named = await namesOf({ account: '100000000001' })
  expect(new Set(named).size).toBe(1)
  expect(named.join()).not.toContain('AKID')
})

test('calls that are signed here count as one account, unless it is named', async () => {
  const names = [...(await namesOf({}, true)), ...(await namesOf({ account: '100000000001' }, true))]
  expect(names).toHaveLength(4)
  expect(new Set(names).size).toBe(2)
})
