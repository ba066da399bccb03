import { createRequire } from 'node:module'
import { withTencentCloud } from 'axios-tencentcloud/sdk'
import { expect, test } from 'vitest'

// In a file of its own, because the agent-base 4 that this SDK loads replaces https.request of the process.
const { common, cvm } = createRequire(import.meta.url)('tencentcloud-sdk-nodejs-intl-en')

test('a client of the international SDK, which calls back, is refused by a TypeError that names the way out', () => {
  const client = new cvm.v20170312.Client(
    new common.Credential('AKIDexampleExample', 'keyOfTheExample'),
    'ap-singapore',
  )
  const wrap = () => withTencentCloud(client)
  expect(wrap).toThrow(TypeError)
  expect(wrap).toThrow(/tencentcloud-sdk-nodejs-intl-en.*tencentcloud-sdk-nodejs 4.*`profile.httpProfile.endpoint`/)
  expect(wrap).toThrow("'cvm.intl.tencentcloudapi.com'")
})
