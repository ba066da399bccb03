import axios from 'axios'
import { attachTencentCloud, type DecideContext, type TencentCloudFailure } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { expect, test, vi } from 'vitest'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path } from '../support/kms.ts'

test('a call whose credentials cannot be had was given up for that', async () => {
  const { url } = await startCloud()
  const http = axios.create({ baseURL: url, proxy: false })
  attachTencentCloud(http, { credentials: () => Promise.reject(new Error('vault sealed')) })
  expect(await rejectionOf(http.get(path, list))).toMatchObject({ kind: 'authentication', reason: 'no-credentials' })
})

test.each<[code: number, expected: string]>([
  [4100, 'not-retryable'],
  [6000, 'overruled'],
])('the error that retry.decide gets after %i has the reason that it would be thrown with', async (code, expected) => {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', faults.legacy(code, '(10000)no'))
  const decide = vi.fn((_context: DecideContext) => ({ decision: 'give-up' }) as const)
  const error = (await rejectionOf(client({ retry: { decide } }).get(path, list))) as TencentCloudFailure
  const shown = decide.mock.calls[0]?.[0].error
  expect(shown?.reason).toBe(expected)
  expect(shown?.message).not.toContain('gave up')
  expect(error.reason).toBe('overruled')
})
