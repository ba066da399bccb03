import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance, nearestCodes } from '../../src/catalog/full/nearest.ts'
import { findSubject } from '../../src/explain/find.ts'
import { createKnownCodes } from '../../src/explain/known-codes.ts'
import { answerTo } from '../cli/terminal.ts'
import { anyText } from '../support/any-text.ts'

const known = createKnownCodes(
  [
    { service: '*', code: '4400' },
    { service: 'kms', code: '4420', moduleCode: '10250' },
    { service: '*', code: 'InternalError' },
    { service: 'cbs', code: 'ResourceInUse.DiskRollbacking' },
  ],
  ['kms', 'cbs', 'cvm'],
)

/** The question that is found, if it is one about a code of Tencent Cloud. */
function read(text: string) {
  const subject = findSubject(text, known)
  return subject.kind === 'code' ? subject.question : undefined
}

const api3 = (code: string) => JSON.stringify({ Response: { Error: { Code: code, Message: 'm' }, RequestId: 'r-1' } })

describe('the code in a pasted text', () => {
  it.each<[string, string, object]>([
    ['API 3.0', api3('InternalError'), { code: 'InternalError', requestId: 'r-1', serverMessage: 'm' }],
    ['the legacy API', '{"code":4420,"message":"(10250)qps"}', { code: '4420', moduleCode: '10250' }],
    ['chat', '{"ActionStatus":"FAIL","ErrorCode":60018,"ErrorInfo":"x"}', { code: '60018', service: 'im' }],
    ['old SMS', '{"result":1014,"errmsg":"x","ext":""}', { code: '1014', service: 'sms' }],
    ['DNSPod', '{"status":{"code":"-8","message":"x"}}', { code: '-8', service: 'dnspod-legacy' }],
    ['live broadcasting', '{"ret":-9,"retcode":-9,"errmsg":"x"}', { code: '-9', service: 'lvb' }],
    ['CLS', '{"errorcode":"SpeedQuotaExceed","errormessage":"x"}', { code: 'SpeedQuotaExceed', service: 'cls' }],
    [
      'COS',
      '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>x</Message><RequestId>1</RequestId></Error>',
      { code: 'SlowDown', service: 'cos' },
    ],
    ['CloudBase', '{"code":"EXCEED_TOKEN_QUOTA_LIMIT","message":"x"}', { service: 'cloudbase' }],
  ])('is read from a body of %s', (_, body, expected) => {
    expect(read(body)).toMatchObject(expected)
    expect(read(`2026-01-01 12:00:00 [error] {ctx} call failed: ${body} after 3 tries`)).toMatchObject(expected)
    const record = JSON.stringify({ level: 'error', data: body })
    expect(read(record)).toMatchObject(expected)
    // A record inside a record.
    expect(read(JSON.stringify({ line: record }))).toMatchObject(expected)
    expect(read(`12:00 ${JSON.stringify(record)}`)).toMatchObject(expected)
  })

  it.each<[string, string, object]>([
    ['a module code and its text', '(10250)qps throttling', { code: '10250' }],
    ['a labelled number', 'request failed, code: 4420 (10250)qps throttling', { code: '4420', moduleCode: '10250' }],
    ['a labelled number that nobody listed', 'status 200, errcode=123456', { code: '123456' }],
    [
      'a listed name',
      'TencentCloudSDKException: ResourceInUse.DiskRollbacking, busy',
      { code: 'ResourceInUse.DiskRollbacking' },
    ],
    ['a listed name at the end of a sentence', 'It said InternalError.', { code: 'InternalError' }],
    ['full-width parentheses', '错误（10250）qps', { code: '10250' }],
    [
      'a URL',
      'POST https://kms.api.qcloud.com/v2/index.php?Action=ListKey → 4420',
      { code: '4420', service: 'kms', action: 'ListKey' },
    ],
    [
      'a host',
      'cvm.ap-guangzhou.tencentcloudapi.com Action: RunInstances InternalError',
      { service: 'cvm', action: 'RunInstances' },
    ],
    [
      'the path of DNSPod',
      'https://dnsapi.cn/Record.Create code=31',
      { service: 'dnspod-legacy', action: 'Record.Create' },
    ],
  ])('is found in %s', (_, text, expected) => {
    expect(read(text)).toMatchObject(expected)
  })

  it.each(['', 'nothing here', 'HTTP status code: 200', 'took 17 ms', '{}', '{"code":0,"message":""}'])(
    'is not in %j',
    (text) => expect(read(text)).toBeUndefined(),
  )

  it('comes from the envelope, not from the log record around it', () => {
    const record = JSON.stringify({ code: 'ERR_BAD', message: 'x', body: JSON.parse(api3('InternalError')) })
    expect(read(record)).toMatchObject({ code: 'InternalError' })
  })

  it('is found behind many braces that begin no JSON, and behind many records', () => {
    expect(read(`${'{x} '.repeat(30)}${api3('InternalError')}`)).toMatchObject({ requestId: 'r-1' })
    expect(read(`${'{"level":"info"}\n'.repeat(500)}${api3('InternalError')}`)).toMatchObject({ requestId: 'r-1' })
  })

  it('is found in a body that was printed over several lines and logged as a string', () => {
    const printed = JSON.stringify({ code: 4420, message: '(10250)a\n"b"' }, null, 2)
    expect(read(`body=${JSON.stringify(printed)}`)).toMatchObject({ moduleCode: '10250', serverMessage: 'a\n"b"' })
  })

  it('any text is read without an error', () => {
    fc.assert(fc.property(anyText(), (text) => void read(text)))
    fc.assert(fc.property(fc.json(), (text) => void read(`x ${text}`)))
  })
})

describe('the nearest codes', () => {
  const slow = (a: string, b: string): number =>
    a === '' || b === ''
      ? a.length + b.length
      : Math.min(slow(a.slice(1), b) + 1, slow(a, b.slice(1)) + 1, slow(a.slice(1), b.slice(1)) + Number(a[0] !== b[0]))

  it('are counted by changes, as the plain definition counts them', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 })
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 5 }), (a, b, most) => {
        const distance = slow(a, b)
        expect(editDistance(a, b, most)).toBe(distance <= most ? distance : Number.POSITIVE_INFINITY)
      }),
    )
  })

  it('come in order, and not for a text that is like none', () => {
    expect(nearestCodes('internalerorr', ['InternalErrors', 'InternalError', 'Other'], 5)).toEqual([
      'InternalError',
      'InternalErrors',
    ])
    expect(nearestCodes('x'.repeat(1_000_000), ['InternalError'], 5)).toEqual([])
  })
})

describe('a pasted text at the command', () => {
  it('is explained', async () => {
    const { exitCode, output } = await answerTo(['explain', '{"code":4420,"message":"(10250)qps throttling"}'])
    expect([exitCode, output]).toEqual([0, expect.stringContaining('4420/10250')])
  })

  it('may come through a pipe, and be pasted without quotes', async () => {
    const piped = await answerTo(['explain'], { input: `x ${api3('InternalError')}\n` })
    expect(piped).toMatchObject({ exitCode: 0, output: expect.stringContaining('InternalServerError') })
    const pasted = await answerTo(['explain', 'kms', 'said', '(10250)qps', 'throttling'])
    expect(pasted).toMatchObject({ exitCode: 0, output: expect.stringContaining('kms: Key Management') })
  })

  it.each(['cmq 4400/10230', 'cmq 4400 10230', '4400 10230', '4400/10230', '(10230)too large', '  cmq 4400 10230\n'])(
    'may be the short form %j, quoted or through a pipe',
    async (text) => {
      const quoted = await answerTo(['explain', text, '--json'])
      expect(JSON.parse(quoted.output)).toMatchObject({ service: 'cmq', code: '4400', moduleCode: '10230' })
      expect(await answerTo(['explain', '--json'], { input: text })).toEqual(quoted)
    },
  )

  it('that begins with a word that is no product is read as a text', async () => {
    expect(await answerTo(['explain'], { input: 'error 4400' })).toMatchObject({ exitCode: 0 })
  })

  it.each(['internalerror', 'INTERNALERROR', 'internalError'])(
    '%j is the code in another letter case',
    async (input) => {
      const { exitCode, output } = await answerTo(['explain', input])
      expect([exitCode, output]).toEqual([0, expect.stringMatching(/^InternalError /)])
    },
  )

  it.each(['Internal.Erorr', 'internal.error'])('%j is a code that is mistyped, through a pipe too', async (input) => {
    const piped = await answerTo(['explain'], { input })
    expect(piped).toMatchObject({ exitCode: 1, complaint: expect.stringContaining('InternalError') })
    expect(await answerTo(['explain', input])).toEqual(piped)
  })

  it('without a code ends with 1', async () => {
    expect(await answerTo(['explain', 'nothing to see'])).toMatchObject({ exitCode: 1 })
  })

  it.each([
    ['a code', '\u001b[31mInternalError\u001b[0m: no answer', { code: 'InternalError' }],
    [
      'fields',
      '\u001b[1;32minfo\u001b[39m code=\u001b[33m4420\u001b[39m service=\u001b[33mkms',
      { code: '4420', service: 'kms' },
    ],
    ['a status', '\u001b[36mHTTP/1.1 429\u001b[0m Too Many Requests\n\n', { httpStatus: 429 }],
  ])('may have colours of a terminal: %s', async (_what, input, expected) => {
    const { output } = await answerTo(['explain', '--json'], { input })
    expect(JSON.parse(output)).toMatchObject(expected)
  })

  it('cannot steer the terminal', async () => {
    const { output } = await answerTo(['explain', JSON.stringify({ code: 4420, message: '(10250)\u001b[2J\u0007x' })])
    expect(output).toContain('[2J')
    expect(output.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  })
})
