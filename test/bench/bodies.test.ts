import { expect, test } from 'vitest'
import { bodies, createAnswer } from '../../bench/bodies.ts'

test.each([1024, 10_000, 2 ** 20])('an answer of about %d bytes is a success of that size', (bytes) => {
  const text = createAnswer(bytes)
  expect(text.length).toBeGreaterThan(bytes * 0.8)
  expect(text.length).toBeLessThan(bytes * 1.3)
  const { Response } = JSON.parse(text)
  expect(Response).not.toHaveProperty('Error')
  expect(Response.InstanceSet).toHaveLength(Response.TotalCount)
  expect(Response.RequestId).toMatch(/^[0-9a-f-]{36}$/)
})

test('the bodies differ in where they are served', () => {
  expect(new Set(bodies.map(({ path }) => path)).size).toBe(bodies.length)
})
