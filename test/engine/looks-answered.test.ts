import { describe, expect, test } from 'vitest'
import { looksAnswered } from '../../src/engine/looks-answered.ts'
import { findOwedAnswer, parseTarget } from '../../src/request/index.ts'
import { hostRules } from '../../src/request/tencent-hosts.ts'

const look = (body: unknown, url = 'https://cvm.tencentcloudapi.com/') => looksAnswered(body, { url })

describe('the short look at an accepted body', () => {
  test('sends to the long look what lacks its answer, on every host where an API owes one', () => {
    for (const { domain } of hostRules) {
      for (const path of ['/', '/v2/index.php']) {
        const url = `https://kms.${domain}${path}`
        const target = parseTarget(url)
        if (target && findOwedAnswer(target)) expect(look('{}', url), url).toBe(false)
      }
    }
  })

  test.each([
    { Response: {} },
    { code: 0, message: '' },
    '{"Response":{"RequestId":"r"}}',
    '\uFEFF{ "Response" : {\n}\n}\n',
    new Blob(['{}']),
    new ReadableStream(),
    undefined,
  ])('is enough for %j', (body) => {
    expect(look(body)).toBe(true)
  })

  test.each([
    {},
    { Response: null },
    '',
    '<html>',
    '{"Response":{"a":[',
    '{"Response":"a"}',
    null,
    [],
    new Uint8Array(),
  ])('is not enough for %j', (body) => {
    expect(look(body)).toBe(false)
  })

  test('asks nothing of the hosts of others', () => {
    expect(look('{}', 'https://api.example.com/')).toBe(true)
  })

  test('finds the address in both of its parts', () => {
    expect(looksAnswered({}, { url: '/', baseURL: 'https://cvm.tencentcloudapi.com' })).toBe(false)
    expect(looksAnswered({}, { url: 'index.php', baseURL: 'https://kms.api.qcloud.com/v2' })).toBe(false)
    expect(looksAnswered({}, { url: '/index.php', baseURL: 'https://kms.api.qcloud.com/v2/' })).toBe(false)
  })
})
