import { createFakeTencentCloud } from 'axios-tencentcloud/testing'
import { expect, test } from 'vitest'

test.each([
  ['latency', { latency: 1 }],
  ['now', { now: 0 }],
  ['sleep', { sleep: 0 }],
  ['responseHeaders', { responseHeaders: 'Server: x' }],
  ['X Y', { responseHeaders: { 'X Y': '1' } }],
  ['x-n', { responseHeaders: { 'x-n': 1 } }],
  ['cors', { cors: '*' }],
  ['credentials', { credentials: { secretId: 'a', secretKey: 'b' } }],
  ['secretId', { credentials: [{ secretKey: 'b' }] }],
  ['secretKey', { credentials: [{ secretId: 'a', secretKey: '' }] }],
  ['token', { credentials: [{ secretId: 'a', secretKey: 'b', token: 1 }] }],
  ['expired', { credentials: [{ secretId: 'a', secretKey: 'b', token: 'c', expired: 1 }] }],
  ['expired', { credentials: [{ secretId: 'a', secretKey: 'b', expired: true }] }],
  ['sessionToken', { credentials: [{ secretId: 'a', secretKey: 'b', sessionToken: 'c' }] }],
  ['secretId', { credentials: [1, 2].map(() => ({ secretId: 'a', secretKey: 'b' })) }],
  ['nonceMemory', { nonceMemory: 1 }],
  ['timestampToleranceSeconds', { timestampToleranceSeconds: -1 }],
  ['timestampToleranceSeconds', { timestampToleranceSeconds: Number.NaN }],
])('a bad option throws a TypeError that names "%s"', (name, options) => {
  expect(() => createFakeTencentCloud(options as object)).toThrow(TypeError)
  expect(() => createFakeTencentCloud(options as object)).toThrow(`"${name}"`)
})

test('options that are none throw a TypeError', () => {
  expect(() => createFakeTencentCloud([] as object)).toThrow(TypeError)
})
