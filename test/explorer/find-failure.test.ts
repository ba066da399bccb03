import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Call, explain as explainFinding } from '../../explorer/paste/explain.ts'
import { findFailure as find, readCall } from '../../explorer/paste/find-failure.ts'
import { indexCodes } from '../../explorer/paste/known-codes.ts'
import { explain as explainAtCommand } from '../../src/explain/explain.ts'
import { loadCatalog } from './catalog.ts'

const catalog = await loadCatalog()
const known = indexCodes(catalog)
const findFailure = (text: string, status?: number) => find(text, known, status)

const findMeanings = (code: string) =>
  catalog.rows
    .filter((row) => row.code === code)
    .map(({ product, class: errorClass, retry }) => ({ service: product.service, code, class: errorClass, retry }))
const explain = (finding: ReturnType<typeof findFailure>, call: Call) => explainFinding(finding, call, findMeanings)

const api3 = '{"Response":{"Error":{"Code":"LimitExceeded.Disk","Message":"no more"},"RequestId":"r-1"}}'
const legacy = '{"code":4400,"message":"(10230)too large","codeDesc":"LimitExceeded"}'

describe('a pasted text', () => {
  it.each([
    ['a body', api3, 'LimitExceeded.Disk', undefined],
    ['a legacy body', legacy, '4400', '10230'],
    ['a whole HTTP response', `HTTP/1.1 200 OK\r\nServer: x\r\n\r\n${api3}`, 'LimitExceeded.Disk', undefined],
    ['a log line with a body in it', `12:00 WARN {x} got ${legacy} after 20 ms`, '4400', '10230'],
    ['a record whose field holds a body', JSON.stringify({ level: 'warn', res: { body: legacy } }), '4400', '10230'],
    ['a line with an escaped body', `body="${legacy.replaceAll('"', '\\"')}"`, '4400', '10230'],
    [
      'an exception of the Python SDK',
      '[TencentCloudSDKException] code:AuthFailure.SignatureExpire message:expired requestId:8b8d499f-1',
      'AuthFailure.SignatureExpire',
      undefined,
    ],
    [
      'an exception of the Go SDK',
      '[TencentCloudSDKError] Code=ResourceNotFound.Vpc, Message=no such vpc, RequestId=8b8d499f-1',
      'ResourceNotFound.Vpc',
      undefined,
    ],
    [
      'an exception of the Java SDK',
      '[TencentCloudSDKException]message: (10250)qps, requestId: 8b8d499f-1, errorCode: 4420',
      '4420',
      '10250',
    ],
    ['a code in brackets', 'Error: [FailedOperation.Busy] try again', 'FailedOperation.Busy', undefined],
  ])('is read: %s', (_, text, code, moduleCode) => {
    const finding = findFailure(text)
    expect(finding).toMatchObject({ kind: 'code', question: { code } })
    expect(finding.kind === 'code' && finding.question.moduleCode).toBe(moduleCode)
  })

  it.each([
    ['a gateway page', 'HTTP/1.1 502 Bad Gateway\n\n<html></html>', 'in-doubt'],
    ['a refused connection', 'connect ECONNREFUSED 10.0.0.1:443', 'not-sent'],
    ['a reset connection', 'Error: read ECONNRESET', 'in-doubt'],
  ])('that is a failure of the transport is told: %s', (_, text, delivery) => {
    expect(findFailure(text)).toMatchObject({ kind: 'transport', fault: { delivery } })
  })

  it('without a failure is a success, or nothing', () => {
    expect(findFailure('{"Response":{"RequestId":"r-1"}}')).toEqual({ kind: 'success' })
    expect(findFailure('{"code":0,"message":""}')).toEqual({ kind: 'success' })
    expect(findFailure('hello')).toEqual({ kind: 'nothing' })
    expect(findFailure('')).toEqual({ kind: 'nothing' })
  })

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(findFailure(text)).toHaveProperty('kind')
      }),
    )
  })
})

describe('the call of a log line', () => {
  it('is read off its host and its action', () => {
    const readOff = (text: string) => readCall(findFailure(`${text} InternalError`))
    expect(readOff('POST https://cvm.tencentcloudapi.com/ X-TC-Action: RunInstances')).toMatchObject({
      service: 'cvm',
      action: 'RunInstances',
    })
    expect(readOff('https://kms.api.qcloud.com/v2/index.php?Action=ListKey&Nonce=1')).toMatchObject({
      service: 'kms',
      action: 'ListKey',
    })
    expect(readCall(findFailure('nothing'))).toEqual({})
  })
})

describe('a text that is pasted here', () => {
  const files = ['explain-cases.json', 'pasted-texts.json']
  const texts: readonly { readonly id: string; readonly text: string }[] = files.flatMap((name) =>
    JSON.parse(readFileSync(new URL(`../explain/${name}`, import.meta.url), 'utf8')),
  )

  it.each(texts.map((one) => [one.id, one.text]))('gets the answer of the command: %s', async (_, text) => {
    const atCommand = await explainAtCommand(text)
    const finding = findFailure(text)
    const { service = '', action = '' } = readCall(finding)
    const here = await explain(finding, { service, action, clientToken: false, status: undefined })
    if (!atCommand) expect(['success', 'nothing']).toContain(finding.kind)
    else if (atCommand.subject === 'term') expect(finding).toMatchObject({ kind: 'term', term: atCommand.code })
    else if (atCommand.subject === 'transport') {
      expect(finding).toMatchObject({ kind: 'transport', code: atCommand.code })
      expect(here).toMatchObject({ class: atCommand.class, failure: { retry: atCommand.retry } })
    } else if (atCommand.subject === 'unknown') {
      expect(finding).toMatchObject({ kind: 'code', question: { code: atCommand.code } })
      expect(here?.class).toBe('TencentCloudError')
    } else {
      const { class: errorClass, retry, products, agreed, code, requestId } = atCommand
      expect(finding).toMatchObject({ kind: 'code', question: { code } })
      expect(finding.kind === 'code' && finding.question.requestId).toBe(requestId)
      expect([here?.class, here?.failure.retry]).toEqual([errorClass, retry])
      expect([here?.inProducts?.products, here?.inProducts?.agreed]).toEqual([products, agreed])
    }
  })
})

describe('what is explained', () => {
  const call = { service: '', action: '', clientToken: false, status: undefined }

  it('depends on the product', async () => {
    const finding = findFailure(legacy)
    expect(await explain(finding, { ...call, service: 'cmq', action: 'SendMessage' })).toMatchObject({
      class: 'InvalidParameterError',
      repeat: 'duplicate',
      failure: { retry: 'never' },
    })
    expect(await explain(finding, { ...call, service: 'kms' })).toMatchObject({ class: 'ThrottlingError' })
  })

  it('is what all lists say if the product is not known, as the middleware has it', async () => {
    expect(await explain(findFailure(legacy), call)).toMatchObject({
      class: 'InvalidParameterError',
      failure: { retry: 'never' },
      repeat: 'overwrite',
      listed: { products: ['cmq'], agreed: false, remedy: { en: expect.stringContaining('`service`') } },
    })
    expect(await explain(findFailure('{"code":4420,"message":"(10250)qps throttling"}'), call)).toMatchObject({
      class: 'ThrottlingError',
      failure: { retry: 'throttle', documented: true },
      listed: { products: ['cmq', 'kms'], agreed: true },
    })
    expect(await explain(findFailure('{"code":60018,"message":"busy"}'), call)).toMatchObject({
      class: 'TencentCloudError',
    })
  })

  it('counts an unknown code under HTTP 429 as a throttle', async () => {
    const finding = findFailure('{"code":"Whatever","message":"slow down"}')
    expect(await explain(finding, { ...call, status: 429 })).toMatchObject({
      class: 'ThrottlingError',
      failure: { retry: 'throttle', maxAttempts: 5 },
    })
  })

  it('does not tell what the name says where the status decides', async () => {
    const finding = findFailure('{"code":"InternalError.ResourceNotFound","message":"slow down"}')
    const byName = await explain(finding, call)
    expect(byName).toMatchObject({
      class: 'ResourceNotFoundError',
      listed: { meaning: { en: expect.stringContaining('exist') } },
    })
    const byStatus = await explain(finding, { ...call, status: 429 })
    expect(byStatus).toMatchObject({ class: 'ThrottlingError', failure: { retry: 'throttle' }, byStatus: 429 })
    expect(byStatus?.listed?.meaning?.en).toBe('HTTP 429 decided: nothing documents the code itself.')
    expect(byStatus?.listed?.remedy).toBeUndefined()
  })

  it('trusts a ClientToken where the product honours it', async () => {
    const finding = findFailure('{"Response":{"Error":{"Code":"InternalError","Message":""},"RequestId":"r"}}')
    const run = { ...call, service: 'cvm', action: 'RunInstances' }
    expect(await explain(finding, run)).toMatchObject({ repeat: 'duplicate' })
    expect(await explain(finding, { ...run, clientToken: true })).toMatchObject({ repeat: 'idempotent' })
  })

  it('survives a lone surrogate', async () => {
    const finding = findFailure('{"code":4400,"message":"(10230)\ud83d no"}')
    expect(finding).toMatchObject({ kind: 'code', question: { code: '4400', serverMessage: '\ufffd no' } })
    expect(await explain(finding, call)).toBeDefined()
    expect(findFailure('\ud83d')).toEqual({ kind: 'nothing' })
  })

  it('is nothing without a failure', async () => {
    expect(await explain({ kind: 'success' }, call)).toBeUndefined()
  })
})
