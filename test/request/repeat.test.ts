import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClientTokensLoader, loadClientTokens } from '../../src/request/client-tokens.ts'
import { ownActions } from '../../src/request/generated/own-actions.ts'
import { ownActionServices } from '../../src/request/generated/verbs.ts'
import { describeRequest, type Repeat, type RepeatableCall, resolveRepeat } from '../../src/request/index.ts'
import { classifyRepeat, classifyVerb, needsClientTokens } from '../../src/request/repeat.ts'

interface VerbsFile {
  verbs: Record<string, { actions: number; class: Repeat }>
  exceptions: Record<string, { class: Repeat; reason: string }>
}
const catalog = (name: string) => readFileSync(new URL(`../../catalog/${name}`, import.meta.url), 'utf8')
const { verbs, exceptions }: VerbsFile = JSON.parse(catalog('verbs.json'))
const tokenActions: Record<string, string[]> = JSON.parse(catalog('client-tokens.json'))

describe('the class of an action', () => {
  it.each<[string, Repeat]>([
    ['DescribeInstances', 'read'],
    ['describeInstances', 'read'],
    ['DescribleL4Rules', 'read'],
    ['ListKey', 'read'],
    ['GetCallStatus', 'read'],
    ['Get400Cdr', 'read'],
    ['QueryOrder', 'read'],
    ['InquiryPriceRunInstances', 'read'],
    ['InquirePriceRenew', 'read'],
    ['CheckCnameStatus', 'read'],
    ['SearchLog', 'read'],
    ['Decrypt', 'read'],
    ['ReEncrypt', 'read'],
    ['ModifyInstancesAttribute', 'overwrite'],
    ['DeleteMessage', 'overwrite'],
    ['StopInstances', 'overwrite'],
    ['UnBindSubDomain', 'overwrite'],
    ['UnbindDevices', 'overwrite'],
    ['StartInstances', 'overwrite'],
    ['RunInstances', 'duplicate'],
    ['CreateKey', 'duplicate'],
    ['SendMessage', 'duplicate'],
    ['RenewInstances', 'duplicate'],
    ['PayDeals', 'duplicate'],
    ['Invoke', 'duplicate'],
    ['ChatCompletions', 'generate'],
    ['RecognizeTableOCR', 'duplicate'],
    // The first call moves a prepaid instance to the recycle bin, the second destroys it.
    ['TerminateInstances', 'duplicate'],
    ['StartInstanceRefresh', 'duplicate'],
    ['BatchDescribeOrderImage', 'read'],
    ['BatchModifyTargetWeight', 'overwrite'],
    ['BatchCreateRoom', 'duplicate'],
    ['QueryAntiFraud', 'duplicate'],
    ['QueryAntiFraudVip', 'duplicate'],
    ['GetLLMDiagnosisDrug', 'duplicate'],
    ['CheckIdCardInformation', 'duplicate'],
    ['SearchFacesReturnsByGroup', 'duplicate'],
    ['VerifyByAsymmetricKey', 'read'],
    ['VerifyFace', 'duplicate'],
    ['OCRFoo', 'duplicate'],
    ['Getaway', 'duplicate'],
    ['Record.List', 'read'],
    ['Record.Modify', 'overwrite'],
    ['Record.Create', 'duplicate'],
    ['Record.', 'duplicate'],
    ['constructor', 'duplicate'],
    ['__proto__', 'duplicate'],
    ['', 'duplicate'],
    [`Describe${'X'.repeat(300)}`, 'duplicate'],
  ])('%s is %s', (action, repeat) => {
    expect(classifyVerb(action)).toBe(repeat)
  })

  it('is the one in verbs.json, for every verb and every exception', () => {
    for (const [words, entry] of Object.entries({ ...verbs, ...exceptions })) {
      expect({ words, class: classifyVerb(words) }).toEqual({ words, class: entry.class })
      expect({ words, class: classifyVerb(`${words}Zzz`) }).toEqual({ words, class: entry.class })
    }
  })

  it('has a table of all verbs with their numbers of actions, and exceptions that differ and give a reason', () => {
    expect(Object.keys(verbs).length).toBeGreaterThanOrEqual(178)
    expect(Object.keys(verbs).every((verb) => /^[A-Z][a-z]*$/.test(verb))).toBe(true)
    expect(Object.values(verbs).every(({ actions }) => Number.isInteger(actions) && actions > 0)).toBe(true)
    expect(verbs.Describe?.actions).toBeGreaterThan(5_000)
    for (const [words, { class: own, reason }] of Object.entries(exceptions)) {
      const verb = /^[A-Z][a-z]*/.exec(words)?.[0] ?? ''
      expect({ words, differs: (verbs[verb]?.class ?? 'duplicate') !== own, explained: reason !== '' }).toEqual({
        words,
        differs: true,
        explained: true,
      })
    }
  })

  it('is one of three for any text', () => {
    fc.assert(fc.property(fc.string(), (action) => ['read', 'overwrite', 'duplicate'].includes(classifyVerb(action))))
  })
})

describe('a call of the APIs before 3.0 that have the action in their path', () => {
  it.each<[string, Repeat]>([
    ['https://yun.tim.qq.com/v5/tlssmssvr/sendsms', 'duplicate'],
    ['https://yun.tim.qq.com/v5/tlssmssvr/sendmultisms2', 'duplicate'],
    ['https://console.tim.qq.com/v4/openim/im_push', 'duplicate'],
    ['https://console.tim.qq.com/v4/group_open_http_svc/create_group', 'duplicate'],
    ['https://console.tim.qq.com/v4/group_open_http_svc/get_group_info', 'read'],
    ['https://console.tim.qq.com/v4/group_open_http_svc/modify_group_base_info', 'overwrite'],
  ])('%s is repeated as a %s', async (url, repeat) => {
    const { actions, method } = describeRequest({ url, method: 'POST' })
    expect(await resolveRepeat({ actions, method })).toBe(repeat)
  })
})

describe('an action of a product whose names do not begin with a verb', () => {
  it.each<[service: string, actions: string, repeat: Repeat]>([
    ['cns', 'RecordList DomainList', 'read'],
    ['cns', 'RecordModify SetDomainStatus', 'overwrite'],
    ['cns', 'RecordCreate DomainCreate', 'duplicate'],
    ['dnspod-legacy', 'Domain.Info Record.List User.Detail User.Log Domain.Purview info.version', 'read'],
    ['dnspod-legacy', 'Record.Ddns record.ddns Record.Status User.Modify Domain.Ismark', 'overwrite'],
    ['dnspod-legacy', 'Record.Create Domain.Transfer Domain.Acquiresend Telephoneverify.Code', 'duplicate'],
    ['im', 'portrait_get account_check querystate friend_get_list get_group_info admin_getroammsg', 'read'],
    ['im', 'portrait_set account_import kick group_msg_recall', 'overwrite'],
    ['im', 'sendmsg importmsg create_group update_group_counter friend_add', 'duplicate'],
    ['cos', 'GetObject getBucketAcl headObject ListObjectsV2 options', 'read'],
    ['cos', 'GET', 'read'],
    ['cos', 'PutObject putBucketCors deleteObject PUT', 'idempotent'],
    ['cos', 'appendObject', 'overwrite'],
    ['cos', 'initiateMultipartUpload', 'duplicate'],
    ['lvb', 'Live_Channel_GetStatus Get_LiveStat', 'read'],
    ['sms', 'pullsendstatus', 'read'],
    ['sms', 'sendsms pullstatus', 'duplicate'],
    ['IM', 'querystate', 'read'],
  ])('of %s: %s: %s', async (service, actions, repeat) => {
    for (const action of actions.split(' '))
      expect([action, await resolveRepeat({ actions: [action], service, method: 'POST' })]).toEqual([action, repeat])
  })

  it('counts as documented in COS, with its method and its object', async () => {
    expect(await resolveRepeat({ actions: ['GET Bucket (List Objects)'], service: 'cos' })).toBe('read')
    expect(await resolveRepeat({ actions: ['DELETE Multiple Objects'], service: 'cos' })).toBe('idempotent')
    expect(await resolveRepeat({ actions: ['POST Object restore'], service: 'cos' })).toBe('overwrite')
  })

  it('is judged by its verb where the table has it not, and by the caller before both', async () => {
    expect(await resolveRepeat({ actions: ['get_something_new'], service: 'im' })).toBe('read')
    expect(await resolveRepeat({ actions: ['frobnicate'], service: 'im' })).toBe('duplicate')
    expect(await resolveRepeat({ actions: ['querystate'], service: 'im', idempotent: false })).toBe('duplicate')
    expect(await resolveRepeat({ actions: ['sendmsg'], service: 'im', idempotent: true })).toBe('idempotent')
    expect(await resolveRepeat({ actions: ['querystate', 'sendmsg'], service: 'im' })).toBe('duplicate')
  })

  it('means nothing in other products', async () => {
    expect(await resolveRepeat({ actions: ['querystate'], service: 'cvm' })).toBe('duplicate')
    expect(await resolveRepeat({ actions: ['PutObject'], service: 'constructor' })).toBe('duplicate')
  })

  it('has one class in each table, and a table is named where it is loaded', () => {
    expect(Object.keys(ownActions)).toEqual(ownActionServices.split(' '))
    for (const [service, table] of Object.entries(ownActions)) {
      const names = Object.values(table).flatMap((actions) => actions.toLowerCase().split(' '))
      expect([service, names.length]).toEqual([service, new Set(names).size])
      expect(names.every((name) => /^[a-z0-9_.]+$/.test(name))).toBe(true)
    }
  })
})

describe('the effect of a repeat', () => {
  const cases: [RepeatableCall, Repeat][] = [
    [{ action: 'DescribeInstances' }, 'read'],
    [{ action: 'DescribeInstances', method: 'DELETE' }, 'read'],
    [{ action: 'ModifyAddress' }, 'overwrite'],
    [{ action: 'CreateKey' }, 'duplicate'],
    [{ action: 'FrobnicateKey' }, 'duplicate'],
    [{ action: 'CreateKey', idempotent: true }, 'idempotent'],
    [{ action: 'DescribeKey', idempotent: false }, 'duplicate'],
    [{ action: 'RunInstances', service: 'cvm', clientToken: 't' }, 'idempotent'],
    [{ action: 'RunInstances', service: 'CVM', clientToken: 't' }, 'idempotent'],
    [{ action: 'RunInstances', service: 'cvm', clientToken: 't', idempotent: false }, 'duplicate'],
    [{ action: 'RunInstances', service: 'cvm' }, 'duplicate'],
    [{ action: 'RunInstances', clientToken: 't' }, 'duplicate'],
    [{ action: 'RunInstances', service: 'ecm', clientToken: 't' }, 'duplicate'],
    [{ action: 'CreateKey', service: 'kms', clientToken: 't' }, 'duplicate'],
    [{ action: 'CreateKey', service: 'constructor', clientToken: 't' }, 'duplicate'],
    [{ action: 'DeleteLoadBalancers', service: 'alb', clientToken: 't' }, 'idempotent'],
    [{ action: 'InquiryPriceRunInstances', service: 'cvm', clientToken: 't' }, 'read'],
    [{}, 'read'],
    [{ action: '', method: 'get' }, 'read'],
    [{ method: 'HEAD' }, 'read'],
    [{ method: 'OPTIONS' }, 'read'],
    [{ method: 'put' }, 'idempotent'],
    [{ method: 'DELETE' }, 'idempotent'],
    [{ method: 'POST' }, 'overwrite'],
    [{ method: 'PATCH' }, 'overwrite'],
    [{ method: 'POST', idempotent: true }, 'idempotent'],
  ]

  it.each(cases)('by %j is: %s', async (call, repeat) => {
    expect(classifyRepeat(call, await loadClientTokens())).toBe(repeat)
    const { action, ...rest } = call
    expect(await resolveRepeat({ ...rest, actions: action === undefined ? [] : [action] })).toBe(repeat)
  })

  it.each<[actions: string[], more: object, repeat: Repeat]>([
    [['DescribeX', 'RunInstances'], {}, 'duplicate'],
    [['RunInstances', 'DescribeX'], {}, 'duplicate'],
    [['DescribeX', 'ModifyX'], {}, 'overwrite'],
    [['ModifyX', 'DescribeX', 'CreateX'], {}, 'duplicate'],
    [['DescribeX', 'RunInstances'], { service: 'cvm', clientToken: 't' }, 'idempotent'],
    [['ModifyX', 'RunInstances'], { service: 'cvm', clientToken: 't' }, 'overwrite'],
    [['DescribeX', 'RunInstances'], { idempotent: true }, 'idempotent'],
    [['DescribeX', 'ListX'], {}, 'read'],
  ])('of a request that names %j, %j, is that of the most harmful action: %s', async (actions, more, repeat) => {
    expect(await resolveRepeat({ ...more, actions })).toBe(repeat)
  })

  it('needs the table of ClientTokens only for a write with a ClientToken', () => {
    const write = { action: 'RunInstances', service: 'cvm', clientToken: 't' }
    expect(needsClientTokens(write)).toBe(true)
    for (const call of [
      { ...write, clientToken: undefined },
      { ...write, service: undefined },
      { ...write, idempotent: true },
      { ...write, action: 'DescribeInstances' },
      { ...write, action: undefined },
    ]) {
      expect(needsClientTokens(call)).toBe(false)
    }
  })

  it('does not trust a ClientToken while the table is missing', async () => {
    const call = { action: 'RunInstances', service: 'cvm', clientToken: 't' }
    expect(classifyRepeat(call)).toBe('duplicate')
    const named = { actions: ['RunInstances'], service: 'cvm', clientToken: 't' }
    expect(await resolveRepeat(named, () => Promise.reject(new Error('offline')))).toBe('duplicate')
  })
})

describe('the table of ClientTokens', () => {
  it('has every pair of client-tokens.json, and no inert services', async () => {
    const tokens = await loadClientTokens()
    const pairs = Object.entries(tokenActions).flatMap(([service, actions]) =>
      actions.map((action) => [service, action] as const),
    )
    expect(pairs.length).toBeGreaterThan(60)
    for (const [service, action] of pairs) expect(tokens.has(service, action)).toBe(true)
    expect(Object.keys(tokenActions)).toContain('alb')
    for (const inert of ['cfw', 'ecm', 'ess']) expect(Object.keys(tokenActions)).not.toContain(inert)
    expect(tokens.has('cvm', 'TerminateInstances')).toBe(false)
  })

  it('is imported once, and again only after a failure', async () => {
    const outcomes = [new Error('offline'), { clientTokenActions: { cvm: 'RunInstances' } }]
    let imports = 0
    const load = createClientTokensLoader(async () => {
      const outcome = outcomes[imports++]
      if (!outcome || outcome instanceof Error) throw outcome
      return outcome
    })
    await expect(Promise.all([load(), load()])).rejects.toThrow('offline')
    expect(imports).toBe(1)
    expect((await load()).has('cvm', 'RunInstances')).toBe(true)
    expect(await load()).toBe(await load())
    expect(imports).toBe(2)
  })
})

describe('the description of a call', () => {
  it('comes from the request: host, action, region, version, ClientToken', () => {
    const description = describeRequest({
      baseURL: 'https://cvm.ap-guangzhou.tencentcloudapi.com:8443',
      url: '/',
      method: 'post',
      headers: { 'X-TC-Action': 'RunInstances', 'X-TC-Version': '2017-03-12' },
      data: { ClientToken: 'token' },
    })
    expect(description).toMatchObject({
      service: 'cvm',
      action: 'RunInstances',
      region: 'ap-guangzhou',
      version: '2017-03-12',
      host: 'cvm.ap-guangzhou.tencentcloudapi.com:8443',
      target: { path: '/' },
      method: 'POST',
      clientToken: 'token',
    })
  })

  it('prefers the options, and the region of the request to that of the host', () => {
    const shape = { url: 'https://kms-gz.api.qcloud.com/v2/index.php', params: { Action: 'ListKey', Region: 'bj' } }
    expect(describeRequest(shape)).toMatchObject({ service: 'kms', action: 'ListKey', region: 'bj', method: 'GET' })
    expect(describeRequest(shape, { service: 'ckafka', action: 'Other', idempotent: true })).toMatchObject({
      service: 'ckafka',
      action: 'Other',
      idempotent: true,
    })
  })

  it('has few fields if the host is unknown', () => {
    expect(describeRequest({ url: 'https://example.com/a' })).toMatchObject({ host: 'example.com', method: 'GET' })
    expect(describeRequest({ url: '/a' })).toEqual({ method: 'GET' })
  })

  it('never causes an error', () => {
    fc.assert(
      fc.property(
        fc.record({ url: fc.anything(), baseURL: fc.anything(), method: fc.anything(), data: fc.anything() }),
        (shape) => {
          expect(typeof describeRequest(shape as object).method).toBe('string')
        },
      ),
    )
  })
})
