import { Readable } from 'node:stream'
import axios, { AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { note } from './journal.ts'
import { config, noteData, type Parts } from './part.ts'

function formData(): FormData {
  const form = new FormData()
  form.append('a', '1')
  form.append('a', 'é')
  form.append('file', new Blob(['bytes'], { type: 'text/plain' }), 'a.txt')
  return form
}

const cyclic: Record<string, unknown> = { a: 1 }
cyclic.self = cyclic

const upper = (data: unknown): unknown => (typeof data === 'string' ? data.toUpperCase() : data)
const throwing = (): never => {
  throw new RangeError('the transform throws')
}
const echo = async (sent: InternalAxiosRequestConfig): Promise<AxiosResponse> => {
  note('adapter', sent.url, sent.data, sent.headers)
  return { data: '{"echo": true}', status: 200, statusText: 'OK', headers: { 'x-from': 'adapter' }, config: sent }
}
const rejecting = async (sent: InternalAxiosRequestConfig): Promise<AxiosResponse> => {
  const response = { data: '{"no":1}', status: 418, statusText: 'Teapot', headers: {}, config: sent }
  throw new axios.AxiosError('refused by an adapter', 'ERR_BAD_REQUEST', sent, undefined, response)
}
const transformRequest = axios.defaults.transformRequest as NonNullable<typeof axios.defaults.transformRequest>
const transformResponse = axios.defaults.transformResponse as NonNullable<typeof axios.defaults.transformResponse>

/** Fields of a request, by dimension and name. The first of each is the plainest. */
export const requestParts = {
  method: {
    get: config({ method: 'get' }),
    post: config({ method: 'post' }),
    'odd case': config({ method: 'PoSt' }),
    put: config({ method: 'PUT' }),
    patch: config({ method: 'patch' }),
    delete: config({ method: 'delete' }),
    head: config({ method: 'head' }),
    options: config({ method: 'options' }),
    none: config({}),
    unknown: config({ method: 'purge' }),
  },
  url: {
    relative: config({ url: '/path' }),
    empty: config({ url: '' }),
    none: config({}),
    query: config({ url: '/path?a=1&a=2#hash' }),
    unicode: config({ url: '/é/%zz?ü=ö' }),
    'a URL': ({ origin }) => ({ url: `${origin}/absolute?x` }),
    'another host': ({ otherOrigin }) => ({ url: `${otherOrigin}/other` }),
    'without a slash': config({ url: 'v2/index.php' }),
    dots: config({ url: '/a/../b/./c//d' }),
    'no scheme': config({ url: 'http:/x' }),
  },
  params: {
    none: config({}),
    plain: config({ params: { Action: 'ListKey', b: 1, c: true, empty: '', no: undefined, nil: null } }),
    nested: config({ params: { a: { b: [1, { c: 2 }] }, list: ['x', 'y z'], at: new Date(0) } }),
    URLSearchParams: () => ({ params: new URLSearchParams('a=1&a=2&b=%20') }),
    'a serializer': config({ params: { a: [1, 2] }, paramsSerializer: { indexes: null } }),
    'a serializing function': config({
      params: { a: 1 },
      paramsSerializer: { serialize: (given: object) => `all=${JSON.stringify(given)}` },
    }),
    cyclic: config({ params: cyclic }),
    'odd names': config({ params: { 'a[]': ['é'], 'b:c': '@$,+ ' } }),
  },
  headers: {
    none: config({}),
    plain: config({ headers: { 'X-A': '1', 'x-b': 2, 'X-List': ['a', 'b'] } }),
    odd: config({ headers: { aCCEPT: 'text/x', 'X-False': false, 'X-Null': null, 'X-Undefined': undefined } }),
    AxiosHeaders: () => ({ headers: new AxiosHeaders({ 'X-Own': 'yes', Accept: '*/*' }) }),
    'by method': config({ headers: { common: { 'X-Common': '1' }, post: { 'X-Post': '1' }, get: { 'X-Get': '1' } } }),
    JSON: config({ headers: { 'Content-Type': 'application/json' } }),
    form: config({ headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    multipart: config({ headers: { 'Content-Type': 'multipart/form-data' } }),
    'no content type': config({ headers: { 'Content-Type': false } }),
    action: config({ headers: { 'X-TC-Action': 'RunInstances', 'X-TC-Version': '2017-03-12' } }),
    signed: config({ headers: { Authorization: 'TC3-HMAC-SHA256 Credential=a/b, Signature=c' } }),
    'a forbidden value': config({ headers: { 'X-Bad': 'a\r\nb' } }),
  },
  data: {
    none: config({}),
    object: config({ data: { a: 1, b: { c: [null, 'é'] }, no: undefined } }),
    text: config({ data: ' a text ' }),
    'JSON text': config({ data: ' {"a": 1.0} ' }),
    empty: config({ data: '' }),
    null: config({ data: null }),
    number: config({ data: 5 }),
    false: config({ data: false }),
    array: config({ data: [1, { a: 2 }] }),
    date: config({ data: { at: new Date(0), big: { toJSON: () => 'made' } } }),
    instance: config({ data: Object.assign(Object.create({ inherited: 1 }), { own: 2 }) }),
    cyclic: config({ data: cyclic }),
    'a cycle in a list': config({ data: [cyclic], transformRequest: ([first]: { a: unknown }[]) => `${first?.a}` }),
    'frozen object': config({ data: Object.freeze({ a: Object.freeze({ b: 1 }) }) }),
    'throwing getter': config({
      data: {
        get a() {
          throw new RangeError('the getter throws')
        },
      },
    }),
    URLSearchParams: () => ({ data: new URLSearchParams('a=1&b=é') }),
    FormData: () => ({ data: formData() }),
    'text FormData': () => {
      const form = new FormData()
      form.append('a', '1')
      return { data: form }
    },
    Blob: () => ({ data: new Blob(['a blob'], { type: 'text/x' }) }),
    File: () => ({ data: new File(['a file'], 'a.txt') }),
    Buffer: () => ({ data: Buffer.from('a buffer') }),
    ArrayBuffer: () => ({ data: new TextEncoder().encode('an array buffer').buffer }),
    'typed array': () => ({ data: new Uint8Array([1, 2, 255]) }),
    'Node stream': () => ({ data: Readable.from([Buffer.from('a '), Buffer.from('stream')]) }),
    'failing stream': () => ({
      data: new Readable({
        read() {
          this.destroy(new RangeError('the stream fails'))
        },
      }),
    }),
    'web stream': () => ({ data: new Blob(['a web stream']).stream() }),
    function: config({ data: note }),
    large: config({ data: { text: 'x'.repeat(100_000) } }),
  },
  responseType: {
    none: config({}),
    json: config({ responseType: 'json' }),
    text: config({ responseType: 'text' }),
    arraybuffer: config({ responseType: 'arraybuffer' }),
    stream: config({ responseType: 'stream' }),
    'fetch: blob': config({ responseType: 'blob', adapter: 'fetch' }),
    'fetch: formdata': config({ responseType: 'formdata' as 'json', adapter: 'fetch' }),
    document: config({ responseType: 'document' }),
    'odd case': config({ responseType: 'JSON' as 'json' }),
  },
  adapter: {
    default: config({}),
    http: config({ adapter: 'http' }),
    fetch: config({ adapter: 'fetch' }),
    list: config({ adapter: ['xhr', 'fetch', 'http'] }),
    function: config({ adapter: echo }),
    rejecting: config({ adapter: rejecting }),
    throwing: config({
      adapter: () => {
        throw new RangeError('the adapter throws')
      },
    }),
    'in a list': config({ adapter: [echo] }),
    unknown: config({ adapter: 'carrier pigeon' as 'http' }),
    unsuitable: config({ adapter: ['xhr'] }),
  },
  transforms: {
    none: config({}),
    'one of a response': config({ transformResponse: upper }),
    'noting ones': config({
      transformRequest: [noteData, ...[transformRequest].flat()],
      transformResponse: [noteData],
    }),
    'beside axios’ own': config({ transformResponse: [...[transformResponse].flat(), noteData] }),
    'before axios’ own': config({ transformResponse: [upper, ...[transformResponse].flat()] }),
    'none at all': config({ transformRequest: [], transformResponse: [] }),
    'a promise': config({ transformResponse: async (data: unknown) => data }),
    'a promised request': config({ transformRequest: async (data: unknown) => data }),
    'throwing at the request': config({ transformRequest: throwing }),
    'throwing at the response': config({ transformResponse: throwing }),
    'of a cycle': config({ transformRequest: (data: { a?: unknown }) => String(data?.a) }),
    parseReviver: config({ parseReviver: (_key: string, value: unknown) => (value === 1 ? 'one' : value) }),
    'strict JSON': config({ transitional: { silentJSONParsing: false }, responseType: 'json' }),
    'no forced JSON': config({ transitional: { forcedJSONParsing: false } }),
    'undefined forced JSON': config({ transitional: { forcedJSONParsing: undefined } }),
  },
  status: {
    default: config({}),
    null: config({ validateStatus: null }),
    undefined: config({ validateStatus: undefined }),
    all: config({ validateStatus: () => true }),
    none: config({ validateStatus: () => false }),
    // In the http adapter it would throw out of an event listener, into the process.
    throwing: config({
      validateStatus: () => {
        throw new RangeError('validateStatus throws')
      },
      adapter: 'fetch',
    }),
  },
  limits: {
    none: config({}),
    'a body too long': config({ maxBodyLength: 3 }),
    'an answer too long': config({ maxContentLength: 5 }),
    'no redirects': config({ maxRedirects: 0 }),
    beforeRedirect: config({
      beforeRedirect: (_: unknown, { statusCode }: { statusCode: number }) => note('beforeRedirect', statusCode),
    }),
    undecompressed: config({ decompress: false }),
    timeout: config({ timeout: 100_000 }),
    // The fetch adapter takes it for a timeout of no time.
    'a wrong timeout': config({ timeout: 'soon' as unknown as number, adapter: 'http' }),
    'refused connection': config({ adapter: 'http', baseURL: undefined, url: 'http://127.0.0.1:1/' }),
    'unknown protocol': config({ url: 'gopher://127.0.0.1/' }),
    'no URL': config({ url: 'http://' }),
  },
  encoding: {
    none: config({}),
    latin1: config({ responseEncoding: 'latin1' }),
    'utf-8': config({ responseEncoding: 'utf-8' }),
    utf16le: config({ responseEncoding: 'utf16le' }),
    unknown: config({ responseEncoding: 'klingon' as 'utf8' }),
  },
  signal: {
    none: config({}),
    given: () => ({ signal: new AbortController().signal, cancelToken: axios.CancelToken.source().token }),
    'aborted on arrival': ({ controller }) => ({ signal: controller.signal }),
    'cancelled on arrival': ({ controller: { signal } }) => {
      const source = axios.CancelToken.source()
      signal.addEventListener('abort', () => source.cancel('a message'))
      return { cancelToken: source.token }
    },
    'aborted before': () => ({ signal: AbortSignal.abort('a reason') }),
    'cancelled before': () => {
      const source = axios.CancelToken.source()
      source.cancel('a message')
      return { cancelToken: source.token }
    },
  },
  more: {
    none: config({}),
    auth: config({ auth: { username: 'ü', password: 'p:w' } }),
    xsrf: config({ withXSRFToken: true, xsrfCookieName: 'c', xsrfHeaderName: 'X-C', withCredentials: true }),
    progress: config({ onUploadProgress: () => {}, onDownloadProgress: () => {} }),
    formSerializer: config({ formSerializer: { dots: true, metaTokens: false, indexes: true } }),
    env: config({ env: { FormData } }),
    'own fields': config({
      metadata: { at: new Date(0), list: [1] },
      retry: 3,
      raxConfig: { a: 1 },
      id: Symbol.for('x'),
    }),
    'relative only': config({ allowAbsoluteUrls: false }),
    'a user’s deadline': config({ tencentCloud: { deadlineMs: 100_000 } }),
    'a proxy': config({ proxy: { host: '127.0.0.1', port: 1, protocol: 'http' } }),
    fetchOptions: config({ fetchOptions: { redirect: 'manual' } }),
  },
} satisfies Parts
