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
