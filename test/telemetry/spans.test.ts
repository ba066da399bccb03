import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_HTTP_REQUEST_RESEND_COUNT,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
  ATTR_URL_SCHEME,
} from '@opentelemetry/semantic-conventions'
import axios, { type AxiosAdapter } from 'axios'
import { attachTencentCloud } from 'axios-tencentcloud'
import { createTelemetry } from 'axios-tencentcloud/otel'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { closedPort, rejectionOf, startCloud } from '../support/cloud.ts'
import { deferred } from '../support/deferred.ts'
import { list, path, throttled } from '../support/kms.ts'
import { followContext, inContext, millis, registerGlobally, startOpenTelemetry } from './opentelemetry.ts'

async function start() {
  const cloud = await startCloud()
  const sdk = startOpenTelemetry()
  const telemetry = createTelemetry(sdk)
  return { ...cloud, ...sdk, telemetry }
}

describe('a call that is repeated after a throttle', () => {
  test('is a span with one child for each attempt, according to OpenTelemetry’s conventions', async () => {
    const { client, fake, spans, telemetry, clock, url } = await start()
    fake.fail('ListKey', throttled)
    const startedAt = clock.time
    await client({ onEvent: telemetry.onEvent, pacing: false }).get(`${path}?Region=ap-guangzhou`, list)
    const [first, second, call] = spans()
    expect(spans()).toHaveLength(3)
    const described = {
      'tencentcloud.service': 'kms',
      'tencentcloud.action': 'ListKey',
      'tencentcloud.region': 'ap-guangzhou',
    }
    const http = {
      ...described,
      [ATTR_HTTP_REQUEST_METHOD]: 'GET',
      [ATTR_SERVER_ADDRESS]: '127.0.0.1',
      [ATTR_SERVER_PORT]: Number(new URL(url).port),
      [ATTR_URL_FULL]: `${url}/kms${path}`,
      [ATTR_URL_SCHEME]: 'http',
      [ATTR_HTTP_RESPONSE_STATUS_CODE]: 200,
    }
    expect(first).toMatchObject({ name: 'GET', kind: SpanKind.CLIENT })
    expect(first?.attributes).toEqual({
      ...http,
      [ATTR_ERROR_TYPE]: '4420',
      'tencentcloud.attempt': 1,
      'tencentcloud.request_id': 'r-1',
      'tencentcloud.error.code': '4420',
      'tencentcloud.error.module_code': '10250',
      'tencentcloud.decision': 'retry',
      'tencentcloud.reason': 'throttled',
      'tencentcloud.delay_ms': clock.waits[0],
    })
    expect(first?.status).toEqual({ code: SpanStatusCode.ERROR, message: '4420' })
    expect(second?.attributes).toEqual({
      ...http,
      [ATTR_HTTP_REQUEST_RESEND_COUNT]: 1,
      'tencentcloud.attempt': 2,
      'tencentcloud.decision': 'return',
      'tencentcloud.reason': 'success',
    })
    expect(second?.status).toEqual({ code: SpanStatusCode.UNSET })
    expect(call).toMatchObject({ name: 'kms ListKey', kind: SpanKind.INTERNAL, status: { code: SpanStatusCode.UNSET } })
    expect(call?.attributes).toEqual({ ...described, 'tencentcloud.attempts': 2 })
    for (const attempt of [first, second]) {
      expect(attempt?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId)
    }
    // Times are those of the attachment's clock, by which only the wait takes time.
    const wait = clock.waits[0] ?? 0
    expect(call && [millis(call.startTime), millis(call.endTime)]).toEqual([startedAt, startedAt + wait])
    expect(second && millis(second.startTime)).toBe(startedAt + wait)
    expect(call?.events).toMatchObject([
      {
        name: 'tencentcloud.wait',
        attributes: { 'tencentcloud.attempt': 2, 'tencentcloud.wait.reason': 'backoff', 'tencentcloud.delay_ms': wait },
      },
    ])
  })

  test('and paced, has the wait for its turn as an event', async () => {
    const { client, fake, spans, telemetry } = await start()
    fake.fail('ListKey', throttled)
    await client({ onEvent: telemetry.onEvent }).get(path, list)
    expect(spans().at(-1)?.events).toMatchObject([
      { name: 'tencentcloud.wait', attributes: { 'tencentcloud.attempt': 2, 'tencentcloud.wait.reason': 'pacing' } },
    ])
  })
})

describe('a call that fails', () => {
  test('has the status and type of its last attempt', async () => {
    const { client, fake, spans, telemetry } = await start()
    fake.fail('CreateKey', faults.api3('InternalError.Db', 'no', { requestId: 'r-2' }))
    await rejectionOf(client({ onEvent: telemetry.onEvent }).get(path, { params: { Action: 'CreateKey' } }))
    const [attempt, call] = spans()
    const failure = {
      [ATTR_ERROR_TYPE]: 'InternalError.Db',
      'tencentcloud.error.code': 'InternalError.Db',
      'tencentcloud.request_id': 'r-2',
      'tencentcloud.decision': 'give-up',
      'tencentcloud.reason': 'could-duplicate',
    }
    expect(attempt?.attributes).toMatchObject(failure)
    expect(call?.attributes).toMatchObject({ ...failure, 'tencentcloud.attempts': 1 })
    expect(call?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'InternalError.Db' })
  })

  test('with an HTTP status has that as its type, and no description', async () => {
    const { client, fake, spans, telemetry } = await start()
    fake.fail('CreateKey', faults.html(502))
    await rejectionOf(client({ onEvent: telemetry.onEvent }).get(path, { params: { Action: 'CreateKey' } }))
    for (const { attributes, status } of spans()) {
      expect(attributes).toMatchObject({ [ATTR_ERROR_TYPE]: '502', 'tencentcloud.error.code': 'ERR_BAD_RESPONSE' })
      expect(status).toEqual({ code: SpanStatusCode.ERROR })
    }
    expect(spans()[0]?.attributes[ATTR_HTTP_RESPONSE_STATUS_CODE]).toBe(502)
  })

  test('before it is sent has no attempts', async () => {
    const { client, spans, telemetry } = await start()
    const sign = () => {
      throw new RangeError('no key')
    }
    await rejectionOf(client({ onEvent: telemetry.onEvent, sign }).get(path, list))
    expect(spans()).toHaveLength(1)
    expect(spans()[0]).toMatchObject({
      attributes: { [ATTR_ERROR_TYPE]: 'RangeError', 'tencentcloud.attempts': 0 },
      status: { code: SpanStatusCode.ERROR, message: 'RangeError' },
    })
  })

  test('because its turn cannot come has that as its reason', async () => {
    const { client, spans, telemetry } = await start()
    const http = client({ onEvent: telemetry.onEvent, pacing: { limit: { qps: 0.001 } } })
    await http.get(path, list)
    await rejectionOf(http.get(path, list))
    expect(spans().at(-1)?.attributes).toMatchObject({
      [ATTR_ERROR_TYPE]: 'ERR_PACING_DEADLINE',
      'tencentcloud.error.code': 'ERR_PACING_DEADLINE',
      'tencentcloud.reason': 'deadline',
      'tencentcloud.attempts': 0,
    })
  })

  test('on another host ends its attempt too', async () => {
    const { spans, telemetry } = await start()
    const http = axios.create({ proxy: false })
    attachTencentCloud(http, { onEvent: telemetry.onEvent })
    await rejectionOf(http.get(await closedPort()))
    expect(spans().map(({ name }) => name)).toEqual(['GET', 'tencentcloud'])
    for (const { attributes } of spans()) expect(attributes[ATTR_ERROR_TYPE]).toBe('ECONNREFUSED')
  })

  test('because it was cancelled ends its attempt too', async () => {
    const { client, fake, spans, telemetry } = await start()
    fake.fail('ListKey', faults.hang())
    const controller = new AbortController()
    const http = client({ onEvent: telemetry.onEvent })
    const failed = rejectionOf(http.get(path, { ...list, signal: controller.signal }))
    await expect.poll(() => fake.requests).toHaveLength(1)
    controller.abort()
    await failed
    expect(spans()).toHaveLength(2)
    for (const { attributes, status } of spans()) {
      expect(attributes[ATTR_ERROR_TYPE]).toBe('cancelled')
      expect(status).toEqual({ code: SpanStatusCode.ERROR, message: 'cancelled' })
    }
    expect(spans()[1]?.attributes['tencentcloud.attempts']).toBe(1)
  })
})

describe('the spans of a call', () => {
  test('are below the span that was active when the call began, whatever is active later', async () => {
    const { client, fake, spans, telemetry, tracerProvider } = await start()
    followContext()
    fake.fail('ListKey', throttled)
    const tracer = tracerProvider.getTracer('application')
    const http = client({ onEvent: telemetry.onEvent })
    const [a, b] = ['a', 'b'].map((name) => tracer.startSpan(name))
    if (!a || !b) throw new Error('no span')
    const call = (parent: typeof a) => inContext(trace.setSpan(ROOT_CONTEXT, parent), () => http.get(path, list))
    await Promise.all([call(a), call(b), ...Array.from({ length: 30 }, () => call(b))])
    const calls = spans().filter(({ name }) => name === 'kms ListKey')
    const under = (parent: typeof a) =>
      calls.filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent.spanContext().spanId)
    expect([under(a).length, under(b).length]).toEqual([1, 31])
    const ids = new Set(calls.map((span) => span.spanContext().spanId))
    for (const { name, parentSpanContext } of spans()) {
      if (name === 'GET') expect(ids).toContain(parentSpanContext?.spanId)
    }
  })

  test('are made for several attachments by one telemetry, and go to the global providers by default', async () => {
    const { client } = await startCloud()
    const { onEvent } = createTelemetry()
    const sdk = startOpenTelemetry()
    registerGlobally(sdk)
    await Promise.all([client({ onEvent }).get(path, list), client({ onEvent, service: 'cvm' }).get(path, list)])
    const calls = sdk.spans().filter(({ kind }) => kind === SpanKind.INTERNAL)
    expect(calls.map(({ name }) => name).sort()).toEqual(['cvm ListKey', 'kms ListKey'])
    expect(await sdk.series('tencentcloud.client.attempts')).toHaveLength(2)
  })

  test('do not exist without a listener', async () => {
    const { client, spans } = await start()
    await client().get(path, list)
    expect(spans()).toEqual([])
  })

  test('are made for all attachments while it is subscribed, and once for an attachment that also has its `onEvent`', async () => {
    const { client, spans, telemetry } = await start()
    const [unsubscribe, again] = [telemetry.subscribe(), telemetry.subscribe()]
    onTestFinished(unsubscribe)
    onTestFinished(again)
    await client().get(path, list)
    await client({ onEvent: telemetry.onEvent }).get(path, list)
    expect(spans()).toHaveLength(4)
    unsubscribe()
    await client().get(path, list)
    expect(spans()).toHaveLength(6)
    again()
    again()
    await client().get(path, list)
    expect(spans()).toHaveLength(6)
  })

  test('do not exist for a call that began before the subscription', async () => {
    const { client, spans, telemetry } = await start()
    const answer = deferred()
    const adapter: AxiosAdapter = async (config) => {
      await answer.promise
      return { status: 200, statusText: 'OK', headers: {}, config, data: '{"code":0}' }
    }
    const onEvent = vi.fn()
    const running = client({ onEvent }, { adapter }).get(path, list)
    await expect.poll(() => onEvent).toHaveBeenCalledTimes(2)
    onTestFinished(telemetry.subscribe())
    answer.resolve()
    await running
    expect(onEvent).toHaveBeenCalledTimes(3)
    expect(spans()).toEqual([])
  })

  test('have the method of the request only if HTTP defines it', async () => {
    const { client, spans, telemetry } = await start()
    await client({ onEvent: telemetry.onEvent }).request({ ...list, url: path, method: 'post' })
    await client({ onEvent: telemetry.onEvent })
      .request({ ...list, url: path, method: 'FROBNICATE' })
      .catch(() => {})
    const attempts = spans().filter(({ kind }) => kind === SpanKind.CLIENT)
    const methods = [ATTR_HTTP_REQUEST_METHOD, ATTR_HTTP_REQUEST_METHOD_ORIGINAL]
    expect(attempts.map(({ name, attributes }) => [name, ...methods.map((key) => attributes[key])])).toEqual([
      ['POST', 'POST', undefined],
      ['HTTP', '_OTHER', 'FROBNICATE'],
    ])
  })
})
