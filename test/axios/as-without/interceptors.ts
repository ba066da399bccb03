import { AxiosHeaders, type AxiosInstance, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { note } from './journal.ts'
import { noteData } from './part.ts'

type Use = (http: AxiosInstance) => void

const request = (
  fulfilled: (given: InternalAxiosRequestConfig) => InternalAxiosRequestConfig | Promise<InternalAxiosRequestConfig>,
  options?: Parameters<AxiosInstance['interceptors']['request']['use']>[2],
): Use => {
  return (http) => {
    http.interceptors.request.use(fulfilled, undefined, options)
  }
}

const changing = (change: (given: InternalAxiosRequestConfig) => void, options?: { synchronous: true }): Use =>
  request((given) => {
    change(given)
    return given
  }, options)

const response = (
  fulfilled: ((given: AxiosResponse) => unknown) | null,
  rejected?: (error: unknown) => unknown,
): Use => {
  return (http) => {
    http.interceptors.response.use(fulfilled as (given: AxiosResponse) => AxiosResponse, rejected)
  }
}

/** The interceptors that a user adds, by name. */
export const interceptors = {
  'a noting one': changing((given) => note('request', given)),
  'a noting one of the response': response(
    (given) => {
      note('response', given.status, given.data)
      return given
    },
    (error) => {
      note('rejection', error instanceof Error ? error.name : typeof error)
      throw error
    },
  ),
  'a synchronous one': changing(({ headers }) => headers.set('X-Sync', '1'), { synchronous: true }),
  'an asynchronous one': request(async (given) => {
    await null
    given.headers.set('X-Async', '1')
    return given
  }),
  'one that is skipped': request(() => neverRun(), { runWhen: () => false }),
  'one that is asked': request((given) => given, {
    runWhen(given) {
      note('runWhen', given.url, given.headers)
      return true
    },
  }),
  'another url': changing((given) => {
    given.url = '/intercepted'
    given.params = { intercepted: [1] }
  }),
  'other data': changing((given) => {
    given.data = { intercepted: true }
  }),
  'data changed in place': changing(({ data }) => {
    if (typeof data === 'object' && data !== null && !Object.isFrozen(data)) data.added = 1
  }),
  'no transitional': changing((given) => {
    given.transitional = {}
  }),
  'another transform': changing((given) => {
    given.transformResponse = [noteData]
  }),
  'signature fields': changing((given) => {
    given.params = { ...given.params, Nonce: 1, Timestamp: 2, Signature: 's' }
  }),
  'a new object': request((given) => ({ ...given, headers: new AxiosHeaders(given.headers).set('X-New', '1') })),
  'an object with a prototype': request((given) => Object.create(given)),
  'a frozen object': request((given) => Object.freeze({ ...given })),
  'plain headers': request((given) => ({ ...given, headers: { 'X-Plain': '1' } as never })),
  'a throwing one': request(() => {
    throw new RangeError('the interceptor throws')
  }),
  'one that returns nothing': request((() => undefined) as never),
  'one that unwraps': response(({ data }) => data),
  'one that throws at a response': response(() => {
    throw new RangeError('the response interceptor throws')
  }),
  'one that recovers': response(null, (error) => ({ recovered: error instanceof Error && error.name })),
} satisfies Record<string, Use>

function neverRun(): never {
  throw new Error('an interceptor ran that was to be skipped')
}
