import { createFakeTencentCloud } from 'axios-tencentcloud/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const contentTypes = [
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'text/plain',
]
const bodies = fc.oneof(
  fc.string(),
  fc.json(),
  fc.constant('{"__proto__":{"polluted":1}}'),
  fc.uint8Array().map((bytes) => new Uint8Array(bytes)),
)

test('any body of any type is logged and answered', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...contentTypes), bodies, async (type, body) => {
      const fake = createFakeTencentCloud()
      const request = new Request('https://kms.api.qcloud.com/', {
        method: 'POST',
        body,
        headers: { 'content-type': type },
      })
      expect(await fake.handle(request)).toMatchObject({ kind: 'answer' })
      const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
      expect(fake.requests[0]?.bodyBytes).toBe(bytes.length)
      expect(Object.getPrototypeOf(fake.requests[0]?.params)).toBe(Object.prototype)
    }),
  )
})

test('any query is read, and its last value of a name counts', async () => {
  const pairs = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })))
  await fc.assert(
    fc.asyncProperty(pairs, async (query) => {
      const fake = createFakeTencentCloud()
      const url = new URL('https://kms.api.qcloud.com/')
      for (const [name, value] of query) url.searchParams.append(name, value)
      await fake.handle(new Request(url))
      expect(fake.requests[0]?.params).toEqual(Object.fromEntries(url.searchParams))
    }),
  )
})

test('requests that come at once are judged one by one: one nonce, one execution', async () => {
  const fake = createFakeTencentCloud()
  const send = () => fake.handle(new Request('https://kms.api.qcloud.com/?Action=CreateKey&Nonce=1&ClientToken=t'))
  await Promise.all(Array.from({ length: 20 }, send))
  expect(fake.executions).toHaveLength(1)
  expect(fake.requests.filter(({ outcome }) => outcome === 'replay')).toHaveLength(19)
  expect(fake.inFlight).toBe(0)
})
