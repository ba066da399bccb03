import { attemptsOf, TencentCloudError } from 'axios-tencentcloud'
import { expect, test, vi } from 'vitest'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path, throttled } from '../support/kms.ts'

// What a browser does that loses its connection between the first failure and what a retry needs.
vi.mock('../../src/axios/axios-retries.ts', () => {
  throw new TypeError('Failed to fetch dynamically imported module')
})

test('a failure is explained and thrown typed though the code of retries cannot be loaded', async () => {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', throttled)
  const error = await rejectionOf(client().get(path, list))
  expect(error).toBeInstanceOf(TencentCloudError)
  expect(error).toMatchObject({ code: '4420', reason: 'not-loaded' })
  expect(attemptsOf(error)).toMatchObject([{ number: 1, decision: 'give-up', reason: 'not-loaded' }])
  expect(fake.requests).toHaveLength(1)
})
