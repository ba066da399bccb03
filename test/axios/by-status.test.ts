import axios, { type AxiosAdapter, AxiosError } from 'axios'
import { attachTencentCloud } from 'axios-tencentcloud'
import { describe, expect, test } from 'vitest'
import { answerTo } from '../cli/terminal.ts'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'

const body = (code: string) => JSON.stringify({ Response: { Error: { Code: code, Message: 'm' }, RequestId: 'r-1' } })

/** The error of a call that is answered with a code and a status. */
function errorOf(code: string, status: number): Promise<unknown> {
  const adapter: AxiosAdapter = async (config) => {
    const headers = { 'content-type': 'application/json' }
    const response = { data: body(code), status, statusText: '', headers, config }
    if (status < 400) return response
    throw new AxiosError('refused', AxiosError.ERR_BAD_RESPONSE, config, undefined, response)
  }
  const http = axios.create({ baseURL: 'https://cvm.tencentcloudapi.com', adapter })
  attachTencentCloud(http, { clock: new InstantClock(), retry: false })
  return rejectionOf(http.get('/', { params: { Action: 'DescribeInstances', Version: '2017-03-12' } }))
}

describe('a code that nothing documents, whose name says something else than its status', () => {
  const code = 'Foo.DiskNotFound'

  test('has the class of the status, and no meaning of its name', async () => {
    const error = await errorOf(code, 429)
    expect(error).toMatchObject({ name: 'ThrottlingError', code })
    expect([Reflect.get(Object(error), 'meaning'), Reflect.get(Object(error), 'remedy')]).toEqual([
      undefined,
      undefined,
    ])
  })

  test('is explained by its status', async () => {
    const { output } = await answerTo(['explain', `HTTP/1.1 429 Too Many Requests\n\n${body(code)}`])
    expect(output).toContain('ThrottlingError')
    expect(output).toContain('HTTP 429 decided')
    expect(output).not.toContain('does not exist')
  })

  test('has the meaning of its name under a status that says the same', async () => {
    expect(await errorOf(code, 404)).toMatchObject({ name: 'ResourceNotFoundError', meaning: expect.anything() })
  })
})

test('a listed code keeps its meaning whatever the status', async () => {
  expect(await errorOf('ResourceNotFound', 429)).toMatchObject({ meaning: expect.anything() })
})
