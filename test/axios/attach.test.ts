import axios, { Axios, type AxiosInstance } from 'axios'
import { attachTencentCloud, attemptsOf } from 'axios-tencentcloud'
import { describe, expect, test } from 'vitest'
import { startCloud } from '../support/cloud.ts'
import { list, path, throttled } from '../support/kms.ts'

describe('attaching', () => {
  test('twice is refused with a clear error; after detach it works again', () => {
    const http = axios.create()
    const attachment = attachTencentCloud(http)
    expect(() => attachTencentCloud(http)).toThrow(/has the middleware already/)
    attachment.detach()
    attachment.detach()
    attachTencentCloud(http).detach()
  })

  test('beside interceptors that were taken off, or have no first half, works', () => {
    const http = axios.create()
    const ejected = http.interceptors.request.use((config) => config)
    http.interceptors.request.use(null, (error: unknown) => Promise.reject(error))
    http.interceptors.request.use((config) => config)
    http.interceptors.request.eject(ejected)
    attachTencentCloud(http).detach()
    attachTencentCloud(http)
    expect(() => attachTencentCloud(http)).toThrow(/has the middleware already/)
  })

  test.each([[undefined], [null], [{}], [axios.create().interceptors], ['axios']])(
    'to %s, which is no axios instance, is refused',
    (instance) => {
      expect(() => attachTencentCloud(instance as never)).toThrow(TypeError)
    },
  )

  test('detach leaves the instance as it was; a call in flight finishes as it began', async () => {
    const { fake, url, clock } = await startCloud()
    const http = axios.create({ baseURL: `${url}/kms`, proxy: false })
    const before = Object.getOwnPropertySymbols(http)
    const attachment = attachTencentCloud(http, { service: 'kms', clock })
    fake.fail('ListKey', throttled, throttled)
    const call = http.get(path, list)
    attachment.detach()
    expect((await call).data.code).toBe(0)
    fake.fail('ListKey', throttled)
    expect((await http.get(path, list)).data.code).toBe(4420)
    expect(Object.getOwnPropertySymbols(http)).toEqual(before)
  })

  test('the default axios export can be attached to as well', async () => {
    const { fake, url, clock } = await startCloud()
    const attachment = attachTencentCloud(axios, { service: 'kms', clock, hosts: ['127.0.0.1'] })
    try {
      fake.fail('ListKey', throttled)
      expect(attemptsOf(await axios.get(`${url}/kms${path}`, { ...list, proxy: false }))).toHaveLength(2)
    } finally {
      attachment.detach()
    }
  })
})

describe('instances', () => {
  test('of the bare class Axios, and with adapter: null, work as they do without the middleware', async () => {
    const { fake, url, clock } = await startCloud()
    const bare = new Axios({
      baseURL: `${url}/kms`,
      proxy: false,
      responseType: 'json',
      transformResponse: [...[axios.defaults.transformResponse ?? []].flat()],
    })
    attachTencentCloud(bare as AxiosInstance, { service: 'kms', clock })
    fake.fail('ListKey', throttled)
    expect((await bare.get(path, list)).data).toMatchObject({ code: 0 })
    const nulled = axios.create({ baseURL: `${url}/kms`, proxy: false, adapter: null as never })
    attachTencentCloud(nulled, { service: 'kms', clock })
    expect((await nulled.get(path, list)).data).toMatchObject({ code: 0 })
  })

  test('made by create() from an attached one have no middleware of their own', async () => {
    const { fake, client } = await startCloud()
    const child = client().create()
    fake.fail('ListKey', throttled)
    expect((await child.get(path, list)).data.code).toBe(4420)
    attachTencentCloud(child).detach()
  })

  test('a second detach() of an old attachment does not touch a new one', () => {
    const instance = axios.create()
    const first = attachTencentCloud(instance)
    first.detach()
    const second = attachTencentCloud(instance)
    first.detach()
    expect(() => attachTencentCloud(instance)).toThrow(/already/)
    second.detach()
  })

  test.each<[what: string, freeze: (instance: AxiosInstance) => unknown]>([
    ['that is frozen', (instance) => Object.freeze(instance)],
    ['whose list of interceptors is frozen', ({ interceptors }) => Object.freeze(interceptors.request.handlers)],
  ])('%s is refused, and keeps nothing of the middleware', async (_what, freeze) => {
    const instance = axios.create({ adapter: async (config) => ({ config, data: 'x' }) as never })
    freeze(instance)
    for (let time = 0; time < 2; time++) {
      expect(() => attachTencentCloud(instance)).toThrow(TypeError)
      expect(() => attachTencentCloud(instance)).not.toThrow(/already/)
    }
    expect(instance.interceptors.request.handlers).toEqual([])
    expect(attemptsOf(await instance.get('https://kms.api.qcloud.com/'))).toEqual([])
  })

  test('whose interceptors were cleared can be attached to again, and the old attachment leaves that alone', async () => {
    const { fake, url, clock } = await startCloud()
    const instance = axios.create({ baseURL: `${url}/kms`, proxy: false })
    const first = attachTencentCloud(instance, { service: 'kms', clock })
    instance.interceptors.request.clear()
    const second = attachTencentCloud(instance, { service: 'kms', clock })
    first.detach()
    expect(() => attachTencentCloud(instance)).toThrow(/already/)
    fake.fail('ListKey', throttled)
    expect(attemptsOf(await instance.get(path, list))).toHaveLength(2)
    second.detach()
    expect(Object.getOwnPropertySymbols(instance)).toEqual([])
  })

  test('detach() after the interceptors were cleared takes no interceptor of the user’s off', () => {
    const instance = axios.create()
    const attachment = attachTencentCloud(instance)
    instance.interceptors.request.clear()
    instance.interceptors.request.use((config) => config)
    attachment.detach()
    expect(instance.interceptors.request.handlers).toEqual([expect.anything()])
    expect(Object.getOwnPropertySymbols(instance)).toEqual([])
  })

  test('whose defaults carry wrong options of ours are refused at attach', () => {
    const instance = axios.create({ tencentCloud: { bogus: 1 } as never })
    expect(() => attachTencentCloud(instance)).toThrow('`tencentCloud.bogus`')
  })
})
