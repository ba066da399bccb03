import { expect, test } from 'vitest'
import { findEnvelopes } from '../../src/envelope/embedded.ts'

// An object may be found once more without the escapes, or as the part of another.
const codes = (value: unknown) => [...new Set(findEnvelopes(value).map(({ code }) => code))]
const nested = (depth: number): unknown => (depth === 0 ? { code: 4000 } : { inner: nested(depth - 1) })

test('braces and quotes inside of strings do not end an object', () => {
  expect(codes('x {"code":4000,"message":"}{ \\" } \\\\"} y {"code":4100}')).toEqual(['4000', '4100'])
})

test('the surest come first, then the first', () => {
  const sure = '{"Response":{"Error":{"Code":"Sure"},"RequestId":"r"}}'
  expect(codes(`{"code":4000} ${sure} {"code":4001,"codeDesc":"d"} {"code":4002}`)).toEqual([
    'Sure',
    '4001',
    '4000',
    '4002',
  ])
})

test('objects are followed five deep', () => {
  expect(codes(nested(5))).toEqual(['4000'])
  expect(codes(nested(6))).toEqual([])
})

test('fifty braces that begin nothing are passed over, and no more', () => {
  expect(codes(`${'{ '.repeat(49)}{"code":4000}`)).toEqual(['4000'])
  expect(codes(`${'{ '.repeat(50)}{"code":4000}`)).toEqual([])
})

test('quotes that are escaped twice are read, and thrice not', () => {
  const escaped = (times: number): string =>
    times === 0 ? '{"code":4000}' : JSON.stringify(escaped(times - 1)).slice(1, -1)
  expect(codes(`x ${escaped(2)}`)).toEqual(['4000'])
  expect(codes(`x ${escaped(3)}`)).toEqual([])
})

test('XML is found behind other text', () => {
  expect(codes('12:00 <?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>')).toEqual(['NoSuchKey'])
  expect(codes({ body: 'GET / <Error><Code>NoSuchKey</Code></Error>' })).toEqual(['NoSuchKey'])
})
