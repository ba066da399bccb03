import axios, { type AxiosInstance, type AxiosRequestConfig, type InternalAxiosRequestConfig } from 'axios'
import { attachTencentCloud } from 'axios-tencentcloud'
import { expect, test } from 'vitest'
import { rejectionOf } from '../support/cloud.ts'

// All of the middleware hangs on one habit of axios'. When a new axios drops it, these tests say so by name.
const broken = (what: string) =>
  `axios ${axios.VERSION} ${what}: attachTencentCloud (src/axios/attach.ts) captures the request and puts the retry scope around its adapter in runWhen, so nothing is retried and no failure in a response is seen`

type Seen = Pick<InternalAxiosRequestConfig, 'url' | 'baseURL' | 'method' | 'params' | 'data'>

/** Sends a request through axios alone; tells what `runWhen` saw, when, and which adapter sent the request. */
async function watchRunWhen(added: 'before' | 'after'): Promise<{ order: string[]; seen: Seen[]; sentBy: string }> {
  const order: string[] = []
  const seen: Seen[] = []
  let sentBy = 'nobody'
  const adapterNamed =
    (name: string): NonNullable<AxiosRequestConfig['adapter'] & object> =>
    async (config: InternalAxiosRequestConfig) => {
      sentBy = name
      return { status: 200, statusText: 'OK', headers: {}, config, data: '' }
    }
  const http = axios.create({ baseURL: 'http://kms.invalid', params: { Version: '2017-03-12' } })
  const addUsers = () => {
    http.interceptors.request.use((config) => {
      order.push('interceptor')
      config.params = { ...config.params, Signature: 'x' }
      return config
    })
  }
  if (added === 'before') addUsers()
  http.interceptors.request.use(null, null, {
    synchronous: true,
    runWhen(config) {
      order.push('runWhen')
      const { url, baseURL, method, params, data } = config
      seen.push({ url, baseURL, method, params, data } as Seen)
      config.adapter = adapterNamed('the adapter of runWhen')
      return false
    },
  })
  if (added === 'after') addUsers()
  await http.post('/v2/index.php', { KeyId: '1' }, { params: { Action: 'ListKey' }, adapter: adapterNamed('its own') })
  return { order, seen, sentBy }
}

test.each(['before', 'after'] as const)(
  'axios asks runWhen about the merged config ahead of an interceptor added %s it, and sends with the adapter set there',
  async (added) => {
    const { order, seen, sentBy } = await watchRunWhen(added)
    expect(order, broken('does not ask runWhen once, before any interceptor')).toEqual(['runWhen', 'interceptor'])
    expect(seen, broken('does not ask runWhen about the merged config')).toEqual([
      {
        url: '/v2/index.php',
        baseURL: 'http://kms.invalid',
        method: 'post',
        params: { Version: '2017-03-12', Action: 'ListKey' },
        data: { KeyId: '1' },
      },
    ])
    expect(sentBy, broken('does not send with the adapter that runWhen sets')).toBe('the adapter of runWhen')
  },
)

/** An axios whose InterceptorManager forgets the options of an interceptor. */
function withoutRunWhen(http: AxiosInstance): AxiosInstance {
  const { request } = http.interceptors
  const use = request.use.bind(request)
  request.use = (fulfilled, rejected) => use(fulfilled, rejected)
  return http
}

test('where runWhen is not asked, a call fails and says so, instead of going out unwatched', async () => {
  let sent = 0
  const http = withoutRunWhen(
    axios.create({
      adapter: async (config) => {
        sent++
        return { status: 200, statusText: 'OK', headers: {}, config, data: '{"code":4420}' }
      },
    }),
  )
  attachTencentCloud(http)
  const error = await rejectionOf(http.get('https://kms.api.qcloud.com/v2/index.php?Action=ListKey'))
  expect(error).toBeInstanceOf(TypeError)
  expect(String(error)).toContain('this axios instance never asked runWhen')
  expect(sent).toBe(0)
})
