import { inspect, stripVTControlCharacters } from 'node:util'
import { type TencentCloudError, type TencentCloudOptions, ThrottlingError } from 'axios-tencentcloud'
import { type Fault, faults } from 'axios-tencentcloud/testing'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { create, list, path } from '../support/kms.ts'

const throttle = faults.legacy(4420, '(10250)qps throttling', { requestId: '7e2f8a51-0c2b-4b7e-9f0e-1d2c3b4a5f60' })

/** The error of a call whose attempts all meet the fault. */
async function errorOf(
  fault: Fault,
  attempts: number,
  { request = list, ...more }: TencentCloudOptions & { request?: object } = {},
): Promise<TencentCloudError> {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', ...Array(attempts).fill(fault))
  fake.fail('CreateKey', ...Array(attempts).fill(fault))
  const decide = ({ attempt }: { attempt: number }) =>
    attempt === attempts ? ({ decision: 'give-up' } as const) : ({ decision: 'retry', delayMs: 1 } as const)
  const http = client({ errorLanguage: 'en', pacing: false, ...more, retry: { decide } })
  // A function of the application, which the printed stack has to name.
  async function listKeys() {
    await http.get(path, request)
  }
  return (await rejectionOf(listKeys())) as TencentCloudError
}

const linesOf = (text: string): string[] => text.split('\n')

describe('console.log', () => {
  test.each([
    [4, 40],
    [10, 50],
    [60, 50],
  ])('of a call of %i attempts is at most %i lines', async (attempts, most) => {
    expect(linesOf(inspect(await errorOf(throttle, attempts))).length).toBeLessThanOrEqual(most)
  })

  test('shows the message, a line an attempt, what to do, and where the call was made', async () => {
    const error = await errorOf(throttle, 4)
    const lines = linesOf(inspect(error))
    expect(lines[0]).toBe(`ThrottlingError: ${error.message}`)
    expect(lines.filter((line) => line.includes('4420/10250, HTTP 200'))).toHaveLength(4)
    expect(lines.find((line) => line.includes('#1'))).toMatch(/: retry, throttled, wait 1 ms$/)
    expect(lines.find((line) => line.includes('#4'))).toMatch(/: give-up, overruled$/)
    expect(lines.join('\n')).toContain(`remedy: ${error.remedy?.en}`)
    expect(lines.join('\n')).not.toContain(error.remedy?.zh)
    const frames = lines.filter((line) => line.startsWith('    at '))
    expect(frames[0]).toMatch(/listKeys \(.*printing\.test\.ts/)
    expect(frames.join('\n')).not.toMatch(/node_modules|node:|[\\/]src[\\/]/)
  })

  test('counts the attempts in the middle of a long list', async () => {
    const text = inspect(await errorOf(throttle, 60))
    expect(text).toContain('… 48 more')
    expect(text).toContain('#60')
  })

  test('shows the causes, and the page that came instead of an answer', async () => {
    const causes = inspect(await errorOf(faults.reset('before'), 2)).match(/cause: .*/g)
    expect(causes).toEqual([expect.stringMatching(/Error: .*ECONNRESET/)])
    const page = inspect(await errorOf(faults.body('<html>\n\n<h1>bad\ngateway', { status: 502 }), 2))
    expect(page).toContain('body: <html> <h1>bad gateway')
  })

  test('shows where in the application a provider of credentials failed', async () => {
    const { client } = await startCloud()
    async function readVault(): Promise<never> {
      throw new Error('vault sealed')
    }
    const error = await rejectionOf(client({ credentials: readVault }).get(path, list))
    expect(inspect(error)).toMatch(/cause: Error: vault sealed\n {6}at .*readVault/)
  })

  test('is indented inside of another object, and short beyond the depth', async () => {
    const error = await errorOf(throttle, 2)
    expect(inspect({ error })).toMatch(/\n {4}kind throttling/)
    expect(inspect({ a: { b: { c: { error } } } })).toContain('[Object]')
    expect(inspect({ a: { b: { error } } }, { depth: 1 })).not.toContain('#1')
    expect(inspect({ error }, { depth: 0 })).toContain('[ThrottlingError]')
  })

  test('is coloured where colours are wanted, with the same text', async () => {
    const error = await errorOf(throttle, 2)
    const coloured = inspect(error, { colors: true })
    expect(coloured).not.toBe(inspect(error))
    expect(stripVTControlCharacters(coloured)).toBe(inspect(error))
  })

  test('shows all fields and frames with showHidden', async () => {
    const error = await errorOf(throttle, 2)
    const text = inspect(error, { showHidden: true })
    expect(text).toContain(error.remedy?.zh)
    expect(text).toMatch(/at createError/)
    expect(text).not.toMatch(/\bconfig\b/)
  })

  test('shows nothing of config, request and response, not even with getters', async () => {
    const error = await errorOf(throttle, 2, { request: { ...list, headers: { Authorization: 'v3ry-s3cret' } } })
    expect(inspect(error, { getters: true, showHidden: true, depth: 9 })).not.toMatch(/v3ry-s3cret|Action/)
  })

  test('of an error that was made by hand is that of any error', () => {
    const details = { code: '4420', serverMessage: 'no', retry: 'throttle', mayHaveRun: false, attempts: [] } as const
    expect(inspect(new ThrottlingError(details))).toMatch(/^ThrottlingError: 4420: no\n {4}at /)
  })
})

describe('JSON.stringify', () => {
  test('of a throttled call of four attempts is at most 1,000 bytes, in one language', async () => {
    const error = await errorOf(throttle, 4, { request: create })
    const text = JSON.stringify(error)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000)
    expect(JSON.parse(text)).toEqual({
      name: 'ThrottlingError',
      message: error.message,
      code: '4420',
      kind: 'throttling',
      retry: 'throttle',
      reason: 'overruled',
      mayHaveRun: false,
      service: 'kms',
      action: 'CreateKey',
      httpStatus: 200,
      requestId: error.requestId,
      timeSpent: error.timeSpent,
      attempts: 4,
      remedy: error.remedy?.en,
    })
  })

  test('has the message of the cause', async () => {
    const error = await errorOf(faults.reset('before'), 2)
    expect(error.toJSON()).toMatchObject({ cause: (error.cause as Error).message })
  })

  test.each(['', 'full', '0'])('gets the short form, also where the error is the value of %j', async (key) => {
    const error = await errorOf(throttle, 2)
    expect(JSON.parse(JSON.stringify({ [key]: error }))[key].attempts).toBe(2)
    expect(error.toJSON(key)).toEqual(error.toJSON())
  })
})

test('toJSON({ full: true }) has every attempt, both languages and the stack', async () => {
  const error = await errorOf(faults.reset('before'), 2)
  expect(error.toJSON({ full: true })).toMatchObject({
    name: 'NetworkError',
    message: error.message,
    attempts: error.attempts,
    remedy: error.remedy,
    meaning: error.meaning,
    cause: (error.cause as Error).message,
    stack: error.stack,
  })
})

describe('the language of what is printed', () => {
  test('is the one of the option', async () => {
    const error = await errorOf(throttle, 2, { errorLanguage: 'zh' })
    expect(error.language).toBe('zh')
    expect(error.toJSON()).toMatchObject({ remedy: error.remedy?.zh })
    expect(inspect(error)).toContain(`处理: ${error.remedy?.zh}`)
  })

  test.each([
    ['zh-CN', 'zh'],
    ['zh', 'zh'],
    ['zh-Hant-TW', 'zh'],
    ['en-US', 'en'],
    ['de', 'en'],
  ])('is by default that of the locale: for %s it is %s', async (locale, expected) => {
    const resolved = vi
      .spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions')
      .mockReturnValue({ ...new Intl.DateTimeFormat().resolvedOptions(), locale })
    onTestFinished(() => resolved.mockRestore())
    const { fake, client } = await startCloud()
    fake.fail('ListKey', throttle)
    expect(await rejectionOf(client({ retry: false }).get(path, list))).toMatchObject({ language: expected })
  })

  test('is checked when the option is given', async () => {
    const { client } = await startCloud()
    expect(() => client({ errorLanguage: 'fr' as 'en' })).toThrow(/`errorLanguage`/)
  })
})
