import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { attemptsOf } from 'axios-tencentcloud'
import { withTencentCloud } from 'axios-tencentcloud/sdk'
import { faults } from 'axios-tencentcloud/testing'
import { expect, test, vi } from 'vitest'
import { credential, fakeAtTrueHosts } from './clients.ts'

const require = createRequire(import.meta.url)
const { fake } = fakeAtTrueHosts()

/** The first example in the README of the installed SDK: it makes a client, and lists the zones. */
function documentedExample(name: string): string {
  const readme = readFileSync(require.resolve(`${name}/README.md`), 'utf8')
  const [, example] = /```js\n(const tencentcloud = require[\s\S]*?)```/.exec(readme) ?? []
  if (example === undefined) throw new Error('the README has another example now')
  return example
}

const calling = 'client.DescribeZones()'
const wrapping = 'withTencentCloud(client).DescribeZones()'

test("the example in the SDK's README runs unchanged but for the line that wraps its client", async () => {
  const example = documentedExample('tencentcloud-sdk-nodejs')
  expect(example.split(calling)).toHaveLength(2)
  const out = { log: vi.fn(), error: vi.fn() }
  const env = { TENCENTCLOUD_SECRET_ID: credential.secretId, TENCENTCLOUD_SECRET_KEY: credential.secretKey }
  fake.setCredentials([{ secretId: credential.secretId, secretKey: credential.secretKey }])
  fake.answer('DescribeZones', { TotalCount: 0, ZoneSet: [] })
  const parameters = ['require', 'process', 'console', 'withTencentCloud']
  const run = (code: string) => new Function(...parameters, code)(require, { env }, out, withTencentCloud)

  fake.fail('DescribeZones', faults.html(502))
  run(example)
  await expect.poll(() => out.error).toHaveBeenCalledTimes(1)
  expect(fake.requests).toHaveLength(1)

  fake.fail('DescribeZones', faults.html(502), faults.legacy(6000, '(10050)internal'))
  run(example.replace(calling, wrapping))
  await expect.poll(() => out.log).toHaveBeenCalledTimes(1)
  const [data] = out.log.mock.calls[0] ?? []
  expect(data).toMatchObject({ TotalCount: 0, ZoneSet: [] })
  expect(attemptsOf(data)).toHaveLength(3)
  expect(fake.requests.map(({ verified }) => verified)).toEqual(Array(4).fill(true))
  expect(out.error).toHaveBeenCalledTimes(1)
})
