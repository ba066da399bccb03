import axios from 'axios'
import { attachTencentCloud, HttpError } from 'axios-tencentcloud'
import { expect, onTestFinished, test, vi } from 'vitest'
import { rejectionOf } from '../support/cloud.ts'
import { startScriptedServer } from '../support/scripted-server.ts'

// axios looks for an XMLHttpRequest once, and then prefers it to Node's http. Like those of polyfills, this one follows
// redirects.
const { opened } = vi.hoisted(() => {
  const opened: string[] = []
  class PolyfilledRequest {
    readyState = 0
    status = 0
    statusText = ''
    responseText = ''
    responseURL = ''
    onloadend = () => {}
    #method = ''
    #url = ''
    readonly #headers = new Headers()
    open(method: string, url: string) {
      this.#method = method
      this.#url = url
      opened.push(url)
    }
    setRequestHeader(name: string, value: string) {
      this.#headers.append(name, value)
    }
    getAllResponseHeaders() {
      return ''
    }
    abort() {}
    async send(body: BodyInit | null) {
      const response = await fetch(this.#url, { method: this.#method, headers: this.#headers, body })
      this.status = response.status
      this.responseText = await response.text()
      this.readyState = 4
      this.onloadend()
    }
  }
  Reflect.set(globalThis, 'XMLHttpRequest', PolyfilledRequest)
  return { opened }
})

test.each([
  ['credentials', { credentials: { secretId: 'AKIDEXAMPLE', secretKey: 'EXAMPLE' } }],
  [
    'sign',
    {
      sign: (config: { headers: { set(name: string, value: string): unknown } }) => {
        config.headers.set('Authorization', 'mine')
      },
    },
  ],
])('in Node.js an XMLHttpRequest, which follows redirects, does not send what %s signs', async (_name, options) => {
  const [from, to] = [await startScriptedServer(), await startScriptedServer()]
  onTestFinished(async () => {
    await from.close()
    await to.close()
  })
  from.answer = (_request, response) => response.writeHead(307, { Location: `${to.origin}/` }).end()
  const plain = axios.create({ proxy: false })
  attachTencentCloud(plain, options)
  await plain.post(`${from.origin}/`, {}, { headers: { 'X-TC-Action': 'DescribeZones' } })
  expect(opened).toHaveLength(1)
  expect(to.received).toHaveLength(1)

  const http = axios.create({ baseURL: from.origin, proxy: false })
  attachTencentCloud(http, options)
  const error = await rejectionOf(http.post('/', {}, { headers: { 'X-TC-Action': 'DescribeZones' } }))
  expect(error).toBeInstanceOf(HttpError)
  expect(from.received.at(-1)?.rawHeaders).toContain('Authorization')
  expect(to.received).toHaveLength(1)
  opened.length = 0
})
