import type { AxiosRequestConfig } from 'axios'
import { HttpError } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { path } from '../support/kms.ts'

function formOf(action: string): FormData {
  const form = new FormData()
  form.append('Action', action)
  return form
}

test.each(['postForm', 'post'] as const)(
  'a write by %s, whose encoded body does not show the action, is sent once',
  async (method) => {
    const { fake, client } = await startCloud()
    fake.fail('*', faults.status(503))
    expect(await rejectionOf(client()[method](path, { Action: 'RunInstances' }))).toBeInstanceOf(HttpError)
    expect(fake.requests).toHaveLength(1)
  },
)

describe('what contradicts itself about the action counts as the worst of what it says', () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  test.each<[places: string, config: AxiosRequestConfig]>([
    ['params, the url', { url: `${path}?Action=RunInstances`, params: { Action: 'DescribeX' } }],
    ['a header, params', { headers: { 'X-TC-Action': 'DescribeX' }, params: { Action: 'RunInstances' } }],
    ['params, a form', { params: { Action: 'DescribeX' }, data: 'Action=RunInstances', headers: form }],
    ['params, an object', { params: { Action: 'DescribeX' }, data: { Action: 'RunInstances' } }],
    ['params, FormData', { params: { Action: 'DescribeX' }, data: formOf('RunInstances') }],
    ['a value and its second', { params: new URLSearchParams('Action=DescribeX&Action=RunInstances') }],
    ['a list and its second', { params: { Action: ['DescribeX', 'RunInstances'] } }],
  ])('in %s', async (_places, config) => {
    const { fake, client } = await startCloud()
    fake.fail('*', ...Array(4).fill(faults.reset('after')))
    const error = await rejectionOf(client().request({ method: 'post', url: path, ...config }))
    expect(error).toMatchObject({ action: 'DescribeX', attempts: [{ reason: 'could-duplicate' }] })
    expect(fake.requests).toHaveLength(1)
  })

  test('but what the caller says it is counts alone', async () => {
    const { fake, client } = await startCloud()
    fake.fail('*', faults.status(502))
    const params = new URLSearchParams('Action=DescribeX&Action=RunInstances')
    await client()
      .get(path, { params, tencentCloud: { action: 'DescribeX' } })
      .catch(() => {})
    expect(fake.requests).toHaveLength(2)
  })
})
