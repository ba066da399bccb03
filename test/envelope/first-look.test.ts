import { describe, expect, test, vi } from 'vitest'
import { readText } from '../../src/envelope/index.ts'

/** The first look, with its readers not loaded yet, or not to be loaded. */
async function unloaded({ offline = false } = {}) {
  vi.resetModules()
  if (offline)
    vi.doMock('../../src/envelope/dialects.ts', () => {
      throw new TypeError('Failed to fetch dynamically imported module')
    })
  else vi.doUnmock('../../src/envelope/dialects.ts')
  return import('../../src/envelope/first-look.ts')
}

const failures = [
  '{"Response":{"Error":{"Code":"InternalError","Message":"m"},"RequestId":"r"}}',
  '{"code":4420,"message":"(10250)qps throttling"}',
  '{"code":" 6000 ","message":"m"}',
  '{"code":"EXCEED_A","message":"m"}',
  '{"Error":{"Code":"A","RequestId":"r"}}',
  '{"ErrorCode":9,"ActionStatus":"FAIL"}',
  '{"ErrorCode":0,"ActionStatus":"FAIL","ErrorInfo":"i"}',
  '{"retcode":5,"errmsg":"e"}',
  '{"ret":6,"message":"m"}',
  '{"result":1014,"errmsg":"e"}',
  '{"errorcode":"A","errormessage":"m"}',
  '{"status":{"code":"-1","message":"m"}}',
  '<?xml version="1.0"?>\n<Error><Code>A</Code></Error>',
]

describe('a failure', () => {
  test.each(failures)('%s is read when the readers are loaded, and at once after that', async (body) => {
    const { lookAtText } = await unloaded()
    const first = lookAtText(body)
    expect(first).toBeInstanceOf(Promise)
    const { envelope } = readText(body)
    expect(envelope).toBeDefined()
    expect((await first).envelope).toEqual(envelope)
    expect(lookAtText(body)).toEqual(await first)
  })

  test.each([
    ['{"Response":{"Error":{"Code":"A.B","Message":"m"},"RequestId":"r"}}', 'certain', 'A.B', 'r'],
    ['{"code":4420,"message":"m","requestId":7}', 'by-host', '4420', '7'],
    ['{"code":4420,"message":"(10250)qps throttling"}', 'by-host', '4420', undefined, '10250'],
    ['{"retcode":0,"ret":6,"message":"m"}', 'by-host', '6', undefined],
    ['<Error><Code>A</Code></Error>', 'by-host', 'ERR_NOT_LOADED', undefined],
  ])('%s is told of though no reader can be loaded', async (body, certainty, code, requestId, moduleCode?: string) => {
    const { lookAtText } = await unloaded({ offline: true })
    const { envelope } = await lookAtText(body)
    expect(envelope).toEqual({ dialect: 'unread', certainty, code, message: '', requestId, moduleCode })
  })
})

describe('a success', () => {
  test.each([
    '{"Response":{"RequestId":"r","Error":null}}',
    '{"Response":{"RequestId":"r"},"code":5}',
    '{"code":0,"status":{"code":"0"}}',
    '{"code":"0","result":"5"}',
    '{"code":null}',
    '{"status":"ok","result":{}}',
    '[{"code":4420}]',
    '<html></html>',
    '<?xml version="1.0"?><ListBucketResult/>',
    '{"code":4420',
    'code',
  ])('%s loads nothing', async (body) => {
    const { lookAtText } = await unloaded()
    const reading = lookAtText(body)
    expect(reading).not.toBeInstanceOf(Promise)
    expect(reading).toMatchObject({})
    expect((await reading).envelope).toBeUndefined()
  })

  test.each(['{"ErrorCode":0,"ErrorInfo":""}', '{"result":0,"errmsg":"OK"}', '{"ret":"0"}'])(
    '%s passes though no reader can be loaded',
    async (body) => {
      const { lookAtText } = await unloaded({ offline: true })
      expect((await lookAtText(body)).envelope).toBeUndefined()
    },
  )
})
