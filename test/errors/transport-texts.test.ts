import type { TencentCloudFailure, TencentCloudOptions, Text } from 'axios-tencentcloud'
import { type Fault, faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { httpFault, transportFault } from '../../src/engine/recovery/transport-fault.ts'
import { describeFault } from '../../src/engine/recovery/transport-texts.ts'
import { repeats } from '../../src/retry/what-if.ts'
import { closedPort, rejectionOf, startCloud } from '../support/cloud.ts'
import { path } from '../support/kms.ts'

async function errorOf(
  Action: string,
  fault: Fault,
  options: TencentCloudOptions = { retry: false },
): Promise<TencentCloudFailure> {
  const { fake, client } = await startCloud()
  fake.fail(Action, ...Array(9).fill(fault))
  return (await rejectionOf(client(options).get(path, { params: { Action } }))) as TencentCloudFailure
}

const lost = faults.reset('before')

describe('the remedy of a failure without an envelope', () => {
  test.each<[Action: string, en: RegExp, zh: RegExp]>([
    ['ListKey', /^A repeat is safe\. /, /^重发是安全的。/],
    [
      'UpdateAlias',
      /^It may have run: look at the resource before you send it again/,
      /^请求可能已经执行：重发前请先查看资源的状态/,
    ],
    ['CreateKey', /^It may have run: look before you send it again/, /^请求可能已经执行：重发前请先确认/],
  ])('of %s, which may have run, says what a repeat would do', async (Action, en, zh) => {
    const error = await errorOf(Action, lost)
    expect(error).toMatchObject({ kind: 'transport', mayHaveRun: true })
    expect(error.remedy?.en).toMatch(en)
    expect(error.remedy?.zh).toMatch(zh)
  })

  test('says that a call that was never sent did not run', async () => {
    const baseURL = await closedPort()
    const { client } = await startCloud()
    const http = client({ retry: false }, { baseURL })
    const error = (await rejectionOf(http.get(path, { params: { Action: 'CreateKey' } }))) as TencentCloudFailure
    expect(error).toMatchObject({ name: 'NetworkError', mayHaveRun: false })
    expect(error.meaning?.en).toContain('was not sent')
    expect(error.remedy?.en).toMatch(/^It did not run/)
  })

  test('counts an earlier attempt that may have run', () => {
    expect(describeFault('not-connected', true, 'duplicate').remedy.en).toMatch(/^It may have run/)
  })

  test('is the careful one where it is not known what a repeat does', () => {
    expect(describeFault('lost', true)).toEqual(describeFault('lost', true, 'duplicate'))
  })

  test.each<[status: number, en: RegExp]>([
    [429, /too many/],
    [503, /not available/],
    [502, /gateway or proxy/],
    [403, /gateway or proxy/],
  ])('and its meaning come with the page of an HTTP error %i too', async (status, en) => {
    const error = await errorOf('ListKey', faults.body('<html>', { status }))
    expect(error).toMatchObject({ name: 'HttpError', httpStatus: status })
    expect(error.meaning?.en).toMatch(en)
    expect(error.remedy?.zh).toBeTruthy()
  })

  test('is there for a call that its deadline cut', async () => {
    const error = await errorOf('CreateKey', faults.hang(), { deadlineMs: 50 })
    expect(error).toMatchObject({ name: 'TimeoutError', reason: 'deadline' })
    expect(error.meaning).toEqual({ en: 'The deadline of the call passed.', zh: '已超过本次调用的截止时间。' })
    expect(error.remedy?.en).toMatch(/deadlineMs/)
  })
})

describe('a connection that was not made', () => {
  test.each([
    [{ code: 'EADDRNOTAVAIL', syscall: 'connect' }, 'not-connected', 'not-sent'],
    [{ code: 'EACCES', syscall: 'connect' }, 'not-connected', 'not-sent'],
    [{ code: 'ETIMEDOUT', syscall: 'connect' }, 'connect-timeout', 'not-sent'],
    [{ code: 'CERT_NOT_YET_VALID' }, 'distrusted', 'not-sent'],
    [{ code: 'EPROTO', syscall: 'write' }, 'no-tls', 'in-doubt'],
    [{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'no-tls', 'in-doubt'],
  ])('%o is %s, and %s', (cause, kind, delivery) => {
    expect(transportFault(Object.assign(new Error('fetch failed'), { cause }), false)).toMatchObject({ kind, delivery })
  })

  test('is not taken for an answer that cannot be read: https to a port that speaks http', async () => {
    const { client, url } = await startCloud()
    const http = client({ retry: false }, { baseURL: url.replace('http:', 'https:') })
    const error = await rejectionOf(http.get(path, { params: { Action: 'ListKey' } }))
    expect(error).toMatchObject({ name: 'NetworkError', meaning: { en: expect.stringContaining('TLS') } })
  })
})

/** Every kind of fault that occurs, by what brings it about. */
const kinds = [
  ...[
    'ECONNREFUSED',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'EPROTO',
    'ECONNRESET',
    'UND_ERR_BODY_TIMEOUT',
  ].map((code) => transportFault({ code }, false)?.kind),
  ...['ERR_BAD_REQUEST', 'ERR_BAD_RESPONSE'].map((code) => transportFault({ code, isAxiosError: true }, false)?.kind),
  ...[429, 503, 502, 404].map((status) => httpFault(status, undefined).kind),
  'deadline',
  'stream-broken',
] as const

describe.each(kinds.filter((kind) => kind !== undefined))('the texts of %s', (kind) => {
  const texts: readonly Text[] = [true, false].flatMap((mayHaveRun) =>
    repeats
      .map((repeat) => describeFault(kind, mayHaveRun, repeat))
      .flatMap(({ meaning, remedy }) => [meaning, remedy]),
  )

  test('are whole sentences in both languages, none of which has a part of the other', () => {
    for (const { en, zh } of texts) {
      expect(en).toMatch(/^[A-Z`][ -~]+\.$/)
      expect(zh).toMatch(/^[^ ].*[\u4e00-\u9fff].*。$/)
      expect(zh).not.toMatch(/[,;:?!] |。 /)
    }
  })
})
