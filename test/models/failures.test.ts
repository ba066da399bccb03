import axios, { AxiosError } from 'axios'
import { TencentCloudError as AnyError, attachTencentCloud, type TencentCloudError } from 'axios-tencentcloud'
import { lookup } from 'axios-tencentcloud/catalog'
import { describe, expect, test } from 'vitest'
import { rejectionOf } from '../support/cloud.ts'
import { chatAt, fetchWith, hosts, type Reply } from './support.ts'

const failureOf = async (url: string, reply: Reply): Promise<TencentCloudError> => {
  const { ask } = fetchWith([reply], { retry: false })
  return (await rejectionOf(ask(url))) as TencentCloudError
}

const answer = { id: 'chatcmpl-1', object: 'chat.completion', choices: [{ message: { content: 'hi' } }] }

describe('a failure of a model endpoint is typed, with its code and its id', () => {
  test.each<[what: string, url: string, reply: Reply, expected: object]>([
    [
      'TokenHub, the id in error.request_id',
      chatAt(hosts.tokenhub),
      {
        status: 429,
        body: { error: { message: 'slow', code: 429003, type: 'rate_limit_error', request_id: 'r-1' } },
        headers: { 'retry-after': '7' },
      },
      { name: 'ThrottlingError', code: '429003', requestId: 'r-1', limitKind: 'tokens', retryAfterMs: 7000 },
    ],
    [
      'the protocol of Anthropic, the id in error.reqid',
      `https://${hosts.tokenhub}/v1/messages`,
      { status: 529, body: { type: 'error', error: { type: 'overloaded_error', message: 'busy', reqid: 'r-2' } } },
      { name: 'ServiceUnavailableError', code: 'overloaded_error', requestId: 'r-2', retry: 'busy' },
    ],
    [
      'lkeap, the id beside the error',
      chatAt(hosts.lkeap),
      { status: 403, body: { id: 'r-3', error: { message: 'x', type: 'runtime_error', param: null, code: '20031' } } },
      { name: 'QuotaExceededError', code: '20031', requestId: 'r-3', codeDesc: 'runtime_error' },
    ],
    [
      'hunyuan, the id in error.id',
      chatAt(hosts.hunyuan),
      { status: 400, body: { error: { id: 'r-4', message: 'x', type: 'invalid_request_error', code: '1001' } } },
      { name: 'InvalidParameterError', code: '1001', requestId: 'r-4' },
    ],
    [
      'yuanqi, under status 200',
      'https://yuanqi.tencent.com/openapi/v1/agent/chat/completions',
      { body: { id: 'r-5', error: { message: 'x', type: 'runtime_error', param: null, code: '10003' } } },
      { name: 'ResourceOperationError', code: '10003', requestId: 'r-5', service: 'yuanqi' },
    ],
    [
      'CloudBase, whose product the host tells',
      'https://env-1.api.tcloudbasegateway.com/v1/ai/hunyuan/chat/completions',
      { status: 429, body: { code: 'EXCEED_TOKEN_QUOTA_LIMIT', message: 'x', requestId: 'r-6' } },
      { name: 'QuotaExceededError', code: 'EXCEED_TOKEN_QUOTA_LIMIT', requestId: 'r-6', retry: 'never' },
    ],
    [
      'an agent, with numbers',
      'https://wss.lke.cloud.tencent.com/v1/qbot/chat/sse',
      { body: { request_id: 'r-7', error: { code: 460032, message: 'x' } } },
      { name: 'InsufficientBalanceError', code: '460032', requestId: 'r-7' },
    ],
    [
      'a newer agent',
      'https://adp.tencent.com/adp/v2/chat',
      { body: { Type: 'error', Error: { Code: 460501, Message: 'x', RequestId: 'r-8', TraceId: 't-8' } } },
      { name: 'ContentRefusedError', kind: 'content-refused', code: '460501', requestId: 'r-8', traceId: 't-8' },
    ],
    [
      'the id in a header',
      chatAt(hosts.tokenhub),
      {
        status: 500,
        body: { error: { message: 'x', code: '500001' } },
        headers: { 'x-request-id': 'r-9' },
      },
      { name: 'InternalServerError', code: '500001', requestId: 'r-9' },
    ],
  ])('%s', async (_what, url, reply, expected) => {
    expect(await failureOf(url, reply)).toMatchObject(expected)
  })

  test('has a meaning and a remedy in both languages', async () => {
    const error = await failureOf(chatAt(hosts.lkeap), {
      status: 400,
      body: { error: { message: 'x', code: '20059' } },
    })
    expect(error.meaning?.en).toMatch(/context/)
    expect(error.remedy?.zh).toMatch(/减少/)
    expect(await lookup('451001', { service: 'tokenhub' })).toMatchObject({ class: 'ContentRefusedError' })
  })

  test.each([200, 400, 403, 429, 500])('a listed code outranks status %i', async (status) => {
    const error = await failureOf(chatAt(hosts.lkeap), { status, body: { error: { message: 'x', code: '20034' } } })
    expect(error).toMatchObject({ name: 'ThrottlingError', retry: 'throttle', limitKind: 'in-flight' })
  })

  test.each([
    [400, 'InvalidParameterError'],
    [401, 'AuthenticationError'],
    [402, 'BillingError'],
    [429, 'ThrottlingError'],
    [451, 'ContentRefusedError'],
    [502, 'InternalServerError'],
    [200, 'TencentCloudError'],
  ])('of a code that nobody lists, status %i decides: %s', async (status, name) => {
    const body = { error: { message: 'x', code: 'brand_new' } }
    expect(await failureOf(chatAt(hosts.lkeap), { status, body })).toMatchObject({ name, code: 'brand_new' })
  })

  test.each([
    [451, 'ContentRefusedError'],
    [400, 'InvalidParameterError'],
  ])('a type that stands for any fault gives way to status %i, and is not asked for again', async (status, name) => {
    const body = { type: 'error', error: { type: 'api_error', message: 'x', reqid: 'r-10' } }
    const { ask, sent } = fetchWith([{ status, body }, { body: answer }])
    await expect(
      ask(`https://${hosts.lkeap}/anthropic/v1/messages`, { method: 'POST', body: '{}' }),
    ).rejects.toMatchObject({
      name,
      retry: 'never',
    })
    expect(sent).toHaveLength(1)
  })
})

describe('stays a success', () => {
  test.each([
    ['error: null', { ...answer, error: null }],
    ['choices beside the error', { ...answer, error: { message: 'partly', code: '20057' } }],
    [
      'a stored answer that failed',
      { id: 'resp_1', object: 'response', status: 'failed', error: { code: 'x', message: 'y' } },
    ],
  ])('%s', async (_what, body) => {
    const { ask, sent } = fetchWith([{ body }])
    expect(await (await ask(chatAt(hosts.tokenhub))).json()).toEqual(body)
    expect(sent).toHaveLength(1)
  })
})

describe('left alone', () => {
  test.each([
    'https://api.openai.com/v1/chat/completions',
    'https://me.openai.azure.com/openai/deployments/d/chat/completions',
    'https://api.sensenova.cn/v1/llm/chat-completions',
    'https://api.deepseek.com/chat/completions',
    'https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions',
    'https://openrouter.ai/api/v1/chat/completions',
    // FastChat and vLLM, by default.
    'http://127.0.0.1:8000/v1/chat/completions',
    'http://vllm.internal:8000/v1/completions',
    'https://env-1.api.tcloudbasegateway.com/v1/functions/mine',
  ])('%s', async (url) => {
    const bodies = [
      { error: { message: 'x', type: 'runtime_error', code: '429001' } },
      { error: { code: 429001, message: 'x', details: [] } },
      { object: 'error', message: 'x', type: 'BadRequestError', param: null, code: 40_303 },
      { id: 'resp_1', object: 'response', status: 'failed', error: { code: 'server_error', message: 'x' } },
    ]
    for (const status of [200, 400, 429, 500])
      for (const body of bodies) {
        const { ask, sent } = fetchWith([{ status, body }])
        const response = await ask(url)
        expect([response.status, await response.json(), sent.length]).toEqual([status, body, 1])
        const http = axios.create({
          adapter: async (config) => {
            sent.push('by axios')
            const answer = { data: JSON.stringify(body), status, statusText: '', headers: {}, config }
            if (status < 300) return answer
            throw new AxiosError('refused', AxiosError.ERR_BAD_REQUEST, config, undefined, answer)
          },
        })
        attachTencentCloud(http)
        const outcome = await http.post(url, { model: 'm' }).catch((error: unknown) => error)
        expect(outcome).not.toBeInstanceOf(AnyError)
        expect(sent).toHaveLength(2)
      }
  })

  test('a gateway counts once its product is named', async () => {
    const body = { error: { message: 'x', code: '20031' } }
    const { ask } = fetchWith([{ status: 403, body }], { hosts: ['gateway.example.com'], service: 'lkeap' })
    const error = await rejectionOf(ask('https://gateway.example.com/v1/chat/completions'))
    expect(error).toBeInstanceOf(AnyError)
    expect(error).toMatchObject({ name: 'QuotaExceededError', service: 'lkeap' })
  })
})
