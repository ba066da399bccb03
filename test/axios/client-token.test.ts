import { faults } from 'axios-tencentcloud/testing'
import { expect, test } from 'vitest'
import { rejectionOf, startCloud } from '../support/cloud.ts'

const run = { headers: { 'X-TC-Action': 'RunInstances', 'X-TC-Version': '2017-03-12' } }

test.each(['an interceptor', 'sign'])(
  'a ClientToken that %s makes anew for each attempt protects no write: it is sent once',
  async (who) => {
    const { fake, client, url } = await startCloud()
    fake.fail('RunInstances', faults.reset('after'))
    const sign = (config: { data?: unknown; headers: { set(name: string, value: string): unknown } }) => {
      const data = typeof config.data === 'string' ? JSON.parse(config.data) : config.data
      config.data = { ...data, ClientToken: crypto.randomUUID() }
      config.headers.set('Authorization', `TC3 Signature=${crypto.randomUUID()}`)
    }
    const http = client(who === 'sign' ? { service: 'cvm', sign } : { service: 'cvm' }, {
      baseURL: `${url}/cvm`,
    })
    if (who !== 'sign') {
      http.interceptors.request.use((config) => {
        sign(config)
        return config
      })
    }
    expect(await rejectionOf(http.post('/', {}, run))).toMatchObject({ attempts: [{ reason: 'could-duplicate' }] })
    expect(fake.executionsOf('RunInstances')).toHaveLength(1)
  },
)
