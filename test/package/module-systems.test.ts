import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { binaries, runIn } from './project.ts'

const ends = [
  { axios: 'the newest axios', folder: inject('folder') },
  { axios: 'the oldest axios of the peer range', folder: inject('oldestAxiosFolder') },
]

const projects = binaries.flatMap((binary) => {
  const version = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim()
  return ends.map((end) => ({ ...end, binary, version }))
})

/** What an application does: a throttled call goes through, an internal error of a write is thrown. */
const drive = `
async function drive(axios) {
  const fake = createFakeTencentCloud()
  const listening = await fake.listen()
  const http = axios.create({ baseURL: listening.urlOf('kms'), proxy: false })
  attachTencentCloud(http, { service: 'kms', retry: { baseDelayMs: 1 } })
  fake.fail('ListKey', faults.legacy(4420, '(10250)qps throttling'))
  fake.fail('CreateKey', faults.legacy(6000, '(10050)server internal error'))
  const response = await http.get('/v2/index.php', { params: { Action: 'ListKey' } })
  const error = await http.get('/v2/index.php', { params: { Action: 'CreateKey' } }).catch((e) => e)
  await listening.close()
  return [response.data.code, attemptsOf(response).length, error instanceof InternalServerError, axios.isAxiosError(error), error.meaning.en.length > 0].join()
}`
const driven = '0,2,true,true,true'
const names = 'attachTencentCloud, attemptsOf, InternalServerError'

describe.each(projects)('on Node.js $version, with $axios', ({ folder, binary }) => {
  const run = (file: string, content: string): string => runIn(folder, file, content, binary)

  test('the package works from ESM', () => {
    const output = run(
      'app.mjs',
      `import axios from 'axios'
import { ${names} } from 'axios-tencentcloud'
import { createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'
${drive}
console.log(await drive(axios))`,
    )
    expect(output).toBe(driven)
  })

  test('the package works from CommonJS with require()', () => {
    const output = run(
      'app.cjs',
      `const axios = require('axios')
const { ${names} } = require('axios-tencentcloud')
const { createFakeTencentCloud, faults } = require('axios-tencentcloud/testing')
${drive}
drive(axios).then(console.log)`,
    )
    expect(output).toBe(driven)
  })

  test('in one process, ESM and CommonJS share one copy, which serves the axios of both', () => {
    const output = run(
      'mixed.cjs',
      `const axios = require('axios')
const main = require('axios-tencentcloud')
const { ${names} } = main
const { createFakeTencentCloud, faults } = require('axios-tencentcloud/testing')
${drive}
async function mix() {
  const imported = await import('axios-tencentcloud')
  const { default: importedAxios } = await import('axios')
  const same = Object.keys(main).every((name) => main[name] === imported[name])
  return [same, importedAxios === axios, await drive(axios), await drive(importedAxios)].join(' ')
}
mix().then(console.log)`,
    )
    // axios itself ships a copy for each.
    expect(output).toBe(`true false ${driven} ${driven}`)
  })

  test('instanceof and isTencentCloudError hold across two copies of the package', () => {
    const copy = join(folder, 'other/node_modules/axios-tencentcloud')
    mkdirSync(copy, { recursive: true })
    cpSync(join(folder, 'node_modules/axios-tencentcloud'), copy, { recursive: true })
    const output = run(
      'copies.mjs',
      `import axios from 'axios'
import * as here from 'axios-tencentcloud'
import { createRequire } from 'node:module'
const there = createRequire(new URL('./other/app.cjs', import.meta.url))('axios-tencentcloud')
const catchFrom = ({ attachTencentCloud }) => {
  const data = '{"code":4420,"message":"(10250)qps throttling"}'
  const http = axios.create({ adapter: async (config) => ({ status: 200, statusText: '', headers: {}, config, data }) })
  attachTencentCloud(http, { retry: false })
  return http.get('https://kms.api.qcloud.com/v2/index.php?Action=ListKey').catch((error) => error)
}
const judge = (error, { ThrottlingError, TencentCloudError, InternalServerError, isTencentCloudError }) =>
  [error instanceof ThrottlingError, error instanceof TencentCloudError, isTencentCloudError(error), error instanceof InternalServerError]
console.log([
  here.ThrottlingError !== there.ThrottlingError,
  ...judge(await catchFrom(here), there),
  ...judge(await catchFrom(there), here),
  ...judge(new Error('plain'), here),
].join())`,
    )
    expect(output).toBe('true,true,true,true,false,true,true,true,false,false,false,false,false')
  })
})
